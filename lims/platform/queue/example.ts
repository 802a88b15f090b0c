import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Type } from '@sinclair/typebox'
import { systemClock } from '../clock.ts'
import type { Db, Trx } from '../db/database.ts'
import type { Migration } from '../db/migrate.ts'
import { makeIds } from '../ids.ts'
import { silentLog } from '../log/log.ts'
import { openQueue, type QueueOptions } from './open-queue.ts'
import { queueGrants, queueTables } from './tables.ts'
import { taskKind, type Queue, type RunningTask, type TaskKind } from './task.ts'

/** What the tests of the queue share; it stays free of test tools, as it is compiled with the rest. */

/** Deliberately without a key: a second effect of one task must show. */
const effectTables = `create table effects (
  task_id text not null, unique_id text not null, attempt integer not null, pid integer not null,
  at timestamptz not null default clock_timestamp()
);`

/** What the database of a test is made of. */
export const exampleTables = {
  schema: 'queue_example',
  role: 'ils_queue_example',
  migrations: [
    { id: '0001-queue', sql: queueTables() },
    { id: '0002-effects', sql: effectTables },
  ] satisfies readonly Migration[],
  grants: { ...queueGrants, effects: 'select, insert' },
}

export const Note = Type.Object({ text: Type.String() }, { additionalProperties: false })
export type NoteKind = TaskKind<typeof Note>

// A Redis may be shared by test files that run at the same time.
const run = randomBytes(4).toString('hex')
let made = 0

/** A kind of its own for each test, quick to fail and to be given up. */
export function exampleKind(over: Partial<NoteKind> = {}): NoteKind {
  return taskKind({
    name: `note_${run}_${(made += 1)}`,
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

/** What `example-worker.ts` is told. */
export interface WorkerOrder {
  readonly databaseUrl: string
  readonly schema: string
  readonly redisUrl: string | null
  readonly kind: Omit<NoteKind, 'data'>
  /**
   * settle: the effect, a pause of `stallMs`, and the settle in one transaction. hang: the effect, then nothing for ever, before the commit.
   * stall: the effect, then a busy loop of `stallMs`, then the settle. exit: the process ends.
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
  // Compiled, as tests see to before they begin: it is started again and again.
  const script = fileURLToPath(new URL('../dist/queue/example-worker.js', import.meta.url))
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, WORKER_ORDER: JSON.stringify(order) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the worker process ended before it worked')))
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.push(...text.split('\n').filter(Boolean))
      if (said.includes('working')) resolve()
    })
  })
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

export interface ExampleDatabase {
  readonly db: Db
  readonly url: string
}

/** Queues over one database, in this process, and what the tests ask about their rows. */
export function openBench(database: ExampleDatabase, redisUrl: string | null) {
  const { db, url } = database
  const open: Queue[] = []
  return {
    /** Opens one more, as another process would. */
    aQueue(over: Partial<QueueOptions> = {}): Queue {
      const queue = openQueue({
        db,
        databaseUrl: url,
        schema: exampleTables.schema,
        redisUrl,
        ids: makeIds(systemClock),
        log: silentLog,
        ...over,
        timing: { sweepMs: 100, rescueAfterMs: 2000, ...over.timing },
      })
      open.push(queue)
      return queue
    },
    async effectsOf(uniqueId: string): Promise<number> {
      return (await db('effects').where({ unique_id: uniqueId })).length
    },
    async stateOf(kind: { name: string }, uniqueId: string): Promise<string | undefined> {
      const row: { state: string } | undefined = await db('tasks')
        .where({ kind: kind.name, unique_id: uniqueId })
        .first('state')
      return row?.state
    },
    async close(): Promise<void> {
      await Promise.all(open.splice(0).map((queue) => queue.close({ deadlineMs: 0 })))
    },
  }
}
