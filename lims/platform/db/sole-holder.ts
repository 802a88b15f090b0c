import pg from 'pg'
import type { Log } from '../log/log.ts'

export interface SoleHolder {
  readonly holding: boolean
  close(): Promise<void>
}

export interface SoleHolderOptions {
  readonly url: string
  /** What is held; one process in the whole installation holds it at a time. */
  readonly name: string
  readonly log: Log
  /** Runs while we hold; its signal fires when we no longer do. */
  hold(signal: AbortSignal): Promise<void>
  readonly retryMs?: number
}

/**
 * Waits for a session-level advisory lock on a connection of its own and runs `hold` while it has it.
 * The lock goes with the connection, so a killed process frees it at once. A holder that lost its connection
 * without noticing may run on for a moment: what it writes must be fenced as well.
 */
export function holdAlone(options: SoleHolderOptions): SoleHolder {
  const stop = new AbortController()
  let holding = false

  async function attempt(): Promise<void> {
    const client = new pg.Client({
      connectionString: options.url,
      application_name: `ils ${options.name}`,
      keepAlive: true,
    })
    const lost = new AbortController()
    client.on('error', () => lost.abort())
    client.on('end', () => lost.abort())
    try {
      await client.connect()
      while (!stop.signal.aborted && !lost.signal.aborted) {
        const { rows } = await client.query<{ got: boolean }>(
          "select pg_try_advisory_lock(hashtextextended('ils:' || $1, 0)) as got",
          [options.name],
        )
        if (rows[0]?.got) {
          holding = true
          await options.hold(AbortSignal.any([stop.signal, lost.signal]))
          return
        }
        await pause(options.retryMs ?? 1000, AbortSignal.any([stop.signal, lost.signal]))
      }
    } finally {
      holding = false
      await client.end().catch(() => undefined)
    }
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await attempt()
      } catch (error) {
        if (!stop.signal.aborted)
          options.log.warn({ err: error, holder: options.name }, 'lost the sole hold, trying again')
      }
      await pause(options.retryMs ?? 1000, stop.signal)
    }
  }

  const running = run()
  return {
    get holding() {
      return holding
    },
    async close() {
      stop.abort()
      await running
    },
  }
}

/** Waits, but not longer than the signal lets it. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
