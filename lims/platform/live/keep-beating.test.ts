import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { systemClock } from '../clock.ts'
import { keepBeating } from './keep-beating.ts'
import type { Readers } from './readers.ts'
import { messageIn } from './told.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function beaten(count: number) {
  const heard: string[] = []
  const sockets = Array.from({ length: count }, (_, phase) => ({
    ...{ phase, endsAt: null, isOpen: true, awaitsPong: false, pings: 0, seen: 0 },
    ping() {
      this.pings++
      this.awaitsPong = true
    },
    send: (frame: Buffer) => heard.push(messageIn(frame)),
    drop: vi.fn(),
    close: vi.fn(),
  }))
  const stranger = new EventEmitter() as unknown as WebSocket // Nothing is asked of it here.
  const refuse = vi.fn()
  const readers = { sockets, strangers: new Map([[stranger, performance.now()]]), refuse } as unknown as Readers // What a beat looks at.
  const beating = keepBeating({ clock: systemClock, readers, told: () => 7, everyFewSeconds: () => Promise.resolve() })
  return {
    sockets,
    heard,
    refuse,
    stranger,
    stop: () => {
      beating.stop()
    },
  }
}

it('each is asked every fifteen seconds, not all in the same one, and told how far the log went', () => {
  const { sockets, heard, stop } = beaten(30)
  vi.advanceTimersByTime(1000)
  expect(sockets.filter(({ pings }) => pings === 1)).toHaveLength(2)
  vi.advanceTimersByTime(14_000)
  expect(sockets.every(({ pings }) => pings === 1)).toBe(true)
  expect(heard).toEqual(Array.from({ length: 30 }, () => '{"kind":"mark","seq":7}'))
  stop()
})

it('who does not answer until the next time is cut off, and only they', () => {
  const { sockets, stop } = beaten(2)
  vi.advanceTimersByTime(15_000)
  const [silent, alive] = sockets
  if (alive) alive.awaitsPong = false
  vi.advanceTimersByTime(15_000)
  expect(silent?.drop).toHaveBeenCalledWith('no_answer')
  expect(alive?.drop).not.toHaveBeenCalled()
  stop()
})

it('who never says who they are is sent away after five seconds', () => {
  const { refuse, stranger, stop } = beaten(0)
  vi.advanceTimersByTime(5000)
  expect(refuse).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  expect(refuse).toHaveBeenCalledWith(stranger, 'hello_late')
  stop()
})

it('a mark never says less than what a socket was told already', () => {
  const { sockets, heard, stop } = beaten(3)
  const [first, second] = sockets
  if (first) first.seen = 8
  if (second) second.seen = 7
  vi.advanceTimersByTime(15_000)
  expect(sockets.every(({ pings }) => pings === 1)).toBe(true)
  expect(heard).toHaveLength(2)
  stop()
})
