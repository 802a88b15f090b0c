import { buildMessage } from '@ils/oma/records/build-message'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readMeasured } from './read-measured.ts'

const quarters = (min: number, max: number) => fc.integer({ min: min * 4, max: max * 4 }).map((n) => n / 4)

const all = new Set(['sphere', 'cylinder', 'axis', 'prism', 'centre', 'height'])

describe('what an inspection measured', () => {
  it('is read for the eyes that have a value, and what was inspected goes before what was ordered', () => {
    const message = buildMessage([
      ['SPH', { right: 9, left: 9 }],
      ['INSSPH', { right: -2, left: null }],
      ['INSCTHK', { left: 1.9 }],
      ['PRVM', { right: -0.25 }],
    ])
    expect(readMeasured(message, all)).toEqual({ right: { sphere: -2, prism: 0.25 }, left: { centre: 1.9 } })
  })

  it('is left out where the rules do not judge it', () => {
    const message = buildMessage([
      ['SPH', '-2;-2'],
      ['SEGHT', '18;18'],
    ])
    expect(readMeasured(message, new Set(['sphere']))).toEqual({ right: { sphere: -2 }, left: { sphere: -2 } })
  })

  it('is nothing where nothing was', () => {
    expect(readMeasured(buildMessage([['SPH', '?;']]), all)).toEqual({})
  })

  it('has the same power in every meridian, whichever cylinder the lensmeter writes', () => {
    const lens = fc.record({
      sphere: quarters(-20, 20),
      cylinder: quarters(-6, 6),
      axis: fc.integer({ min: 0, max: 180 }),
    })
    const power = (of: { sphere?: number; cylinder?: number; axis?: number }, at: number): number =>
      (of.sphere ?? 0) + (of.cylinder ?? 0) * Math.sin(((at - (of.axis ?? 0)) * Math.PI) / 180) ** 2
    fc.assert(
      fc.property(lens, fc.integer({ min: 0, max: 179 }), (written, at) => {
        const entries = [
          ['SPH', String(written.sphere)],
          ['CYL', String(written.cylinder)],
          ['AX', String(written.axis)],
        ] as const
        const read = readMeasured(buildMessage(entries), all).right ?? {}
        expect(read['cylinder']).toBeLessThanOrEqual(0)
        expect(power(read, at)).toBeCloseTo(power(written, at), 9)
      }),
    )
  })
})
