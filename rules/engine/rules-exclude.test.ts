import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileIndex } from './compile-index.ts'
import type { NestedCondition } from './condition.ts'

const tested = (fact: string, operator: string, value: unknown): NestedCondition => ({ fact, operator, value })
const conditionsOf = fc.array(
  fc
    .array(
      fc.oneof(
        fc
          .tuple(
            fc.constantFrom('equal', 'lessThan', 'greaterThanInclusive', 'notEqual'),
            fc.integer({ min: 0, max: 4 }),
          )
          .map(([operator, value]) => tested('number', operator, value)),
        fc.constantFrom('a', 'b', null).map((value) => tested('word', 'equal', value)),
        fc.subarray(['a', 'b', 'c']).map((value) => tested('word', 'in', value)),
        fc.constantFrom('a', 'b').map((value) => tested('set', 'contains', value)),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) => ({ all })),
  { minLength: 2, maxLength: 6 },
)
const facts = ['number', 'word', 'set']
const valuesOf = fc.tuple(
  fc.option(fc.integer({ min: -1, max: 5 })),
  fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
  fc.option(fc.subarray(['a', 'b', 'c'])),
)

test('rules that exclude each other never hold together', () => {
  let excluded = 0
  fc.assert(
    fc.property(conditionsOf, fc.array(valuesOf, { maxLength: 20 }), (conditions, many) => {
      const index = compileIndex(conditions, (id) => facts.indexOf(id))
      const exclude = index.exclusive((slot, ranged) => slot === 0 || (slot === 1 && !ranged))
      for (const one of conditions.keys())
        for (const other of conditions.keys()) {
          if (one === other || !exclude(one, other)) continue
          excluded++
          for (const values of many) expect(index.holds(one, values) && index.holds(other, values)).toBe(false)
        }
    }),
    { numRuns: 500 },
  )
  expect(excluded).toBeGreaterThan(500)
})

test('two words of one table exclude each other, a word and nothing in particular do not', () => {
  const conditions = [
    { all: [tested('word', 'equal', 'a')] },
    { all: [tested('word', 'equal', 'b')] },
    { all: [tested('number', 'greaterThanInclusive', 3)] },
    { all: [tested('set', 'contains', 'a')] },
  ]
  const exclude = compileIndex(conditions, (id) => facts.indexOf(id)).exclusive((slot) => slot < 2)
  expect(exclude(0, 1)).toBe(true)
  expect(exclude(0, 2)).toBe(false)
  expect(exclude(0, 3)).toBe(false)
})
