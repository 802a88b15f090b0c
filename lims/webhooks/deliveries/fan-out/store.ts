import type { Event } from '@ils/contract/event'
import type { Db, Trx } from '@ils/platform/db/database'
import { toldTypes } from '../../told-types.ts'
import { EVENT_COLUMNS, eventOf, type EventRow } from '../event-row.ts'

/** Whether endpoint `ep` wants to be told of event `e`, and may: what the fan-out, the feed and a replay have in common. */
export const IS_WANTED = `case when ep.practice is null
      then e.type = any(:lab::text[]) and (ep.practices is null or e.practice is null or e.practice = any(ep.practices))
      else (e.practice = ep.practice and e.type = any(:practice::text[]))
        or (e.practice is null and e.type = any(:everyone::text[])
            and (coalesce(jsonb_typeof(e.data -> 'practices'), 'null') = 'null' or (e.data -> 'practices') @> to_jsonb(ep.practice)))
    end
  and (ep.event_types is null or exists (
        select from unnest(ep.event_types) as wanted
         where e.type = wanted or (right(wanted, 2) = '.*' and starts_with(e.type, left(wanted, -1)))))
  and not (e.subject = ep.id and starts_with(e.type, 'webhooks.'))`

export interface FannedOut {
  /** How many events were looked at. */
  readonly events: number
  readonly deliveries: number
}

/**
 * Writes the next events of the log down for everyone who is to be told, and moves the position in the same statement:
 * whoever comes second waits for the row and goes on behind it, so nothing is left out or told twice. Wakes the workers
 * when it is committed. The position is one value, not a row to join: so the log is read from there, not from its start.
 */
export async function fanOut(db: Db, at: Date, most: number, channel: string): Promise<FannedOut> {
  const { rows } = await db
    .raw<{ rows: FannedOut[] }>(
      `with here as materialized (
         select seq from webhook_position where name = 'fan-out' for update
       ), news as materialized (
         select e.id, e.seq, e.type, e.practice, e.subject, e.data from events e
          where e.seq > (select seq from here) order by e.seq limit :most
       ), told as (
         insert into webhook_deliveries (endpoint_id, event_id, seq, subject, type, state, created_at)
         select ep.id, e.id, e.seq, e.subject, e.type, 'pending', :at
           from news e join webhook_endpoints ep on ep.url is not null and ep.deleted_at is null and e.seq > ep.from_seq
             and ${IS_WANTED}
         on conflict do nothing
         returning endpoint_id, subject
       ), lanes as (
         insert into webhook_lanes as l (endpoint_id, subject, due_at)
         select distinct endpoint_id, subject, :at::timestamptz from told order by endpoint_id, subject
         on conflict (endpoint_id, subject) do update
           set due_at = coalesce(l.due_at, excluded.due_at), revision = l.revision + 1
       )
       update webhook_position p set seq = coalesce((select max(seq) from news), p.seq) from here
        where p.name = 'fan-out'
       returning (select count(*) from news) as events, (select count(*) from told) as deliveries,
         case when exists (select from told) then pg_notify(:channel, '') end as woken`,
      { ...toldTypes, at, most, channel } as never, // Lists of text, a time, a number and a text, by name.
    )
    .options({ name: 'webhook-fan-out' })
  return rows[0] ?? { events: 0, deliveries: 0 }
}

/** Holds the fan-out until the transaction ends: an endpoint that is registered meanwhile misses nothing from then on. */
export async function holdFanOut(trx: Trx): Promise<void> {
  await trx.raw("select from webhook_position where name = 'fan-out' for update")
}

/** How many events of the log nobody has looked at yet. */
export async function fanOutLag(db: Db): Promise<number> {
  const { rows } = await db.raw<{ rows: { lag: number }[] }>(
    `select r.last_seq - p.seq as lag from relay r, webhook_position p where r.name = 'events' and p.name = 'fan-out'`,
  )
  return rows[0]?.lag ?? 0
}

/** What an endpoint is told of, in order of the log. */
export async function readFeedEvents(db: Db, endpoint: string, after: number, most: number): Promise<Event[]> {
  const { rows } = await db.raw<{ rows: EventRow[] }>(
    `select ${EVENT_COLUMNS} from webhook_endpoints ep, events e
      where ep.id = :endpoint and e.seq > :after and ${IS_WANTED} order by e.seq limit :most`,
    { endpoint, after, most, ...toldTypes } as never, // Lists of text, numbers and a text, by name.
  )
  return rows.map(eventOf)
}
