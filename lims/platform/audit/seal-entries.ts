import { createHash } from 'node:crypto'
import type { Foundation } from '../app.ts'
import { holdAlone, pause, type SoleHolder } from '../db/sole-holder.ts'
import { inTransaction } from '../db/transaction.ts'
import { insertSeals, lastSeal, unsealedEntries, type Entry, type Seal } from './store.ts'

/** What the first seal of a tenant stands on. */
export const GENESIS = '0'.repeat(64)

const MOST_AT_ONCE = 500
const EVERY_MS = 1000

/** Hash of a seal: over its place, the seal before, and every field of the entry in a fixed order. */
export function sealHash(prevHash: string, seq: number, entry: Entry): string {
  const { id, tenant, at, actor, action, subject, outcome, detail, correlationId } = entry
  const text = canonical([
    seq,
    prevHash,
    id,
    tenant,
    at.toISOString(),
    actor,
    action,
    subject,
    outcome,
    detail,
    correlationId,
  ])
  return createHash('sha256').update(text).digest('hex')
}

/** JSON with sorted keys: jsonb gives keys back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** Seals what waits, one tenant's entries after another; answers how many. */
export async function sealEntries(app: Pick<Foundation, 'db'>): Promise<number> {
  return inTransaction(app.db, async (trx) => {
    const entries = await unsealedEntries(trx, MOST_AT_ONCE)
    const tenant = entries[0]?.tenant
    if (tenant === undefined) return 0
    let { seq, hash } = (await lastSeal(trx, tenant)) ?? { seq: 0, hash: GENESIS }
    const seals: Seal[] = []
    for (const entry of entries) {
      const prevHash = hash
      seq += 1
      hash = sealHash(prevHash, seq, entry)
      seals.push({ tenant, seq, entryId: entry.id, prevHash, hash })
    }
    await insertSeals(trx, seals)
    return seals.length
  })
}

/** Seals from now on, in one process of all. Entries wait at most about a second. */
export function runSealer(app: Foundation, databaseUrl: string): SoleHolder {
  return holdAlone({
    url: databaseUrl,
    name: `seal:${app.schema}`,
    log: app.log,
    hold: async (signal) => {
      while (!signal.aborted) {
        if ((await sealEntries(app)) === 0) await pause(EVERY_MS, signal)
      }
    },
  })
}
