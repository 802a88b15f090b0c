import type { Db } from '../db/database.ts'
import type { Ticket } from './ticket.ts'

/**
 * All times are the database's `now()`: leases and due times are compared by one clock, however wrong the clocks of the
 * machines are. An injected clock would only seem to decide. Inside a transaction `now()` is its start, so a task
 * enqueued in a long one is due at its commit, never later.
 */

/** A claimed row. */
export interface Claimed {
  readonly id: string
  readonly uniqueId: string
  readonly data: unknown
  readonly attempt: number
  readonly maxAttempts: number
  readonly fence: number
  readonly priority: number
  readonly correlationId: string
  readonly waitedMs: number
}

export interface NewTask {
  readonly id: string
  readonly uniqueId: string
  readonly data: unknown
  readonly priority: number
  readonly delayMs: number
}

/** Whose claim it is: any later claim has a higher fence. */
export interface Mine {
  readonly id: string
  readonly fence: number
}

/**
 * A worker's statement never waits longer, even on a connection whose far end is silently gone: knex then throws the
 * connection away. If the statement did happen, the lease runs out and the sweep takes the task back.
 */
const PATIENCE_MS = 15_000

export async function rowsOf<T>(db: Db, sql: string, bindings: readonly unknown[], patient = false): Promise<T[]> {
  // knex types bindings more narrowly than pg takes them: arrays become Postgres arrays.
  const query = db.raw<{ rows: T[] }>(sql, bindings as never)
  const { rows } = await (patient ? query : query.timeout(PATIENCE_MS))
  return rows
}

/** Answers the ids that are new. Sorted, so that two transactions with the same tasks do not lock each other out. */
export async function insertTasks(
  db: Db,
  kind: { name: string; attempts: number },
  tasks: readonly NewTask[],
  correlationId: string,
): Promise<string[]> {
  const sorted = [...tasks].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1))
  const rows = await rowsOf<{ id: string }>(
    db,
    `insert into tasks (id, kind, unique_id, data, priority, run_at, max_attempts, correlation_id)
     select fresh.id, ?, fresh.unique_id, fresh.data::jsonb, fresh.priority,
            now() + make_interval(secs => fresh.delay_ms / 1000.0), ?, ?
     from unnest(?::text[], ?::text[], ?::text[], ?::int[], ?::float8[])
       as fresh(id, unique_id, data, priority, delay_ms)
     on conflict (kind, unique_id) do nothing
     returning id`,
    [
      kind.name,
      kind.attempts,
      correlationId,
      sorted.map((task) => task.id),
      sorted.map((task) => task.uniqueId),
      sorted.map((task) => JSON.stringify(task.data)),
      sorted.map((task) => task.priority),
      sorted.map((task) => task.delayMs),
    ],
    true,
  )
  return rows.map((row) => row.id)
}

// The pause is asked for by the kind's name, not by the row: as a join it makes the planner sort the whole backlog.
const take = (which: string): string => `
  with next as materialized (
    select tasks.id from tasks
    where tasks.kind = ? and tasks.state = 'waiting' and ${which}
      and not exists (select from paused_kinds where paused_kinds.kind = ?)
    order by tasks.priority, tasks.run_at, tasks.id
    limit ?
    for update skip locked
  ), taken as (
    update tasks set state = 'active', attempts = tasks.attempts + 1, fence = tasks.fence + 1,
                     locked_until = now() + make_interval(secs => ? / 1000.0)
    from next where tasks.id = next.id
    returning tasks.*
  )
  select id, unique_id as "uniqueId", data, attempts as attempt, max_attempts as "maxAttempts", fence, priority,
         correlation_id as "correlationId",
         greatest(0, extract(epoch from now() - run_at) * 1000)::float8 as "waitedMs"
  from taken order by priority, run_at, id`

const takeDue = take('tasks.run_at <= now() - make_interval(secs => ? / 1000.0)')
const takeThese = take('tasks.run_at <= now() and tasks.id = any(?)')

/** Takes up to `most` tasks that have been due for `lateMs`. */
export function claimDue(
  db: Db,
  kind: { name: string; leaseMs: number },
  most: number,
  lateMs = 0,
): Promise<Claimed[]> {
  return rowsOf(db, takeDue, [kind.name, lateMs, kind.name, most, kind.leaseMs])
}

/** Takes those of the given tasks that are due and free. */
export function claimThese(
  db: Db,
  kind: { name: string; leaseMs: number },
  ids: readonly string[],
): Promise<Claimed[]> {
  return rowsOf(db, takeThese, [kind.name, ids, kind.name, ids.length, kind.leaseMs])
}

const idsOf = (mine: readonly Mine[]): string[] => mine.map((one) => one.id)
const fencesOf = (mine: readonly Mine[]): number[] => mine.map((one) => one.fence)

