import { describe, expect, it } from 'vitest'
import { delayAfter } from './back-off.ts'

const backoff = { baseMs: 1000, factor: 3, mostMs: 60_000 }

describe('the pause after a failed attempt', () => {
  it('grows by the factor up to the longest pause', () => {
    const pauses = [1, 2, 3, 4, 5, 50].map((attempt) => delayAfter(attempt, backoff, () => 1))
    expect(pauses).toEqual([1000, 3000, 9000, 27_000, 60_000, 60_000])
  })

  it('differs by up to a quarter, so that what failed together does not come back together', () => {
    expect(delayAfter(2, backoff, () => 0)).toBe(2250)
    expect(delayAfter(2, backoff, () => 0.5)).toBe(2625)
  })
})
