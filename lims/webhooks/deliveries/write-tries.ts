import type { Db } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { pause } from '@ils/platform/db/sole-holder'
import type { App } from '../../app.ts'
import { countTries, followHealth, type Counted } from './health/follow-health.ts'
import { settle, type Settled } from './lanes/store.ts'

export interface Tries {
  /** Writes it down; false where the lane is not ours any more. */
  write(settled: Settled): Promise<boolean>
}

export interface TriesOptions {
  readonly app: App
  readonly db: Db
  readonly leaseMs: number
  /** Whether an endpoint has failed lately: the first that arrives there is news. */
  readonly isFailing: (endpointId: string) => boolean
  /** It was written down how it goes with some endpoints. */
  readonly onHealth: () => void
}

interface Entry {
  readonly settled: Settled
  /** After that the lane is somebody else's anyway. */
  readonly until: number
  readonly resolve: (ours: boolean) => void
}

const MOST_AT_ONCE = 500
const AGAIN_MS = 250
/** That an endpoint is well as before is written down no more often. */
const WELL_EVERY_MS = 1000

/** Writes what came of tries, all that ended while the last ones were written in one transaction. */
export function writeTries({ app, db, leaseMs, isFailing, onHealth }: TriesOptions): Tries {
  let counted: ReadonlyMap<string, Counted> = new Map<string, Counted>()
  let healthAt = performance.now()
  let waiting: Entry[] = []
  let writing = false

  async function run(): Promise<void> {
    writing = true
    // What ends in the same turn is written together.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE)
      waiting = waiting.slice(MOST_AT_ONCE)
      await writeAll(batch)
    }
    writing = false
  }

  async function writeAll(batch: readonly Entry[]): Promise<void> {
    try {
      const ours = await writeBatch(batch.map((entry) => entry.settled))
      for (const { settled, resolve } of batch) resolve(ours.has(`${settled.lane.endpointId} ${settled.lane.subject}`))
    } catch (error) {
      const [first] = batch
      if (isOfTheData(error) && batch.length > 1) {
        // One of them cannot be written: the others shall not wait for it.
        const half = Math.ceil(batch.length / 2)
        await writeAll(batch.slice(0, half))
        await writeAll(batch.slice(half))
      } else if (isOfTheData(error) && first?.settled.attempt?.responseHeaders) {
        app.log.error({ err: error, endpoint: first.settled.lane.endpointId }, 'an answer could not be kept')
        await writeAll([{ ...first, settled: withoutAnswer(first.settled) }])
      } else {
        app.log.warn({ err: error, tries: batch.length }, 'tries of webhooks could not be written down, trying again')
        await pause(AGAIN_MS, new AbortController().signal)
        for (const entry of batch) {
          if (performance.now() < entry.until) waiting.push(entry)
          else entry.resolve(false)
        }
      }
    }
  }

  /** One statement where all is well; how it goes with the endpoints is a transaction's worth only when it changes. */
  async function writeBatch(batch: readonly Settled[]): Promise<Set<string>> {
    const now = app.clock.now()
    const all = countTries(batch, counted)
    const news = [...all].some(([id, { failed }]) => failed > 0 || isFailing(id))
    const late = performance.now() - healthAt >= WELL_EVERY_MS && all.size > 0
    if (!news && !late) {
      const ours = await settle(db, batch, now)
      counted = all
      return ours
    }
    const ours = await inTransaction(db, async (trx) => {
      await followHealth(app, trx, all, now)
      return settle(trx, batch, now)
    })
    counted = new Map()
    healthAt = performance.now()
    onHealth()
    return ours
  }

  return {
    write: (settled) =>
      new Promise((resolve) => {
        waiting.push({ settled, until: performance.now() + leaseMs, resolve })
        if (!writing) void run()
      }),
  }
}

/** Classes 22 and 23 of SQLSTATE: what was to be written is at fault, and will be again. */
function isOfTheData(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/.test(error.code)
}

function withoutAnswer(settled: Settled): Settled {
  const { attempt } = settled
  return attempt ? { ...settled, attempt: { ...attempt, responseHeaders: null, responseBody: null } } : settled
}
