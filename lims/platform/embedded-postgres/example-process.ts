import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isAlive, processesIn } from './find-processes.ts'
import type { EmbeddedOptions } from './start-embedded-postgres.ts'

export interface OwnerProcess {
  readonly child: ChildProcess
  readonly ownerUrl: string
  readonly postmaster: number
  readonly gone: Promise<void>
}

type Given = Pick<EmbeddedOptions, 'dataFolder' | 'ways' | 'settings'>

/** Starts a process that has a Postgres, for tests that kill it. */
export function startOwner(options: Given, as: SpawnOptions = {}): Promise<OwnerProcess> {
  const script = fileURLToPath(new URL('../dist/embedded-postgres/example-owner.js', import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    ...as,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
    })
  })
  let said = ''
  let complained = ''
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (!said.endsWith('\n')) return
      resolve({ child, gone, ...(JSON.parse(said) as Omit<OwnerProcess, 'child' | 'gone'>) })
    })
    child.once('close', () => {
      reject(new Error(complained))
    })
  })
}

/** The shells that stand between it and Postgres. */
export function guardsOf(pid: number): number[] {
  const guard = parentOf(pid)
  return guard === undefined ? [] : [guard, ...childrenOf(guard).filter((child) => child !== pid)]
}

/** As the kernel does when memory runs out, but thorough: everything at once, no warning. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
}

export function wholeTree(owner: OwnerProcess, data: string): number[] {
  return [owner.child.pid ?? 0, ...guardsOf(owner.postmaster), ...(processesIn(data) ?? [])].filter((pid) => pid > 1)
}

function parentOf(pid: number): number | undefined {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
  const parent = Number(fields?.[1])
  return parent > 1 ? parent : undefined
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}
