import { setImmediate as turn } from 'node:timers/promises'
import type { LiveSocket } from './live-socket.ts'
import type { Told } from './told.ts'

/** After so many frames others get their turn: answers of the API, pings, and what says that frames have left. */
const FRAMES_PER_TURN = 2000
const EVENTS_PER_TURN = 64

/** Who hears what: for each room, as the lab or as one practice hears it, its sockets. */
export class Audiences {
  #of = new Map<string, Set<LiveSocket>>()
  #sent = 0
  #told = 0

  join(socket: LiveSocket, key: string): void {
    const there = this.#of.get(key)
    if (there) there.add(socket)
    else this.#of.set(key, new Set([socket]))
  }

  leave(socket: LiveSocket, key: string): void {
    const there = this.#of.get(key)
    if (there?.delete(socket) && there.size === 0) this.#of.delete(key)
  }

  in(key: string): ReadonlySet<LiveSocket> {
    return this.#of.get(key) ?? NOBODY
  }

  /** Keys of which somebody hears. */
  keys(): IterableIterator<string> {
    return this.#of.keys()
  }

  async tell(told: Told): Promise<void> {
    for (const key of told.keys) {
      const there = this.#of.get(key)
      if (!there) continue
      for (const socket of there) {
        socket.tell(told)
        if (++this.#sent % FRAMES_PER_TURN === 0) await turn()
      }
    }
    if (++this.#told % EVENTS_PER_TURN === 0) await turn()
  }
}

const NOBODY: ReadonlySet<LiveSocket> = new Set()
