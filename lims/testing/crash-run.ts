import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Event } from '@ils/contract/event'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { until } from './condition.ts'
import { startIls } from './running-ils.ts'

export interface CrashOptions {
  readonly dataFolder: string
  readonly kills: number
  readonly seed: number
  readonly writers?: number
  onKill?(kill: number, acknowledged: number): void
}

export interface CrashResult {
  readonly kills: number
  readonly acknowledged: number
  /** Acknowledged and not there afterwards: must be none. */
  readonly lost: string[]
  /** There more than once: must be none. */
  readonly doubled: string[]
  /** Without exactly one event and one entry of the audit trail: must be none. */
  readonly unsaid: string[]
  readonly logIsGapless: boolean
  readonly auditIsIntact: boolean
  readonly slowestStartMs: number
}

/**
 * Kills the whole process tree, database included, at random moments while writers write. Each write has an idempotency
 * key; what was not acknowledged is tried again with the same key after the restart, as a careful client would.
 */
export async function crashRun(options: CrashOptions): Promise<CrashResult> {
  const random = lcg(options.seed)
  const acknowledged = new Map<string, string>()
  const open = new Set<string>()
  let slowestStartMs = 0
  let made = 0

  const start = async () => {
    const began = performance.now()
    const ils = await startIls(options.dataFolder)
    slowestStartMs = Math.max(slowestStartMs, performance.now() - began)
    const key = readFileSync(join(options.dataFolder, 'admin.key'), 'utf8').trim()
    return { ils, lims: openLimsClient({ url: ils.url, key, timeoutMs: 5000, retry: 'none', circuit: 'none' }) }
  }
  const write = async (lims: LimsClient, name: string): Promise<void> => {
    open.add(name)
    const holder = await lims.addHolder({
      body: { kind: 'person', name, roles: ['lab'] },
      idempotencyKey: name.replace(' ', '-'),
    })
    acknowledged.set(name, holder.id)
    open.delete(name)
  }

  for (let kill = 1; kill <= options.kills; kill++) {
    const { ils, lims } = await start()
    let alive = true
    const writing = Array.from({ length: options.writers ?? 8 }, async () => {
      while (alive) await write(lims, `crash ${++made}`).catch(() => undefined)
    })
    const wanted = acknowledged.size + 5 + Math.floor(random() * 60)
    await until('enough was written', () => acknowledged.size >= wanted, { withinMs: 30_000, everyMs: 1 })
    await ils.killTree()
    alive = false
    await Promise.all(writing)
    options.onKill?.(kill, acknowledged.size)
  }

  const { ils, lims } = await start()
  for (const name of [...open]) await write(lims, name)
  const result = await judge(lims, acknowledged)
  await ils.stop()
  return {
    kills: options.kills,
    acknowledged: acknowledged.size,
    slowestStartMs: Math.round(slowestStartMs),
    ...result,
  }
}

async function judge(lims: LimsClient, acknowledged: ReadonlyMap<string, string>) {
  const holders = new Map<string, string[]>()
  for (let after: string | undefined; ;) {
    const page = await lims.listHolders({ query: { limit: 200, ...(after ? { after } : {}) } })
    for (const { name, id } of page.items) holders.set(name, [...(holders.get(name) ?? []), id])
    if (page.next === null) break
    after = page.next
  }
  const events = await until('the log is whole', async () => {
    const all = await wholeLog(lims)
    const added = all.filter((event) => event.type === 'access.holder_added').length
    return added >= [...holders.values()].flat().length && all
  })
  const eventsOf = countBy(events.filter((event) => event.type === 'access.holder_added').map((event) => event.subject))
  const verdict = await until('the audit trail is sealed', async () => {
    const now = await lims.verifyAudit()
    return now.unsealed === 0 && now
  })
  const entries = verdict.chains.reduce((sum, chain) => sum + chain.entries, 0)
  return {
    lost: [...acknowledged].filter(([name, id]) => !holders.get(name)?.includes(id)).map(([name]) => name),
    doubled: [...holders].filter(([, ids]) => ids.length > 1).map(([name]) => name),
    unsaid: [...acknowledged].filter(([, id]) => eventsOf.get(id) !== 1).map(([name]) => name),
    logIsGapless: events.every((event, i) => event.seq === i + 1),
    // Nothing else is done here but giving access, the portal beside included: an entry for each event of it.
    auditIsIntact: verdict.intact && entries === events.filter(({ type }) => AUDITED.test(type)).length,
  }
}

const AUDITED = /^(access|webhooks)[.]/

async function wholeLog(lims: LimsClient): Promise<Event[]> {
  const events: Event[] = []
  for (let after = 0; ;) {
    const page = await lims.readEvents({ query: { after, limit: 1000 } })
    events.push(...page.events)
    after = page.position
    if (!page.more) return events
  }
}

function countBy(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Small and repeatable: the same seed kills at the same moments as far as the machine allows. */
function lcg(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
