import type { LivePosition } from '@ils/contract/live'
import { pause } from '../pause.ts'
import { chance } from '../random-word.ts'
import { CircuitOpen, LimsRefused, LimsUnreachable } from '../refused.ts'
import { hear, type Heard } from './hear.ts'
import type { LiveOptions, LiveState, LiveSubscription } from './live-options.ts'

/** How a subscription gets its tickets: as the client's own calls are made. */
export interface TicketDesk {
  readonly url: string
  makeTicket(signal: AbortSignal): Promise<{ ticket: string; path: string; position: LivePosition }>
}

const FIRST_WAIT_MS = 500
const MOST_WAIT_MS = 30_000

/** Listens until it is closed: comes again when the line breaks, and goes on where it was. */
export function subscribeLive(desk: TicketDesk, options: LiveOptions): LiveSubscription {
  // Some have none of their own, whatever their types say.
  const given = (options.WebSocket ?? globalThis.WebSocket) as LiveOptions['WebSocket']
  if (!given) throw new Error('there is no WebSocket here: give that of the package ws as `WebSocket`')
  const Socket = given
  const stop = new AbortController()
  let position = options.from
  const closed = listen()
  return {
    closed,
    get position() {
      return position
    },
    close() {
      stop.abort(new Error('it was closed'))
      return closed
    },
  }

  async function listen(): Promise<void> {
    const { firstWaitMs = FIRST_WAIT_MS, mostWaitMs = MOST_WAIT_MS } = options
    let failures = 0
    for (;;) {
      tell({ state: 'connecting' })
      const { then, because, opened, waitMs } = await once()
      if (then === 'never' || stop.signal.aborted) {
        tell({ state: 'closed', because })
        return
      }
      failures = opened ? 0 : failures + 1
      const planned = Math.min(firstWaitMs * 2 ** failures, mostWaitMs)
      const ms = waitMs ?? planned * (0.5 + chance() / 2)
      tell({ state: 'waiting', ms, because })
      // It only ends early when it is closed, and then the next turn says so.
      await pause(ms, stop.signal).catch(() => undefined)
    }
  }

  async function once(): Promise<Heard> {
    try {
      const { ticket, path, position: there } = await desk.makeTicket(stop.signal)
      // Read after the ticket was made, what is shown holds all that happened until then.
      if (!position) await options.onLoad?.('first')
      position ??= there
      const url = new URL(path, desk.url)
      url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
      const moved = (to: LivePosition): void => {
        position = to
      }
      return await hear({
        ...{ socket: new Socket(url.href), ticket, from: position, options, stop: stop.signal, tell, moved },
      })
    } catch (error) {
      if (!stop.signal.aborted) options.onError?.(error)
      return { ...afterwards(error), because: error instanceof Error ? error.message : String(error), opened: false }
    }
  }

  function tell(state: LiveState): void {
    options.onState?.(state)
  }
}

/** What to do when no ticket was given. Credentials that are refused stay refused. */
function afterwards(error: unknown): Pick<Heard, 'then' | 'waitMs'> {
  if (error instanceof CircuitOpen) {
    return { then: 'resume', waitMs: Math.max(error.until.getTime() - performance.timeOrigin - performance.now(), 0) }
  }
  if (error instanceof LimsRefused && (error.status === 401 || error.status === 403)) return { then: 'never' }
  const asked = error instanceof LimsRefused || error instanceof LimsUnreachable ? error.retryAfterMs : undefined
  return { then: 'resume', ...(asked === undefined ? {} : { waitMs: asked }) }
}
