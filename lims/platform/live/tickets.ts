import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { gather } from '../queue/gather.ts'
import { forgetTickets, insertTickets, takeTickets, type TicketRow } from './store.ts'

export interface Tickets {
  /** A ticket that opens one socket with the rights of this actor. */
  give(actor: Actor): Promise<{ ticket: string; expiresAt: Date }>
  /** Whose it is; undefined where it is not known, was used or has expired. */
  take(ticket: string): Promise<Actor | undefined>
  forgetOld(): Promise<void>
}

const LASTS_MS = 30_000
const MOST_AT_ONCE = 500

/**
 * Tickets are rows, so that one is used once among all processes. When thousands come back at the same moment, many
 * share a statement.
 */
export function openTickets(app: Pick<Foundation, 'pool' | 'clock'>): Tickets {
  const insert = gather<TicketRow, undefined>(MOST_AT_ONCE, async (rows) => {
    await insertTickets(app.pool, rows)
    return rows.map(() => undefined)
  })
  const take = gather<string, TicketRow | undefined>(MOST_AT_ONCE, async (hashes) => {
    const found = await takeTickets(app.pool, hashes)
    return hashes.map((hash) => {
      const row = found.get(hash)
      // The same ticket twice in one statement is still used once.
      found.delete(hash)
      return row
    })
  })
  return {
    async give(actor) {
      const ticket = `live_${randomBytes(32).toString('base64url')}`
      const expiresAt = new Date(app.clock.now().getTime() + LASTS_MS)
      await insert({ hash: hashOf(ticket), actor, expiresAt })
      return { ticket, expiresAt }
    },
    async take(ticket) {
      const row = await take(hashOf(ticket))
      return row && row.expiresAt > app.clock.now() ? row.actor : undefined
    },
    forgetOld: () => forgetTickets(app.pool, app.clock.now()),
  }
}

const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('hex')
