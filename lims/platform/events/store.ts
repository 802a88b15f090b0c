import type { Event, EventActor } from '@ils/contract/event'
import { askPrepared } from '../db/ask-prepared.ts'
import type { Db, Trx } from '../db/database.ts'

export type NewEvent = Omit<Event, 'seq' | 'at'> & { readonly at: Date }

interface Row {
  n: number
  id: string
  seq: number | null
  type: string
  version: number
  practice: string | null
  subject: string
  subject_version: number
  at: Date
  release_id: string | null
  correlation_id: string
  actor: EventActor
  data: Record<string, unknown>
}

const INSERT = `insert into events
  (id, type, version, practice, subject, subject_version, at, release_id, correlation_id, actor, data)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

/** Prepared: this runs in nearly every transaction of the lab, and building or planning it anew each time costs as much as sending it. */
export async function insertEvent(db: Db, event: NewEvent): Promise<void> {
  const values = [
    event.id,
    event.type,
    event.version,
    event.practice,
    event.subject,
    event.subjectVersion,
    event.at.toISOString(),
    event.releaseId,
    event.correlationId,
    JSON.stringify(event.actor),
    JSON.stringify(event.data),
  ]
  await askPrepared(db, { name: 'event-insert', text: INSERT, values })
}

/** Many in one statement, written in their order. */
export async function insertEvents(db: Db, events: readonly NewEvent[]): Promise<void> {
  const [first, ...more] = events
  if (!first) return
  // Mostly there is one, and taking it out of a list costs the database as much as writing it.
  if (more.length === 0) {
    await insertEvent(db, first)
    return
  }
  const rows = events.map(({ subjectVersion, releaseId, correlationId, ...rest }) => ({
    ...{ ...rest, subject_version: subjectVersion, release_id: releaseId, correlation_id: correlationId },
  }))
  await askPrepared(db, {
    name: 'events-insert',
    text: `insert into events (id, type, version, practice, subject, subject_version, at, release_id, correlation_id, actor, data)
     select e.id, e.type, e.version, e.practice, e.subject, e.subject_version, e.at, e.release_id, e.correlation_id, e.actor, e.data
       from rows from (json_to_recordset($1::json) as (id text, type text, version integer, practice text, subject text,
              subject_version integer, at timestamptz, release_id text, correlation_id text, actor jsonb, data jsonb))
            with ordinality as e (id, type, version, practice, subject, subject_version, at, release_id, correlation_id, actor, data, place)
      order by e.place`,
    values: [JSON.stringify(rows)],
  })
}

export interface LogFilter {
  readonly after: number
  readonly limit: number
  readonly types?: readonly string[] | undefined
  readonly subject?: string | undefined
  readonly practice?: string | undefined
}

/** Events in order of the log. Rows without a position are not in it yet. */
export async function readEvents(db: Db, filter: LogFilter): Promise<Event[]> {
  const query = db<Row>('events').where('seq', '>', filter.after).orderBy('seq').limit(filter.limit)
  if (filter.types) void query.whereIn('type', [...filter.types])
  if (filter.subject !== undefined) void query.where('subject', filter.subject)
  if (filter.practice !== undefined) void query.where('practice', filter.practice)
  const rows = await query
  return rows.map(asEvent)
}

/** All that was said of one subject, in order of its changes; what has no position in the log yet as well. */
export async function readEventsOf(db: Db, subject: string): Promise<Event[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select * from (
       (select * from events where subject = ? and seq is not null) union all
       (select * from events where subject = ? and seq is null)
     ) said order by n`,
    [subject, subject],
  )
  return rows.map(asEvent)
}

function asEvent(row: Row): Event {
  return {
    id: row.id,
    seq: row.seq ?? 0,
    type: row.type,
    version: row.version,
    practice: row.practice,
    subject: row.subject,
    subjectVersion: row.subject_version,
    at: row.at.toISOString(),
    releaseId: row.release_id,
    correlationId: row.correlation_id,
    actor: row.actor,
    data: row.data,
  }
}

export async function lastPosition(db: Db): Promise<number> {
  const row = await db<{ name: string; last_seq: number }>('relay').where({ name: 'events' }).first('last_seq')
  return row?.last_seq ?? 0
}

