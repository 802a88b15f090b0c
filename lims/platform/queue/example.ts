import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Type } from '@sinclair/typebox'
import type { Trx } from '../db/database.ts'
import type { Migration } from '../db/migrate.ts'
import { queueGrants, queueTables } from './tables.ts'
import { taskKind, type RunningTask, type TaskKind } from './task.ts'

/** What the tests of the queue share; it stays free of test tools, as it is compiled with the rest. */

/** Deliberately without a key: a second effect of one task must show. */
const effectTables = `create table effects (
  task_id text not null, unique_id text not null, attempt integer not null, pid integer not null,
  at timestamptz not null default clock_timestamp()
);`

export const exampleMigrations: readonly Migration[] = [
  { id: '0001-queue', sql: queueTables() },
  { id: '0002-effects', sql: effectTables },
]
export const exampleGrants = { ...queueGrants, effects: 'select, insert, delete' }

export const Note = Type.Object({ text: Type.String() }, { additionalProperties: false })
export type NoteKind = TaskKind<typeof Note>

let made = 0

/** A kind of its own for each test, quick to fail and to be given up. */
export function exampleKind(over: Partial<NoteKind> = {}): NoteKind {
  return taskKind({
    name: `note_${(made += 1)}`,
    data: Note,
    attempts: 3,
    backoff: { baseMs: 20, factor: 2, mostMs: 1000 },
    leaseMs: 2000,
    concurrency: 5,
    ...over,
  })
}

/** The effect of a task. */
export async function leaveEffect(trx: Trx, task: RunningTask<unknown>): Promise<void> {
  await trx('effects').insert({
    task_id: task.id,
    unique_id: task.uniqueId,
    attempt: task.attempt,
    pid: process.pid,
  })
}

/** Waits until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`never came true: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** What `example-worker.ts` is told. */
export interface WorkerOrder {
  readonly databaseUrl: string
  readonly schema: string
  readonly redisUrl: string | null
  readonly kind: Omit<NoteKind, 'data'>
  /**
   * settle: effect and settle in one transaction. hang: the effect, then nothing for ever, before the commit.
   * stall: the effect, then a busy loop of this many ms, then the settle. exit: the process ends.
   */
  readonly how: 'settle' | 'hang' | 'stall' | 'exit'
  readonly stallMs?: number
}

/** A worker in a process of its own, which says `working` and then a line for each task it starts. */
export interface WorkerProcess {
  readonly child: ChildProcess
  readonly said: string[]
  kill(): Promise<void>
}

export async function startWorkerProcess(order: WorkerOrder): Promise<WorkerProcess> {
  const script = fileURLToPath(new URL('./example-worker.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=development', '--import', 'tsx', script], {
    env: { ...process.env, WORKER_ORDER: JSON.stringify(order) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.split('\n').filter(Boolean)))
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  await until(() => said.includes('working') || child.exitCode !== null, 'a worker process works', 20_000)
  return {
    child,
    said,
    async kill() {
      process.off('exit', end)
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
