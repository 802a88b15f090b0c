import type { Event } from '@ils/contract/event'
import type { Db } from '@ils/platform/db/database'
import { EVENT_COLUMNS, eventOf, type EventRow } from '../event-row.ts'

/** What an endpoint is to be told of one subject, held by one worker for a while. */
export interface HeldLane {
  readonly endpointId: string
  readonly subject: string
  /** As it was when it was taken: what was read after that was all there was at this revision. */
  readonly revision: number
  readonly lease: string
}

export interface Waiting {
  readonly eventId: string
  readonly tries: number
  readonly event: Event
}

interface LaneRow {
  endpoint_id: string
  subject: string
  revision: number
}

export interface Wanted {
  readonly id: string
  readonly most: number
  /** Its breaker is tried, so it need not be closed. */
  readonly trial: boolean
}

/**
 * Takes lanes that are due, of each endpoint as many as wanted: one that does not answer takes no worker from the others.
 * Whoever sees a lane come due also sees why its endpoint is not to be called any more, where its last try said so.
 * While it is held, `due_at` is the end of the lease: a lane whose worker died comes due by itself.
 */
export async function takeLanes(
  db: Db,
  wanted: readonly Wanted[],
  { lease, now, until }: { readonly lease: string; readonly now: Date; readonly until: Date },
): Promise<HeldLane[]> {
  const { rows } = await db
    .raw<{ rows: LaneRow[] }>(
      `with picked as materialized (
         select l.endpoint_id, l.subject from json_to_recordset(:wanted::json) as w (id text, most integer, trial boolean)
           join webhook_endpoints ep on ep.id = w.id and ep.state = 'active' and ep.deleted_at is null
           left join webhook_health h on h.endpoint_id = w.id
          cross join lateral (
            select endpoint_id, subject from webhook_lanes
             where endpoint_id = w.id and due_at <= :now order by due_at limit w.most for update skip locked
          ) as l
          where w.trial or coalesce(h.breaker, 'closed') = 'closed'
       )
       update webhook_lanes l set due_at = :until, lease = :lease from picked p
        where l.endpoint_id = p.endpoint_id and l.subject = p.subject
       returning l.endpoint_id, l.subject, l.revision`,
      { wanted: JSON.stringify(wanted), now, until, lease },
    )
    .options({ name: 'webhook-lanes-take' })
  return rows.map((row) => ({ endpointId: row.endpoint_id, subject: row.subject, revision: row.revision, lease }))
}

interface WaitingRow extends EventRow {
  endpoint_id: string
  tries: number
}

/** What is first in each of the lanes, in order of the log. To be read after they were taken, never together with it. */
export async function readLanes(db: Db, lanes: readonly HeldLane[], most: number): Promise<Map<HeldLane, Waiting[]>> {
  if (lanes.length === 0) return new Map()
  const { rows } = await db
    .raw<{ rows: WaitingRow[] }>(
      `select d.endpoint_id, d.tries, ${EVENT_COLUMNS}
         from json_to_recordset(:lanes::json) as l (endpoint_id text, subject text)
        cross join lateral (
          select * from webhook_deliveries d
           where d.endpoint_id = l.endpoint_id and d.subject = l.subject and d.state = 'pending' order by d.seq limit :most
        ) as d
         join events e on e.id = d.event_id
        order by d.seq`,
      { lanes: JSON.stringify(lanes.map((lane) => ({ endpoint_id: lane.endpointId, subject: lane.subject }))), most },
    )
    .options({ name: 'webhook-lanes-read' })
  const of = new Map(lanes.map((lane) => [`${lane.endpointId} ${lane.subject}`, lane]))
  const waiting = new Map<HeldLane, Waiting[]>(lanes.map((lane) => [lane, []]))
  for (const row of rows) {
    const lane = of.get(`${row.endpoint_id} ${row.subject}`)
    if (lane) waiting.get(lane)?.push({ eventId: row.id, tries: row.tries, event: eventOf(row) })
  }
  return waiting
}

