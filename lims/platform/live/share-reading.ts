import { randomUUID } from 'node:crypto'
import type { Foundation } from '../app.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { openRedis } from '../queue/redis.ts'
import type { SharedReading } from './log-reader.ts'
import { readEpoch } from './store.ts'
import { framed, messageIn, type Told } from './told.ts'

/** One that is gone is not waited for any longer than this; its place is free after it. */
const READER_MS = 2000
const RENEW_MS = 500
const WAIT_MS = 40
const MOST_KEPT = 32

interface Batch {
  readonly after: number
  readonly told: readonly Told[]
}

type Sent = readonly [seq: number, keys: readonly string[], message: string]

/**
 * With Redis one process reads the log for all and publishes what it read. The others take a batch only where it goes on
 * from their own position; whatever is missing, late or lost, they read themselves, so Redis may be away or flushed.
 */
export function shareReading(
  app: Pick<Foundation, 'pool' | 'log'> & { readonly metrics: Metrics },
  redisUrl: string,
): SharedReading {
  const redis = openRedis(redisUrl, app.log)
  const hearing = openRedis(redisUrl, app.log)
  const me = randomUUID()
  const count = app.metrics.counter(
    'ils_live_batches_total',
    'Batches of the log for live sockets, by who read them',
    'by',
  )
  const kept: Batch[] = []
  const waiting = new Set<() => void>()
  let channel: string | undefined
  let isReader = false
  let closed = false

  async function begin(): Promise<void> {
    const name = `ils:live:${await readEpoch(app.pool)}`
    if (channel === name) return
    // Asked before it is ready, the connection would be closed for it, and the asking forgotten.
    if (hearing.status !== 'ready') throw new Error('redis is not ready')
    if (channel !== undefined) await hearing.unsubscribe(channel)
    await hearing.subscribe(name)
    channel = name
  }

  async function keepPlace(): Promise<void> {
    await begin()
    const key = `${channel ?? ''}:reader`
    const taken = await redis.set(key, me, 'PX', READER_MS, 'NX')
    isReader = taken === 'OK' || (await redis.get(key)) === me
    if (isReader) await redis.pexpire(key, READER_MS)
  }

  const renew = (): void => {
    keepPlace().catch(() => {
      // Out of reach: each reads for itself.
      isReader = true
    })
  }
  const renewing = setInterval(renew, RENEW_MS)
  renewing.unref()
  redis.on('ready', renew)
  hearing.on('ready', renew)
  hearing.on('close', () => {
    channel = undefined
  })
  hearing.on('message', (from: string, text: string) => {
    if (from !== channel) return
    const batch = read(text, me)
    if (!batch) return
    kept.push(batch)
    if (kept.length > MOST_KEPT) kept.shift()
    for (const go of waiting) go()
  })

  function keptAfter(after: number): readonly Told[] | undefined {
    const batch = kept.find((one) => one.after <= after && (one.told.at(-1)?.seq ?? 0) > after)
    return batch?.told.slice(after - batch.after)
  }

  return {
    async fromOthers(after) {
      let found = keptAfter(after)
      if (!found && !isReader && !closed && channel !== undefined) {
        await news()
        found = keptAfter(after)
      }
      count(found ? 'others' : 'itself')
      return found
    },
    forOthers(after, told) {
      if (channel === undefined || !isReader) return
      const sent: Sent[] = told.map(({ seq, keys, frame }) => [seq, keys, messageIn(frame)])
      redis.publish(channel, JSON.stringify({ by: me, after, sent })).catch(() => undefined)
    },
    close() {
      closed = true
      clearInterval(renewing)
      for (const go of waiting) go()
      redis.disconnect()
      hearing.disconnect()
    },
  }

  function news(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        clearTimeout(late)
        waiting.delete(go)
        resolve()
      }
      const late = setTimeout(go, WAIT_MS)
      waiting.add(go)
    })
  }
}

/** What another process published; nothing where it is our own, or has a gap. */
function read(text: string, me: string): Batch | undefined {
  try {
    // Published by ourselves, in another process.
    const { by, after, sent } = JSON.parse(text) as { by: string; after: number; sent: Sent[] }
    if (by === me) return undefined
    const told = sent.map(([seq, keys, message]) => ({ seq, keys, frame: framed(message) }))
    return told.every(({ seq }, at) => seq === after + at + 1) ? { after, told } : undefined
  } catch {
    return undefined
  }
}
