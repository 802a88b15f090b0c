import pg from 'pg'
import type { Log } from '../log/log.ts'

export interface Listener {
  /** Calls back at each wake-up on the channel; answers how to stop. */
  on(channel: string, wake: (payload: string) => void): () => void
  /** Whether news would arrive right now; while not, whoever relies on it must ask the database. */
  readonly connected: boolean
  close(): Promise<void>
}

const LONGEST_PAUSE_MS = 5000

/** Holds one connection for LISTEN, opens it again when it breaks, and wakes everyone after a gap. */
export function openListener(options: { url: string; applicationName: string; log: Log }): Listener {
  const channels = new Map<string, Set<(payload: string) => void>>()
  let client: pg.Client | undefined
  let connected = false
  let closed = false
  let pause = 50
  let retry: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    if (closed) return
    const next = new pg.Client({
      connectionString: options.url,
      application_name: `${options.applicationName} listen`,
      keepAlive: true,
    })
    client = next
    let gone = false
    const lost = (): void => {
      if (gone) return
      gone = true
      connected = false
      if (closed) return
      next.end().catch(() => undefined)
      retry = setTimeout(() => void connect(), pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
    next.on('error', lost)
    next.on('end', lost)
    next.on('notification', ({ channel, payload }) => {
      for (const wake of channels.get(channel) ?? []) wake(payload ?? '')
    })
    try {
      await next.connect()
      for (const channel of channels.keys()) await next.query(`listen "${channel}"`)
      connected = true
      pause = 50
      // What was said while nobody listened is unknown: everyone looks once.
      for (const wakes of channels.values()) for (const wake of wakes) wake('')
    } catch (error) {
      options.log.warn({ err: error }, 'the listening connection could not be opened, trying again')
      lost()
    }
  }

  void connect()
  return {
    get connected() {
      return connected
    },
    on(channel, wake) {
      if (!/^[a-z_0-9]+$/.test(channel)) throw new Error(`not a channel name: ${channel}`)
      const wakes = channels.get(channel) ?? new Set()
      wakes.add(wake)
      if (!channels.has(channel)) {
        channels.set(channel, wakes)
        if (connected) client?.query(`listen "${channel}"`).catch(() => undefined)
      }
      return () => wakes.delete(wake)
    },
    async close() {
      closed = true
      clearTimeout(retry)
      connected = false
      await client?.end().catch(() => undefined)
    },
  }
}
