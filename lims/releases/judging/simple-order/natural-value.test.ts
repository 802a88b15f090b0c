import type { Fact } from '@ils/rules/vocabulary/fact'
import type { UnitName } from '@ils/rules/vocabulary/units'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumber } from './natural-value.ts'

const factIn = (unit: UnitName | undefined, step: number): Fact => ({
  ...{
    id: 'rx.sphere',
    label: 'sphere',
    meaning: 'sphere',
    type: 'number',
    scope: 'lens',
    nullable: true,
    step,
    moment: 'order',
  },
  ...(unit === undefined ? {} : { unit }),
  source: { kind: 'given' },
})
const written = fc.oneof(
  // Of so many digits, as a program that reckons in binary has them.
  fc.tuple(fc.integer({ min: -200_000, max: 200_000 }), fc.constantFrom(1, 10, 100, 1000)).map(([n, of]) => n / of),
  fc.integer({ min: -90, max: 90 }).chain((n) => fc.constantFrom(0.12, 0.37, 0.62, 0.87).map((part) => n + part)),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e5, max: 1e5 }),
  fc.integer(),
)

test('a number is read as its digits are', () => {
  fc.assert(
    fc.property(
      written,
      fc.constantFrom<(UnitName | undefined)[]>('D', 'mm', 'deg', 'prism', 'index', undefined),
      fc.constantFrom(1, 5, 10, 125, 250),
      (given, unit, step) => {
        const fact = factIn(unit, step)
        // The same path as a text takes, by the fifteen digits that a double holds of any decimal.
        const digits = String(Number(given.toPrecision(15)))
        fc.pre(!digits.includes('e'))
        const read = readNumber(fact, given)
        const byDigits = readNumber(fact, digits)
        expect(read.ok).toBe(byDigits.ok)
        if (read.ok && byDigits.ok) expect(read.value).toBe(byDigits.value)
      },
    ),
    { numRuns: 5000 },
  )
})
