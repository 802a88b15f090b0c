import type { Clock } from '../clock.ts'
import type { Readers } from './readers.ts'
import { frameOf } from './told.ts'

const BEAT_MS = 1000
const PING_EVERY_BEATS = 15
const HELLO_MS = 5000
const SELDOM_BEATS = 10

/**
 * Each second: who came to the end of their credentials, who never said who they are, and, a part of all at a time, who
 * is still there. A mark goes with each ping: pages do not see pings, and a quiet room must know how far the log went.
 */
export function keepBeating(options: {
  readonly clock: Clock
  readonly readers: Readers
  /** All up to it was told to everyone. */
  readonly told: () => number | undefined
  readonly everyFewSeconds: () => Promise<unknown>
}): { stop(): void } {
  const { readers } = options
  let beats = 0

  function beat(): void {
    beats++
    const now = options.clock.now()
    for (const [ws, since] of readers.strangers) {
      if (performance.now() - since > HELLO_MS) readers.refuse(ws, 'hello_late')
    }
    const seq = options.told()
    const mark = seq === undefined ? undefined : frameOf({ kind: 'mark', seq })
    for (const socket of readers.sockets) {
      if (socket.endsAt !== null && socket.endsAt <= now) socket.close('credentials_ended')
      else if ((socket.phase + beats) % PING_EVERY_BEATS !== 0) continue
      else if (socket.awaitsPong) socket.drop('no_answer')
      else {
        socket.ping()
        // Who is told an event before the others are stands further than all together.
        if (mark && seq !== undefined && socket.isOpen && socket.seen <= seq) socket.send(mark)
      }
    }
    // What is out of reach now is asked again the next time.
    if (beats % SELDOM_BEATS === 0) options.everyFewSeconds().catch(() => undefined)
  }

  const beating = setInterval(beat, BEAT_MS)
  beating.unref()
  return {
    stop() {
      clearInterval(beating)
    },
  }
}
