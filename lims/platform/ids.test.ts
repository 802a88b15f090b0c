import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeIds } from './ids.ts'

describe('ids', () => {
  it('sort in the order they were made, also within a millisecond and when the clock goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 50 }), { minLength: 2, maxLength: 200 }), (steps) => {
        let now = 1_750_000_000_000
        const ids = makeIds({ now: () => new Date((now += steps.shift() ?? 0)) })
        const made = Array.from({ length: 150 }, () => ids('evt'))
        expect(made.toSorted()).toEqual(made)
        expect(new Set(made).size).toBe(made.length)
      }),
      { numRuns: 50 },
    )
  })

  it('have the shape that the contract asks for', () => {
    const id = makeIds({ now: () => new Date(0) })('key')
    expect(id).toMatch(/^key_[0-9a-hjkmnp-tv-z]{26}$/)
  })

  it('keep their length at the end of the random space', () => {
    const ids = makeIds({ now: () => new Date(0) }, (bytes) => Buffer.alloc(bytes, 0xff))
    expect(ids('a')).toHaveLength(28)
    expect(ids('a') > 'a_').toBe(true)
  })
})
