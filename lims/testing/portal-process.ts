import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { cleanEnv, repository } from './running-ils.ts'

export interface PortalProcess {
  readonly url: string
  /** As a power cut would. */
  kill(): Promise<void>
  /** In order; answers its exit code. */
  stop(): Promise<number | null>
}

/** Enough of what it said to see why. */
const LAST_LINES = 5

/** The portal as a process of its own, to be killed. */
export async function startPortalProcess(env: Readonly<Record<string, string>>): Promise<PortalProcess> {
  const args = [join(repository, 'portal', 'dist', 'server', 'main.js')]
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: cleanEnv(env),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const gone = once(child, 'exit')
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<number | null> => {
    process.off('exit', endWithUs)
    child.kill(signal)
    await gone
    return child.exitCode
  }
  const said: string[] = []
  for await (const line of createInterface(child.stdout)) {
    said.push(line)
    const url = /"url":"([^"]+)".*"msg":"started"/.exec(line)?.[1]
    if (url === undefined) continue
    // What it says from now on nobody reads, and it must not wait for that.
    child.stdout.resume()
    return {
      url,
      kill: async () => {
        await end('SIGKILL')
      },
      stop: () => end('SIGINT'),
    }
  }
  process.off('exit', endWithUs)
  await gone
  const how = child.signalCode ?? String(child.exitCode)
  throw new Error(`the portal ended before it had started (${how}): ${said.slice(-LAST_LINES).join('\n')}`)
}