/** One try, and what follows from it. */
export interface Settled {
  readonly lane: HeldLane
  /** The worker goes on in it: with its lease as it is, or until then; leaves it until then; or has done all it knew of. */
  readonly next: { readonly kind: 'hold' | 'done' } | { readonly kind: 'keep' | 'leave'; readonly at: Date }
  /** None where the lane is only given back. */
  readonly attempt: Attempt | null
}

export interface Attempt {
  readonly eventId: string
  readonly at: Date
  readonly ms: number
  readonly outcome: string
  readonly state: 'pending' | 'delivered' | 'failed'
  readonly url: string
  readonly status: number | null
  readonly error: string | null
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly responseHeaders: Readonly<Record<string, string>> | null
  readonly responseBody: string | null
}

/**
 * Writes down what came of many tries in one statement. Answers the lanes that are still ours: who lost one to another
 * worker may have been told so, and goes on with nothing of it.
 */
export async function settle(db: Db, settled: readonly Settled[], now: Date): Promise<Set<string>> {
  const rows = settled.map(({ lane, next, attempt }) => ({
    ...{ endpoint_id: lane.endpointId, subject: lane.subject, lease: lane.lease, revision: lane.revision },
    ...{ next: next.kind, due_at: 'at' in next ? next.at : null, event_id: attempt?.eventId ?? null },
    ...{ at: attempt?.at, ms: attempt?.ms, outcome: attempt?.outcome, state: attempt?.state, url: attempt?.url },
    ...{ status: attempt?.status, error: textOf(attempt?.error), request_headers: attempt?.requestHeaders },
    ...{ response_headers: attempt?.responseHeaders, response_body: textOf(attempt?.responseBody) },
  }))
  const { rows: held } = await db
    .raw<{ rows: { endpoint_id: string; subject: string }[] }>(
      `with said as materialized (
         select * from json_to_recordset(:rows::json) as s (endpoint_id text, subject text, lease text, revision bigint,
           next text, due_at timestamptz, event_id text, at timestamptz, ms integer, outcome text, state text, url text,
           status integer, error text, request_headers jsonb, response_headers jsonb, response_body text)
       ), logged as (
         insert into webhook_attempts (endpoint_id, event_id, at, ms, outcome, url, status, error, request_headers,
           response_headers, response_body)
         select endpoint_id, event_id, at, ms, outcome, url, status, error, request_headers, response_headers, response_body
           from said where event_id is not null
       ), told as (
         update webhook_deliveries d
            set state = s.state, tries = d.tries + 1, last_outcome = s.outcome, last_status = s.status,
                settled_at = case when s.state = 'pending' then null else :now::timestamptz end
           from said s
          where s.event_id is not null and d.endpoint_id = s.endpoint_id and d.event_id = s.event_id
            -- Pending, said so that each row is found by its key: by the index of what is pending all of that would be read.
            and d.settled_at is null
       ), ours as materialized (
         select l.endpoint_id, l.subject, s.next, s.due_at, s.revision from webhook_lanes l
           join said s on s.endpoint_id = l.endpoint_id and s.subject = l.subject and s.lease = l.lease
          order by l.endpoint_id, l.subject for update of l
       ), moved as (
         update webhook_lanes l
            set lease = case when o.next = 'keep' then l.lease end,
                due_at = case when o.next <> 'done' then o.due_at when l.revision = o.revision then null else :now::timestamptz end
           from ours o where l.endpoint_id = o.endpoint_id and l.subject = o.subject and o.next <> 'hold'
       )
       select endpoint_id, subject from ours`,
      { rows: JSON.stringify(rows), now },
    )
    .options({ name: 'webhook-settle' })
  return new Set(held.map((row) => `${row.endpoint_id} ${row.subject}`))
}

/** Postgres takes no text with a zero in it, and receivers say what they like. */
function textOf(text: string | null | undefined): string | null {
  return text?.replaceAll('\0', '\ufffd') ?? null
}