/** Marks done what is still ours; answers the ids. Done twice under the same fence is done. */
export async function settleTasks(db: Db, mine: readonly Mine[], patient = false): Promise<Set<string>> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `update tasks set state = 'done', finished_at = coalesce(tasks.finished_at, now()), locked_until = null
     from unnest(?::text[], ?::bigint[]) as mine(id, fence)
     where tasks.id = mine.id and tasks.fence = mine.fence and tasks.state in ('active', 'done')
     returning tasks.id`,
    [idsOf(mine), fencesOf(mine)],
    patient,
  )
  return new Set(rows.map((row) => row.id))
}

/** Extends the leases; answers the ids that are still ours. A row that is just being settled is left alone, and ours. */
export async function extendLeases(db: Db, mine: readonly Mine[], leaseMs: number): Promise<Set<string>> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `with held as materialized (
       select tasks.id from tasks
       join unnest(?::text[], ?::bigint[]) as mine(id, fence) on tasks.id = mine.id and tasks.fence = mine.fence
       where tasks.state = 'active'
     ), free as materialized (
       select tasks.id from tasks join held on held.id = tasks.id where tasks.state = 'active'
       for update of tasks skip locked
     ), extended as (
       update tasks set locked_until = now() + make_interval(secs => ? / 1000.0) from free where tasks.id = free.id
     )
     select id from held`,
    [idsOf(mine), fencesOf(mine), leaseMs],
  )
  return new Set(rows.map((row) => row.id))
}

/** After a failed attempt: waits for the next one, or is dead. False when it is not ours any more. */
export async function failTask(db: Db, mine: Mine, reason: string, retryInMs: number | 'never'): Promise<boolean> {
  const dead = retryInMs === 'never'
  const rows = await rowsOf(
    db,
    `update tasks set state = ?, last_error = ?, locked_until = null,
            finished_at = case when ? then now() end, run_at = now() + make_interval(secs => ? / 1000.0)
     where id = ? and fence = ? and state = 'active'
     returning id`,
    [dead ? 'dead' : 'waiting', reason, dead, dead ? 0 : retryInMs, mine.id, mine.fence],
  )
  return rows.length > 0
}

/** A worker that stops gives back what it could not finish: the attempt is not held against the task. */
export async function giveBack(db: Db, mine: readonly Mine[]): Promise<Ticket[]> {
  return rowsOf<Ticket>(
    db,
    `update tasks set state = 'waiting', attempts = greatest(0, tasks.attempts - 1), locked_until = null
     from unnest(?::text[], ?::bigint[]) as mine(id, fence)
     where tasks.id = mine.id and tasks.fence = mine.fence and tasks.state = 'active'
     returning tasks.id as "taskId", tasks.fence, tasks.priority, 0 as "delayMs"`,
    [idsOf(mine), fencesOf(mine)],
  )
}

export interface Reclaimed extends Ticket {
  readonly kind: string
  readonly state: 'waiting' | 'dead'
}

/** Takes back what silent workers held. The attempt counts: a task that kills its worker must not do so for ever. */
export function reclaimExpired(db: Db, most: number): Promise<Reclaimed[]> {
  return rowsOf(
    db,
    `with expired as materialized (
       select tasks.id from tasks where tasks.state = 'active' and tasks.locked_until < now()
       order by tasks.locked_until limit ? for update skip locked
     )
     update tasks set state = case when tasks.attempts >= tasks.max_attempts then 'dead' else 'waiting' end,
            finished_at = case when tasks.attempts >= tasks.max_attempts then now() end,
            locked_until = null, run_at = now(), last_error = 'the worker was lost'
     from expired where tasks.id = expired.id
     returning tasks.id as "taskId", tasks.kind, tasks.state, tasks.fence, tasks.priority, 0 as "delayMs"`,
    [most],
  )
}

/** A dead letter waits again, with all its attempts. */
export async function reviveDead(db: Db, id: string): Promise<(Ticket & { kind: string }) | undefined> {
  const rows = await rowsOf<Ticket & { kind: string }>(
    db,
    `update tasks set state = 'waiting', attempts = 0, run_at = now(), finished_at = null
     where id = ? and state = 'dead'
     returning id as "taskId", kind, fence, priority, 0 as "delayMs"`,
    [id],
  )
  return rows[0]
}

export async function deleteDead(db: Db, id: string): Promise<boolean> {
  const rows = await rowsOf(db, `delete from tasks where id = ? and state = 'dead' returning id`, [id])
  return rows.length > 0
}

export async function pauseKind(db: Db, kind: string): Promise<void> {
  await rowsOf(db, 'insert into paused_kinds (kind) values (?) on conflict do nothing', [kind])
}

export async function resumeKind(db: Db, kind: string): Promise<void> {
  await rowsOf(db, 'delete from paused_kinds where kind = ?', [kind])
}

/** Forgets up to `most` tasks that were done long ago; answers how many. Dead ones stay until a person decides. */
export async function purgeDone(db: Db, olderThanMs: number, most: number): Promise<number> {
  const rows = await rowsOf(
    db,
    `delete from tasks where id in (
       select id from tasks where state = 'done' and finished_at < now() - make_interval(secs => ? / 1000.0)
       order by finished_at limit ? for update skip locked
     ) returning id`,
    [olderThanMs, most],
  )
  return rows.length
}
