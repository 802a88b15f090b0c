import type { Db } from '../db/database.ts'
import { rowsOf } from './store.ts'
import type { DeadTask, TaskCounts } from './task.ts'
import type { Due, Ticket } from './ticket.ts'

// `max_attempts > 0` says nothing but the name of the index: see tables.ts.

/** When the next task of each kind is due. */
export function dueOf(db: Db, kinds: readonly string[]): Promise<Due[]> {
  return rowsOf(
    db,
    `select asked.kind, (extract(epoch from next.run_at - now()) * 1000)::float8 as "inMs",
            exists (select from paused_kinds where paused_kinds.kind = asked.kind) as paused
     from unnest(?::text[]) as asked(kind)
     left join lateral (
       select tasks.run_at from tasks where tasks.kind = asked.kind and tasks.state = 'waiting' and tasks.max_attempts > 0
       order by tasks.run_at limit 1
     ) as next on true`,
    [kinds],
  )
}

/** What has been due for `lateMs` and nobody has taken, the oldest first. */
export function overdueTickets(db: Db, kind: string, lateMs: number, most: number): Promise<Ticket[]> {
  return rowsOf(
    db,
    `select id as "taskId", fence, priority, 0 as "delayMs" from tasks
     where kind = ? and state = 'waiting' and max_attempts > 0 and run_at <= now() - make_interval(secs => ? / 1000.0)
     order by run_at limit ?`,
    [kind, lateMs, most],
  )
}

/** Done tasks are not counted: there may be millions, and nobody waits for them. */
export async function countTasks(db: Db, kind: string): Promise<TaskCounts> {
  const rows = await rowsOf<TaskCounts>(
    db,
    `select count(*) filter (where state = 'waiting' and run_at <= now()) as waiting,
            count(*) filter (where state = 'waiting' and run_at > now()) as delayed,
            count(*) filter (where state = 'active') as active,
            count(*) filter (where state = 'dead') as dead,
            coalesce(greatest(0, extract(epoch from now() - min(run_at) filter (where state = 'waiting')) * 1000), 0)::float8
              as "oldestMs",
            exists (select from paused_kinds where paused_kinds.kind = ?) as paused
     from (select state, run_at from tasks where kind = ? and state = 'waiting'
           union all select state, run_at from tasks where kind = ? and state = 'active'
           union all select state, run_at from tasks where kind = ? and state = 'dead') as open`,
    [kind, kind, kind, kind],
  )
  const counts = rows[0]
  if (!counts) throw new Error('a count has one row')
  return counts
}

/** The newest first, one more than asked for; ids sort by the time they were made. */
export function deadTasks(db: Db, kind: string, limit: number, beforeId: string | null): Promise<DeadTask[]> {
  return rowsOf(
    db,
    `select id, kind, unique_id as "uniqueId", data, attempts, last_error as "lastError",
            correlation_id as "correlationId", created_at as "createdAt", finished_at as "diedAt"
     from tasks where kind = ? and state = 'dead' and (?::text is null or id < ?)
     order by id desc limit ?`,
    [kind, beforeId, beforeId, limit + 1],
  )
}
