import type { Foundation } from '../app.ts'
import type { Listener } from '../db/listen.ts'
import { logChannel } from './channels.ts'
import { lastPosition } from './store.ts'

/** Knows in this process, within milliseconds, how far the log has grown. Live subscribers hang on it. */
export interface LogFollower {
  /** Calls back with the newest position each time the log grew; answers how to stop. */
  subscribe(grown: (position: number) => void): () => void
  /** Waits until the log is past a position; false when the time or the signal ended first. */
  waitPast(position: number, ms: number, signal: AbortSignal): Promise<boolean>
  close(): void
}

export function followLog(app: Pick<Foundation, 'pool' | 'schema' | 'log'>, listener: Listener): LogFollower {
  const subscribers = new Set<(position: number) => void>()
  let newest = 0
  const grown = (position: number): void => {
    if (position <= newest) return
    newest = position
    for (const tell of subscribers) tell(position)
  }
  // Hundreds may wait, and all ask when the log has grown: one question that began after theirs answers them all.
  let asking: 'no' | 'yes' | 'again' = 'no'
  const ask = (): void => {
    if (asking === 'no') void answer()
    else asking = 'again'
  }
  const answer = async (): Promise<void> => {
    asking = 'yes'
    try {
      grown(await lastPosition(app.pool))
    } catch (error) {
      app.log.warn({ err: error }, 'the position of the log could not be read')
    }
    // It was 'yes' here; others may have asked while the answer was on its way.
    const again = (asking as 'yes' | 'again') === 'again'
    asking = 'no'
    if (again && subscribers.size > 0) void answer()
  }
  const stop = listener.on(logChannel(app.schema), (payload) => {
    // Without a number the listener was away: what was said then must be asked for.
    if (/^\d+$/.test(payload)) grown(Number(payload))
    else ask()
  })
  return {
    subscribe(tell) {
      subscribers.add(tell)
      return () => subscribers.delete(tell)
    },
    waitPast: (position, ms, signal) =>
      new Promise((resolve) => {
        const done = (past: boolean): void => {
          clearTimeout(timer)
          subscribers.delete(look)
          signal.removeEventListener('abort', end)
          resolve(past)
        }
        const look = (now: number): void => {
          if (now > position) done(true)
        }
        const end = (): void => {
          done(false)
        }
        const timer = setTimeout(end, ms)
        if (newest > position || signal.aborted) done(newest > position)
        else {
          subscribers.add(look)
          signal.addEventListener('abort', end)
          // Asked once, after subscribing: what was said before is then known too.
          ask()
        }
      }),
    close() {
      stop()
      subscribers.clear()
    },
  }
}
