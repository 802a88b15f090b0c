import type { Event } from '@ils/contract/event'
import type { Foundation } from '../app.ts'
import type { LogFollower } from '../events/follow-log.ts'
import { pause } from '../db/sole-holder.ts'
import { MOST_RECENT, RecentEvents } from './recent-events.ts'
import { toldOf, type Told } from './told.ts'

const MOST_AT_ONCE = 500
const SWEEP_MS = 2000
const MORE = 500
const TRY_AGAIN_MS = 500

export interface LogReaderOptions {
  readonly app: Pick<Foundation, 'log'>
  readonly source: LogSource
  readonly follower: Pick<LogFollower, 'subscribe'>
  readonly roomsOf: (event: Event) => readonly string[]
  /** Whether anybody listens: for nobody nothing is read. */
  readonly wanted: () => boolean
  /** Told in order of the log, one after the other. */
  readonly tell: (told: Told) => Promise<void> | void
  /** The log ends before what was told: it is not the one that it was. */
  readonly onShorter: () => void
  readonly shared?: SharedReading | undefined
}

/** The log as it is kept. */
export interface LogSource {
  newest(): Promise<number>
  after(position: number, limit: number): Promise<readonly Event[]>
}

/** Lets one process read for all. */
export interface SharedReading {
  /** What another process has read already, if it begins where this one stands. */
  fromOthers(after: number): Promise<readonly Told[] | undefined>
  forOthers(after: number, told: readonly Told[]): void
  close(): void
}

/** Reads each event once for all sockets of this process, and remembers the newest. */
export interface LogReader {
  /** How far it has read. */
  position(): Promise<number>
  /** All up to it was told to everyone; undefined before the first reading. */
  told(): number | undefined
  /** Runs while no event is being told, so that nobody gets half of one. */
  between<T>(run: (recent: RecentEvents) => T): Promise<T>
  /** Fetches what happened since a position before this process began to read, as far as it is kept at all. */
  recall(position: number): Promise<void>
  /** Reads on until it is past a position; false when the log ends before it. */
  reach(position: number): Promise<boolean>
  /** The log is another one: begins anew with what is there. */
  restart(): void
  close(): void
}

export function readLogLive(options: LogReaderOptions): LogReader {
  const { app, source } = options
  const stop = new AbortController()
  let recent: RecentEvents | undefined
  let target = 0
  let telling = false
  const waiting: (() => void)[] = []
  let pumping: Promise<void> | undefined
  let recalling: Promise<void> | undefined

  const begin = async (): Promise<RecentEvents> => {
    if (recent) return recent
    const newest = await source.newest()
    // Another that asked at the same time may have been first.
    return (recent ??= new RecentEvents(newest))
  }

  async function pump(): Promise<void> {
    let known = recent ?? (await begin())
    while (!stop.signal.aborted && known.newest < target) {
      if (!options.wanted()) {
        // Whoever comes next begins here; what they missed is fetched if they ask.
        recent = known = new RecentEvents(target)
        return
      }
      const after = known.newest
      const batch = (await options.shared?.fromOthers(after)) ?? (await read(after))
      if (batch.length === 0) {
        if ((await source.newest()) >= target) continue
        target = known.newest
        options.onShorter()
        return
      }
      for (const told of batch) {
        known.add(told)
        telling = true
        try {
          await options.tell(told)
        } finally {
          telling = false
        }
        if (waiting.length > 0) for (const run of waiting.splice(0)) run()
      }
    }
  }

  async function read(after: number): Promise<readonly Told[]> {
    const events = await source.after(after, MOST_AT_ONCE)
    const told = events.map((event) => toldOf(event, options.roomsOf))
    if (told.length > 0) options.shared?.forOthers(after, told)
    return told
  }

  function wake(): Promise<void> {
    pumping ??= pump()
      .catch(async (error: unknown) => {
        if (stop.signal.aborted) return
        app.log.warn({ err: error }, 'the log could not be read for live sockets, trying again')
        await pause(TRY_AGAIN_MS, stop.signal)
      })
      .finally(() => {
        pumping = undefined
      })
    return pumping
  }

  const grown = (position: number): void => {
    target = Math.max(target, position)
    void wake()
  }
  const unsubscribe = options.follower.subscribe(grown)
  // A wake-up may be lost with its connection.
  const sweep = setInterval(() => {
    if (options.wanted()) look().catch(() => undefined)
  }, SWEEP_MS)
  sweep.unref()

  async function look(): Promise<void> {
    // As it was before the question: while it is answered, the log grows and is read on.
    const known = recent?.newest ?? 0
    const newest = await source.newest()
    if (newest < known) options.onShorter()
    else grown(newest)
  }

  async function recallOnce(position: number): Promise<void> {
    const known = await begin()
    const end = known.oldestPosition
    // Somewhat more than is asked for: whoever comes next may have been away a little longer.
    const after = Math.max(0, known.newest - MOST_RECENT, position - MORE)
    const older: Told[] = []
    for (let at = after; at < end;) {
      const events = await source.after(at, Math.min(MOST_AT_ONCE, end - at))
      if (events.length === 0) return
      for (const event of events) older.push(toldOf(event, options.roomsOf))
      at = events.at(-1)?.seq ?? end
    }
    if (older.length > 0) known.addOlder(after, older)
  }

  return {
    position: async () => (await begin()).newest,
    told: () => recent && (telling ? recent.newest - 1 : recent.newest),
    restart() {
      recent = undefined
      target = 0
    },
    async between(run) {
      const known = await begin()
      if (!telling) return run(recent ?? known)
      return new Promise((resolve, reject) => {
        waiting.push(() => {
          try {
            resolve(run(recent ?? known))
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
        })
      })
    },
    async recall(position) {
      // What another asks for may be enough for this one.
      await recalling
      if (position >= (await begin()).oldestPosition) return
      recalling ??= recallOnce(position).finally(() => {
        recalling = undefined
      })
      await recalling
    },
    async reach(position) {
      if ((await begin()).newest >= position) return true
      const newest = await source.newest()
      if (newest < position) return false
      target = Math.max(target, newest)
      while (!stop.signal.aborted && (await begin()).newest < position) await wake()
      return !stop.signal.aborted
    },
    close() {
      stop.abort()
      clearInterval(sweep)
      unsubscribe()
      options.shared?.close()
      for (const run of waiting.splice(0)) run()
    },
  }
}
