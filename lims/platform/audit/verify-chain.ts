import type { AuditVerdict } from '@ils/contract/audit'
import type { Db } from '../db/database.ts'
import { GENESIS, sealHash } from './seal-entries.ts'
import { countUnsealed, lostEntries, readChain, tenantsWithSeals, type SealedEntry } from './store.ts'

type Chain = AuditVerdict['chains'][number]
type Bad = NonNullable<Chain['firstBad']>

/** A seal that was noted elsewhere: it must still stand where it stood. */
export interface ExpectedHead {
  readonly tenant: string
  readonly seq: number
  readonly hash: string
}

export interface VerifyOptions {
  readonly expected?: readonly ExpectedHead[]
  onProgress?(checked: number): void
}

const BATCH = 2000
const MOST_LOST = 20

/** Recomputes every chain from the entries themselves and names the first bad row of each. */
export async function verifyChains(db: Db, options: VerifyOptions = {}): Promise<AuditVerdict> {
  // All of it is read as it was at one moment: an entry that is sealed meanwhile must not look lost or uncounted.
  return db.transaction((moment) => verifyAt(moment, options), { isolationLevel: 'repeatable read', readOnly: true })
}

async function verifyAt(db: Db, options: VerifyOptions): Promise<AuditVerdict> {
  const expected = options.expected ?? []
  const tenants = new Set([...(await tenantsWithSeals(db)), ...expected.map((head) => head.tenant)])
  const chains: Chain[] = []
  for (const tenant of [...tenants].sort()) {
    chains.push(
      await verifyChain(
        db,
        tenant,
        expected.filter((head) => head.tenant === tenant),
        options,
      ),
    )
  }
  const lost = await lostEntries(db, MOST_LOST)
  return {
    intact: lost.length === 0 && chains.every((chain) => chain.firstBad === null),
    chains,
    unsealed: await countUnsealed(db),
    lost,
  }
}

async function verifyChain(
  db: Db,
  tenant: string,
  expected: readonly ExpectedHead[],
  options: VerifyOptions,
): Promise<Chain> {
  let seq = 0
  let hash = GENESIS
  const verdict = (firstBad: Bad | null): Chain => ({ tenant, entries: seq, head: seq === 0 ? null : hash, firstBad })
  for (;;) {
    const links = await readChain(db, tenant, seq, BATCH)
    for (const link of links) {
      const what =
        faultOf(link, seq, hash) ??
        (expected.some((e) => e.seq === link.seq && e.hash !== link.hash) ? 'resealed' : undefined)
      if (what) {
        // Where a number is left out, the entry that stood there is not known any more.
        const known = link.seq === seq + 1
        return verdict({ seq: seq + 1, entryId: known ? link.entryId : null, what })
      }
      seq = link.seq
      hash = link.hash
    }
    options.onProgress?.(seq)
    if (links.length < BATCH) break
  }
  const cut = expected.some((head) => head.seq > seq)
  return verdict(cut ? { seq: seq + 1, entryId: null, what: 'missing' } : null)
}

function faultOf(link: SealedEntry, lastSeq: number, lastHash: string): Bad['what'] | undefined {
  if (link.seq !== lastSeq + 1 || link.entry === undefined) return 'missing'
  if (link.prevHash !== lastHash) return 'resealed'
  if (sealHash(link.prevHash, link.seq, link.entry) !== link.hash) return 'altered'
  return undefined
}
