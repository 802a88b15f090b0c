import type { AuditVerdict } from '@ils/contract/audit'
import type { Db } from '../db/database.ts'
import { GENESIS, sealHash } from './seal-entries.ts'
import { countUnsealed, lostEntries, readChain, tenantsWithSeals, type SealedEntry } from './store.ts'

type Chain = AuditVerdict['chains'][number]
const BATCH = 2000

/** Recomputes every chain from the entries themselves and names the first bad row of each. */
export async function verifyChains(db: Db, onProgress: (checked: number) => void = () => undefined): Promise<AuditVerdict> {
  const chains: Chain[] = []
  for (const tenant of await tenantsWithSeals(db)) chains.push(await verifyChain(db, tenant, onProgress))
  const lost = await lostEntries(db, 20)
  return {
    intact: lost.length === 0 && chains.every((chain) => chain.firstBad === null),
    chains,
    unsealed: await countUnsealed(db),
    lost,
  }
}

async function verifyChain(db: Db, tenant: string, onProgress: (checked: number) => void): Promise<Chain> {
  let seq = 0
  let hash = GENESIS
  for (;;) {
    const links = await readChain(db, tenant, seq, BATCH)
    for (const link of links) {
      const what = faultOf(link, seq, hash)
      if (what) {
        const entryId = what === 'missing' && link.seq !== seq + 1 ? null : link.entryId
        return { tenant, entries: seq, head: hash, firstBad: { seq: seq + 1, entryId, what } }
      }
      seq = link.seq
      hash = link.hash
    }
    onProgress(seq)
    if (links.length < BATCH) return { tenant, entries: seq, head: seq === 0 ? null : hash, firstBad: null }
  }
}

function faultOf(link: SealedEntry, lastSeq: number, lastHash: string): NonNullable<Chain['firstBad']>['what'] | undefined {
  if (link.seq !== lastSeq + 1 || link.entry === undefined) return 'missing'
  if (link.prevHash !== lastHash) return 'resealed'
  if (sealHash(link.prevHash, link.seq, link.entry) !== link.hash) return 'altered'
  return undefined
}
