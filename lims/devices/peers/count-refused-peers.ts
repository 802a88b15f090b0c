import type { App } from '../../app.ts'
import { addRefusals, type RefusedPeer, type WhyRefused } from './store.ts'

const EVERY_MS = 500
/** Counted one by one for each line; whoever comes from still more addresses is counted together. */
const MOST_ADDRESSES = 50

export interface PeerCounter {
  refused(line: string, peer: string, reason: WhyRefused): void
  close(): Promise<void>
}

/** Counts who was sent away; a port scanner costs a number, not a row and a log line for each attempt. */
export function countRefusedPeers(app: App): PeerCounter {
  const addresses = new Map<string, Set<string>>()
  let counted = new Map<string, RefusedPeer>()
  let timer: NodeJS.Timeout | undefined

  const flush = async (): Promise<void> => {
    timer = undefined
    const batch = [...counted.values()]
    counted = new Map()
    if (batch.length === 0) return
    await addRefusals(app.pool, batch).catch((error: unknown) => {
      app.log.warn({ err: error }, 'refused peers could not be counted')
    })
  }
  const nameOf = (line: string, peer: string): string => {
    const known = addresses.get(line) ?? new Set<string>()
    addresses.set(line, known)
    if (known.has(peer)) return peer
    if (known.size >= MOST_ADDRESSES) return 'others'
    known.add(peer)
    return peer
  }
  return {
    refused(line, address, reason) {
      const peer = nameOf(line, address)
      const at = app.clock.now()
      const key = JSON.stringify([line, peer, reason])
      const before = counted.get(key)
      counted.set(key, {
        ...{ line, peer, reason, times: (before?.times ?? 0) + 1, first_at: before?.first_at ?? at, last_at: at },
      })
      timer ??= setTimeout(() => void flush(), EVERY_MS)
    },
    async close() {
      clearTimeout(timer)
      await flush()
    },
  }
}
