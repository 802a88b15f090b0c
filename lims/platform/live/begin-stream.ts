import type { LivePosition, notRecovered } from '@ils/contract/live'
import type { Audiences } from './audiences.ts'
import type { LiveSocket } from './live-socket.ts'
import type { LogReader } from './log-reader.ts'
import { MOST_RECENT } from './recent-events.ts'
import { frameOf } from './told.ts'

export interface StreamWorld {
  readonly reader: LogReader
  readonly audiences: Audiences
  readonly epoch: () => Promise<string>
}

const RECALLS = 3

type Why = (typeof notRecovered)[number]

/** Answers `hello`: sends what happened since `from`, all of it or nothing, and then lets the socket hear what happens. */
export async function beginStream(
  { reader, audiences, epoch }: StreamWorld,
  socket: LiveSocket,
  from: LivePosition | undefined,
  quietSeconds: number,
): Promise<Why | 'yes' | 'new'> {
  const now = await epoch()
  const why = from && (await whyNot(reader, from, now))
  const rooms = [...socket.rooms.keys()]
  const welcome = (seq: number, recovered: boolean | null) =>
    frameOf({ kind: 'welcome', epoch: now, seq, recovered, why: why ?? null, rooms, quietSeconds })
  const hearFrom = (seq: number): void => {
    socket.seen = seq
    for (const key of socket.rooms.values()) audiences.join(socket, key)
    socket.isOpen = true
  }

  if (!from || why) {
    await reader.between(({ newest }) => {
      if (socket.over) return
      socket.send(welcome(newest, from ? false : null))
      hearFrom(newest)
    })
    return why ?? 'new'
  }
  socket.send(welcome(from.seq, true))
  const keys = new Set(socket.rooms.values())
  for (let at = from.seq; !socket.over;) {
    const position = at
    const missed = await reader.between((recent) => {
      const told = recent.since(position)
      if (told?.length === 0 && !socket.over) hearFrom(position)
      return told
    })
    if (!missed) {
      // It reads more slowly than things happen.
      socket.close('too_slow')
      break
    }
    if (socket.isOpen) break
    for (const told of missed) {
      at = told.seq
      if (!told.keys.some((key) => keys.has(key))) continue
      await socket.room()
      if (socket.over) break
      socket.send(told.frame)
    }
  }
  return 'yes'
}

async function whyNot(reader: LogReader, from: LivePosition, epoch: string): Promise<Why | undefined> {
  if (from.epoch !== epoch) return 'other_epoch'
  // Another process may have told more than this one has read.
  if (!(await reader.reach(from.seq))) return 'ahead'
  const isThere = (): Promise<boolean> => reader.between((recent) => recent.since(from.seq) !== undefined)
  // Others may be fetching as well, and not as far back.
  for (let tries = 0; tries < RECALLS; tries++) {
    if (await isThere()) return undefined
    if ((await reader.position()) - from.seq > MOST_RECENT) return 'too_old'
    await reader.recall(from.seq)
  }
  return (await isThere()) ? undefined : 'too_old'
}
