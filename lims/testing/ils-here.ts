import { vi } from 'vitest'
import { cleanEnv, type Said } from './running-ils.ts'

/**
 * Runs commands of `ils` as `runIls` does, but in this process, which takes a tenth of the time: most of a short command
 * is reading its modules. One at a time: they share the process's environment and what it writes.
 */
export function ilsHere(
  carryOut: (args: readonly string[]) => Promise<void>,
): (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Said> {
  let before: Promise<unknown> = Promise.resolve()
  return (args, env = {}) => {
    const said = before.then(() => runHere(() => carryOut(args), env))
    before = said.catch(() => undefined)
    return said
  }
}

class Ended extends Error {
  readonly code: number
  constructor(code: number) {
    super(`ended with ${code}`)
    this.code = code
  }
}

async function runHere(carryOut: () => Promise<void>, env: Readonly<Record<string, string>>): Promise<Said> {
  const { env: envBefore, exitCode: codeBefore } = process
  let out = ''
  let err = ''
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += String(text)
      return true
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err += String(text)
      return true
    }),
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Ended(Number(code ?? process.exitCode ?? 0))
    }),
  ]
  process.env = cleanEnv(env)
  process.exitCode = undefined
  try {
    await carryOut()
    return { code: process.exitCode ?? 0, out, err }
  } catch (error) {
    if (error instanceof Ended) return { code: error.code, out, err }
    throw error
  } finally {
    process.env = envBefore
    process.exitCode = codeBefore
    for (const spy of spies) spy.mockRestore()
  }
}
