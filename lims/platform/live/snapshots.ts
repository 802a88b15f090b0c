import type { Foundation } from '../app.ts'
import type { Audiences } from './audiences.ts'
import type { LiveSocket } from './live-socket.ts'
import { frameOf } from './told.ts'

/** How something is now. */
export interface Snapshot {
  /** The larger one is newer. */
  readonly version: number
  readonly data: Record<string, unknown>
}

/** Where snapshots of some rooms come from. */
export interface SnapshotSource {
  readonly isOf: (room: string) => boolean
  /** Undefined where there is nothing to show yet. */
  readonly read: (room: string, practice: string | null) => Promise<Snapshot | undefined>
  /** At most one in this time, however often it changes. */
  readonly everyMs: number
  /** It may change with whatever happens in this room. */
  readonly follows?: string
}

interface Kept {
  readonly source: SnapshotSource
  readonly room: string
  readonly practice: string | null
  frame?: Buffer
  version: number
  text: string
  /** It may be another by now. */
  stale: boolean
  readAt: number
  reading: boolean
}

export interface Snapshots {
  /** Somebody came: they are sent the newest, at once where it is known. */
  welcome(socket: LiveSocket, room: string, key: string): void
  /** Something changed in the rooms of a source. */
  changed(source: SnapshotSource): void
  /** What it was owed, as it is now. */
  pay(socket: LiveSocket): void
  close(): void
}

const TRY_AGAIN_MS = 500

/** Keeps only the newest of each room that somebody looks at; what a slow reader missed in between is never sent. */
export function openSnapshots(
  app: Pick<Foundation, 'clock' | 'log'>,
  sources: readonly SnapshotSource[],
  audiences: Audiences,
): Snapshots {
  const kept = new Map<string, Kept>()
  let closed = false

  function refresh(key: string, one: Kept): void {
    one.stale = true
    if (one.reading || closed) return
    one.reading = true
    const wait = Math.max(0, one.readAt + one.source.everyMs - performance.now())
    if (wait === 0) void readNow(key, one)
    else setTimeout(() => void readNow(key, one), wait)
  }

  async function readNow(key: string, one: Kept): Promise<void> {
    let failed = false
    try {
      if (closed) return
      if (audiences.in(key).size === 0) {
        kept.delete(key)
        return
      }
      one.stale = false
      one.readAt = performance.now()
      const found = await one.source.read(one.room, one.practice)
      if (found) keep(key, one, found)
    } catch (error) {
      failed = true
      app.log.warn({ err: error, room: one.room }, 'a snapshot could not be read, trying again')
    } finally {
      one.reading = false
    }
    if (failed) one.readAt = performance.now() + TRY_AGAIN_MS - one.source.everyMs
    if (failed || one.stale) refresh(key, one)
  }

  function keep(key: string, one: Kept, { version, data }: Snapshot): void {
    const text = JSON.stringify(data)
    if (version < one.version || text === one.text) return
    one.version = version
    one.text = text
    one.frame = frameOf({ kind: 'snapshot', room: one.room, version, at: app.clock.now().toISOString(), data })
    for (const socket of audiences.in(key)) give(socket, key, one.frame)
  }

  return {
    welcome(socket, room, key) {
      const known = kept.get(key)
      if (known?.frame) give(socket, key, known.frame)
      if (known) return
      const source = sources.find(({ isOf }) => isOf(room))
      if (!source) return
      const practice = key.slice(room.length + 1) || null
      const fresh: Kept = {
        ...{ source, room, practice, version: -1, text: '' },
        ...{ stale: true, readAt: -Infinity, reading: false },
      }
      kept.set(key, fresh)
      refresh(key, fresh)
    },
    changed(source) {
      for (const [key, one] of kept) if (one.source === source) refresh(key, one)
    },
    pay(socket) {
      for (const key of socket.owed) {
        socket.owed.delete(key)
        const frame = kept.get(key)?.frame
        if (frame && audiences.in(key).has(socket)) give(socket, key, frame)
        if (!socket.canTakeSnapshot) return
      }
    },
    close() {
      closed = true
    },
  }
}

function give(socket: LiveSocket, key: string, frame: Buffer): void {
  if (socket.canTakeSnapshot) socket.send(frame)
  else socket.owed.add(key)
}
