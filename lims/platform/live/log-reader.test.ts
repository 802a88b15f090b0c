import type { Event } from '@ils/contract/event'
import { until } from '@ils/testing/condition'
import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { silentLog } from '../log/log.ts'
import { readLogLive, type LogReader } from './log-reader.ts'

afterEach(() => {
  vi.useRealTimers()
})

const event = (seq: number): Event => ({
  ...{ id: `evt_${seq}`, seq, type: 'job.moved', version: 1, practice: null, subject: 's', subjectVersion: seq },
  ...{ at: '2026-11-21T08:00:00Z', releaseId: null, correlationId: 'x', data: {} },
  actor: { kind: 'system', id: null, name: 'x' },
})

/** A log that grows as it is told to, and a reader of it. */
function reading(begin: number, slowly: () => Promise<void> = () => Promise.resolve()) {
  let newest = begin
  let grown: (position: number) => void = () => undefined
  const told: number[] = []
  const asked: number[] = []
  const shorter = vi.fn()
  const answers: { wait: Promise<void> } = { wait: Promise.resolve() }
  const reader: LogReader = readLogLive({
    app: { log: silentLog },
    source: {
      async newest() {
        const now = newest
        await answers.wait
        return now
      },
      async after(position, limit) {
        asked.push(position)
        await Promise.resolve()
        return Array.from({ length: Math.min(limit, newest - position) }, (_, at) => event(position + at + 1))
      },
    },
    follower: {
      subscribe(tell) {
        grown = tell
        return () => undefined
      },
    },
    roomsOf: () => ['lab'],
    wanted: () => true,
    async tell({ seq }) {
      await slowly()
      told.push(seq)
    },
    onShorter: shorter,
  })
  const grow = (by: number): void => {
    newest += by
    grown(newest)
  }
  return { reader, told, asked, shorter, answers, grow, cut: (to: number) => (newest = to) }
}

it('each event is told once and in order, however the log grows and however long telling takes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(40), { minLength: 1, maxLength: 20 }), fc.nat(3), async (steps, turns) => {
      const slowly = async (): Promise<void> => {
        for (let turn = 0; turn < turns; turn++) await Promise.resolve()
      }
      const log = reading(5, slowly)
      await log.reader.position()
      const seenBetween: boolean[] = []
      for (const step of steps) {
        log.grow(step)
        void log.reader.between(({ newest }) => seenBetween.push((log.told.at(-1) ?? 5) === newest))
        if (step % 3 === 0) await Promise.resolve()
      }
      const end = 5 + steps.reduce((sum, step) => sum + step, 0)
      await until('all is told', () => end === 5 || log.told.at(-1) === end, { everyMs: 1 })
      expect(log.told).toEqual(Array.from({ length: end - 5 }, (_, at) => 6 + at))
      // Whoever comes in comes in between two events, never in the middle of one.
      expect(seenBetween.every(Boolean)).toBe(true)
      log.reader.close()
    }),
    { numRuns: 50 },
  )
})

it('a look at the log that is answered late does not say that it became shorter', async () => {
  vi.useFakeTimers()
  const log = reading(5)
  await log.reader.position()
  let answer = (): void => undefined
  log.answers.wait = new Promise((resolve) => (answer = resolve))
  await vi.advanceTimersByTimeAsync(2000)
  log.grow(3)
  await vi.advanceTimersByTimeAsync(0)
  expect(log.told).toEqual([6, 7, 8])
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(log.shorter).not.toHaveBeenCalled()
  // One that is shorter is noticed all the same.
  log.cut(2)
  await vi.advanceTimersByTimeAsync(2000)
  expect(log.shorter).toHaveBeenCalled()
  log.reader.close()
})

it('what happened before it began is fetched as far back as is asked for, once for all who ask', async () => {
  const log = reading(5000)
  await log.reader.position()
  await Promise.all(Array.from({ length: 20 }, () => log.reader.recall(4800)))
  expect(log.asked).toEqual([4300, 4800])
  expect(await log.reader.between((recent) => recent.since(4800)?.length)).toBe(200)
  await log.reader.recall(1000)
  expect(await log.reader.between((recent) => recent.since(1000)?.length)).toBe(4000)
  log.reader.close()
})
