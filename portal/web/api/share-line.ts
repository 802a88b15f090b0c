import type { LiveLine } from '../../contract/live.ts'
import { hearing } from './connection.ts'

export interface Following {
  readonly signal: AbortSignal
  /** The last position that was heard; null: from now on. */
  readonly from: number | null
  readonly hear: (line: LiveLine) => void
  /** Whether there is a line. */
  readonly tell: (hears: boolean) => void
}

interface Shared {
  readonly signal: AbortSignal
  readonly hear: (line: LiveLine) => void
  readonly follow: (following: Following) => Promise<void>
}

/** What the tab that has the line says to the others; `who`: another one asks whether there is one. */
type Said = 'who' | { readonly hears: boolean; readonly line?: LiveLine }

/**
 * One line for all tabs of a person in this browser: a browser has six connections for one server, and the seventh tab
 * would wait for ever. Whichever tab holds the lock follows and tells the others; when it closes, the next one goes on from
 * where it was. Where a browser has no locks (a page that came without TLS) each tab has its own line.
 */
export async function shareLine(accountId: string, { signal, hear, follow }: Shared): Promise<void> {
  // Left out by browsers for pages that did not come in a safe way, whatever its type says.
  const locks = navigator.locks as LockManager | undefined
  if (locks === undefined) {
    await follow({ signal, hear, from: null, tell: hearing })
    return
  }
  const name = `ils.live.${accountId}`
  const others = new BroadcastChannel(name)
  const say = (said: Said): void => {
    if (!signal.aborted) others.postMessage(said)
  }
  let from: number | null = null
  let [leads, hears] = [false, false]
  const take = (line: LiveLine): void => {
    from = Math.max(from ?? 0, line.position)
    hear(line)
  }
  // Only our own tabs speak on this channel.
  others.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    if (data === 'who') {
      if (leads) say({ hears })
    } else if (!leads) {
      hearing(data.hears)
      if (data.line) take(data.line)
    }
  })
  signal.addEventListener('abort', () => others.close())
  say('who')
  try {
    await locks.request(name, { signal }, async () => {
      leads = true
      await follow({
        ...{ signal, from },
        hear(line) {
          take(line)
          say({ hears: true, line })
        },
        tell(now) {
          hears = now
          hearing(now)
          say({ hears })
        },
      })
    })
  } catch (error) {
    // The tab was left while it waited for its turn.
    if (!signal.aborted) throw error
  }
}
