import type { Event } from '@ils/contract/event'

interface Said {
  readonly opc: string
  readonly change: number
  readonly balance: number
  readonly kind?: string
  readonly jobId?: string | null
  readonly eye?: string | null
  readonly mode?: string
}

interface ToldStock {
  /** How many of each OPC are there, by its moves alone. */
  readonly balances: ReadonlyMap<string, number>
  readonly violations: readonly string[]
}

/** Adds up what the log says of stock: each pick of a blank that is counted took one, and nothing else did for a lens. */
export function replayStock(events: readonly Event[]): ToldStock {
  const balances = new Map<string, number>()
  const versions = new Map<string, number>()
  const violations: string[] = []
  const counted = new Set<string>()
  // By lens and blank: picks said of the job, less what was put back; and the same by the ledger.
  const picked = new Map<string, number>()
  const taken = new Map<string, number>()
  const add = (sums: Map<string, number>, key: string, n: number) => sums.set(key, (sums.get(key) ?? 0) + n)
  for (const event of events) {
    const said = event.data as unknown as Said // Checked against its kind when it was recorded.
    if (event.type.startsWith('stock.')) counted.add(event.subject)
    if (event.type === 'job.picked' && counted.has(said.opc)) {
      const lens = `${event.subject} ${said.eye ?? ''} ${said.opc}`
      const n = { use: 1, exchange: 1, defect: 1, reverse: -1 }[said.mode ?? ''] ?? 0
      // What was picked before anybody counted is not put back by the books either.
      if (n > 0 || (picked.get(lens) ?? 0) > 0) add(picked, lens, n)
    }
    if (event.type !== 'stock.moved' && event.type !== 'stock.received') continue
    const { opc, change, balance } = said
    const blame = (what: string) => void violations.push(`${opc} at ${event.seq} (${event.type}): ${what}`)
    const before = balances.get(opc) ?? 0
    if (before + change !== balance) blame(`${before} and ${change} are said to be ${balance}`)
    if (balance < 0) blame(`${balance} are less than nothing`)
    if (event.subjectVersion <= (versions.get(opc) ?? 0)) {
      blame(`version ${event.subjectVersion} after ${versions.get(opc) ?? 0}`)
    }
    versions.set(opc, event.subjectVersion)
    balances.set(opc, balance)
    if (typeof said.jobId === 'string') add(taken, `${said.jobId} ${said.eye ?? ''} ${opc}`, -change)
  }
  for (const [lens, n] of taken) {
    if ((picked.get(lens) ?? 0) !== n) violations.push(`${lens}: ${n} taken, and ${picked.get(lens) ?? 0} picked`)
  }
  for (const [lens, n] of picked) {
    if (n !== 0 && !taken.has(lens)) violations.push(`${lens}: ${n} picked, and none taken`)
  }
  return { balances, violations }
}
