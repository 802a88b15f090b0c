import type { Actor } from '../actor.ts'
import type { Db } from '../db/database.ts'

/** Which log the positions of this database belong to. */
export async function readEpoch(db: Db): Promise<string> {
  const { rows } = await db.raw<{ rows: { epoch: string }[] }>('select substr(log_epoch(), 1, 32) as epoch')
  const epoch = rows[0]?.epoch
  if (epoch === undefined) throw new Error('the log has no identity')
  return epoch
}

export interface TicketRow {
  readonly hash: string
  readonly actor: Actor
  readonly expiresAt: Date
}

export async function insertTickets(db: Db, tickets: readonly TicketRow[]): Promise<void> {
  await db.raw(
    `insert into live_tickets (hash, actor, expires_at)
     select * from unnest(?::text[], ?::jsonb[], ?::timestamptz[])`,
    [
      tickets.map(({ hash }) => hash),
      tickets.map(({ actor }) => JSON.stringify(actor)),
      tickets.map(({ expiresAt }) => expiresAt),
    ],
  )
}

/** Takes tickets out: whoever asks a second time finds nothing, in whichever process. */
export async function takeTickets(db: Db, hashes: readonly string[]): Promise<Map<string, TicketRow>> {
  const { rows } = await db.raw<{ rows: { hash: string; actor: Actor; expires_at: Date }[] }>(
    'delete from live_tickets where hash = any(?::text[]) returning hash, actor, expires_at',
    [[...hashes]],
  )
  return new Map(
    rows.map(({ hash, actor, expires_at }) => [hash, { hash, actor: withDates(actor), expiresAt: expires_at }]),
  )
}

/** What nobody used in time. */
export async function forgetTickets(db: Db, before: Date): Promise<void> {
  await db('live_tickets').where('expires_at', '<', before).delete()
}

// Inside jsonb instants come as text.
function withDates(actor: Actor): Actor {
  return actor.endsAt ? { ...actor, endsAt: new Date(actor.endsAt) } : actor
}
