import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const PAUSE_MS = 100
const RUN_MS = 500

function counting() {
  const seen = { begun: 0, now: 0, most: 0 }
  const runs = oneAtATime(async () => {
    seen.begun++
    seen.most = Math.max(seen.most, ++seen.now)
    // The clock is fake: nobody waits.
    await new Promise((resolve) => setTimeout(resolve, RUN_MS))
    seen.now--
  }, PAUSE_MS)
  return { runs, seen }
}

describe('checks asked for by saves', () => {
  it('are one for a swarm of saves', async () => {
    const { runs, seen } = counting()
    for (let i = 0; i < 20; i++) {
      runs.ask()
      await vi.advanceTimersByTimeAsync(PAUSE_MS / 2)
    }
    await vi.advanceTimersByTimeAsync(PAUSE_MS + RUN_MS)
    expect(seen).toEqual({ begun: 1, now: 0, most: 1 })
  })

  it('are one more when somebody saves while one is under way', async () => {
    const { runs, seen } = counting()
    runs.ask()
    await vi.advanceTimersByTimeAsync(PAUSE_MS + 1)
    expect(seen.now).toBe(1)
    for (let i = 0; i < 5; i++) runs.ask()
    expect(runs.isAsked()).toBe(true)
    await vi.advanceTimersByTimeAsync(10 * RUN_MS)
    expect(seen).toEqual({ begun: 2, now: 0, most: 1 })
  })

  it('are never two at once, and the last save is always followed by one that begins after it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 30 }), async (waits) => {
        const { runs, seen } = counting()
        let begunAtLastSave = 0
        for (const wait of waits) {
          await vi.advanceTimersByTimeAsync(wait)
          begunAtLastSave = seen.begun
          runs.ask()
        }
        await vi.advanceTimersByTimeAsync(10 * (RUN_MS + PAUSE_MS))
        expect(seen.most).toBe(1)
        expect(seen.begun).toBeGreaterThan(begunAtLastSave)
        expect(runs.isAsked()).toBe(false)
      }),
      { numRuns: 50 },
    )
  })
})