/** Starts a new reign; whoever held before can write no more. */
export async function takeRelay(db: Db, holder: string): Promise<number> {
  const { rows } = await db.raw<{ rows: { epoch: number }[] }>(
    "update relay set epoch = epoch + 1, holder = ?, taken_at = now() where name = 'events' returning epoch",
    [holder],
  )
  return rows[0]?.epoch ?? 0
}

export interface Given {
  readonly fenced: false
  readonly given: number
  readonly lastSeq: number
  /** The newest position that was given to each type. */
  readonly newestOf: Readonly<Record<string, number>>
}
export type Sequenced = { readonly fenced: true } | Given

interface SequenceRow {
  given: number
  last_seq: number
  newest_of: Record<string, number> | null
}

/** Gives positions to what has none, in order of writing, and tells everyone who follows the log. */
export async function sequence(db: Db, epoch: number, most: number, channel: string): Promise<Sequenced> {
  const { rows } = await db.raw<{ rows: SequenceRow[] }>(
    `with mine as (
       select last_seq from relay where name = 'events' and epoch = :epoch for update
     ), unsent as (
       select e.id, e.n from events e, mine where e.seq is null order by e.n limit :most
     ), numbered as (
       select unsent.id, mine.last_seq + row_number() over (order by unsent.n) as seq from unsent, mine
     ), sent as (
       update events e set seq = numbered.seq from numbered where e.id = numbered.id returning e.seq, e.type
     ), counted as (
       select sum(ofType.given)::bigint as given, jsonb_object_agg(ofType.type, ofType.newest) as newest_of
         from (select type, count(*) as given, max(seq) as newest from sent group by type) as ofType
     )
     update relay r set last_seq = r.last_seq + coalesce(counted.given, 0) from counted
      where r.name = 'events' and r.epoch = :epoch
      returning coalesce(counted.given, 0) as given, r.last_seq, counted.newest_of,
        case when counted.given > 0 then pg_notify(:channel, r.last_seq::text) end as told`,
    { epoch, most, channel },
  )
  const row = rows[0]
  return row
    ? { fenced: false, given: row.given, lastSeq: row.last_seq, newestOf: row.newest_of ?? {} }
    : { fenced: true }
}

/** Where a reaction stands. A new one starts with the next event: the past was not said to it. */
export async function findPosition(db: Db, reaction: string): Promise<number> {
  await db.raw(
    `insert into reaction_positions (reaction, seq)
     select ?, last_seq from relay where name = 'events' on conflict (reaction) do nothing`,
    [reaction],
  )
  const row = await db<{ reaction: string; seq: number }>('reaction_positions').where({ reaction }).first('seq')
  return row?.seq ?? 0
}

/** Moves a reaction on; false when somebody else moved it, and then nothing of this transaction may stay. */
export async function movePosition(db: Db, reaction: string, from: number, to: number): Promise<boolean> {
  const moved = await db('reaction_positions').where({ reaction, seq: from }).update({ seq: to, at: db.fn.now() })
  return moved === 1
}

export interface Failure {
  readonly reaction: string
  readonly event: Event
  readonly attempts: number
  readonly error: string
}

export async function keepFailure(trx: Trx, failure: Failure): Promise<void> {
  const { reaction, event, attempts, error } = failure
  await trx('reaction_failures')
    .insert({ reaction, event_id: event.id, seq: event.seq, attempts, error })
    .onConflict(['reaction', 'event_id'])
    .merge({ attempts, error, at: trx.fn.now() })
}

export async function countFailures(db: Db): Promise<number> {
  const row = await db('reaction_failures').count({ count: '*' }).first<{ count: number }>()
  return row.count
}

/** Events that no relay has taken yet, and for how long the oldest waits. */
export async function relayLag(db: Db): Promise<{ waiting: number; oldestSeconds: number }> {
  const { rows } = await db.raw<{ rows: { waiting: number; oldest: number | null }[] }>(
    'select count(*) as waiting, extract(epoch from now() - min(at))::float8 as oldest from events where seq is null',
  )
  return { waiting: rows[0]?.waiting ?? 0, oldestSeconds: Math.max(0, rows[0]?.oldest ?? 0) }
}
