import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileIndex } from './compile-index.ts'
import type { NestedCondition, TopLevelCondition } from './condition.ts'

const FACTS = ['x', 'y', 'kind', 'tags']
const slotOf = (fact: string): number => FACTS.indexOf(fact)
const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value })

/** What holds, found in all three ways. */
function compare(
  conditions: readonly TopLevelCondition[],
  mostCuts?: number,
): (values: readonly unknown[]) => number[] {
  const index = compileIndex(conditions, slotOf, {}, mostCuts)
  const [matched, scanned] = [new Int32Array(conditions.length), new Int32Array(conditions.length)]
  return (values) => {
    const found = [...matched.subarray(0, index.match(values, matched))]
    expect(found).toEqual([...scanned.subarray(0, index.scan(values, scanned))])
    expect(found).toEqual([...conditions.keys()].filter((rule) => index.holds(rule, values)))
    return found
  }
}

describe('the index finds what a scan finds', () => {
  test.each([1, 31, 32, 33, 63, 64, 65, 383, 384, 385, 1025])('with %i rules', (count) => {
    const conditions = Array.from({ length: count }, (_, n) => ({
      all: [leaf('x', 'greaterThanInclusive', n), ...(n % 3 === 0 ? [leaf('kind', 'equal', 'a')] : [])],
    }))
    const found = compare(conditions)
    for (const kind of ['a', 'b'])
      expect(found([count - 1, 0, kind, []]).at(-1)).toBe(
        (count - 1) % 3 === 0 && kind === 'b' ? (count > 1 ? count - 2 : undefined) : count - 1,
      )
    expect(found([-1, 0, 'a', []])).toEqual([])
  })

  test('with more cuts than are kept', () => {
    const conditions = Array.from({ length: 3000 }, (_, n) => ({
      all: [leaf('x', n % 2 ? 'lessThan' : 'greaterThan', n / 7), ...(n % 5 ? [] : [leaf('x', 'notEqual', n / 3)])],
    }))
    const found = compare(conditions)
    for (const x of [-1, 0, 100 / 7, 100 / 3, 214, 428.4, 2999 / 7, 1e6]) found([x, 0, 'a', []])
    const nested = conditions.map(({ all }) => ({ all: [{ not: { any: all } }] }))
    const foundNested = compare(nested, 16)
    for (const x of [-1, 100 / 7, 100 / 3]) foundNested([x, 0, 'a', []])
  })

  test('at the edges of numbers', () => {
    const edges = [
      0,
      -0,
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      Infinity,
      -Infinity,
      2 ** 53,
      2 ** 53 + 2,
      5e-324,
      NaN,
      null,
      '7',
      '',
    ]
    const conditions = edges.flatMap((edge) =>
      ['equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'].map((operator) => ({
        all: [leaf('x', operator, edge)],
      })),
    )
    for (const found of [compare(conditions), compare(conditions, 3)])
      for (const x of [...edges, 1, -1, 2 ** 53 + 1, 1e300, true, undefined, 'other', '8', [5], new Date(5), 5n])
        found([x, 0, 'a', []])
  })

  test('without any rule, and with rules that ask nothing', () => {
    expect(compare([])([1, 2, 'a', []])).toEqual([])
    expect(compare(new Array<TopLevelCondition>(40).fill({ all: [] }))([1, 2, 'a', []])).toHaveLength(40)
  })

  test('in the order declared, however many hold', () => {
    const kinds = Array.from({ length: 500 }, (_, n) => ({ all: [leaf('kind', 'notEqual', `kind${(n * 7919) % 13}`)] }))
    const found = compare(kinds)([1, 2, 'kind3', []])
    expect(found).toEqual(found.toSorted((a, b) => a - b))
    expect(found.length).toBeGreaterThan(400)
  })
})

test('a value that something converts goes the slow way, which may throw', () => {
  const textual = [{ all: [leaf('kind', 'equal', 'a'), leaf('kind', 'in', 'abc')] }]
  const into = new Int32Array(1)
  expect(() => compileIndex(textual, slotOf).match([0, 0, Symbol('a'), []], into)).toThrow(TypeError)
  const related = [{ all: [leaf('kind', 'equal', 'a'), leaf('x', 'lessThan', { fact: 'y' })] }]
  expect(() => compileIndex(related, slotOf).match([1, Object.create(null), 'b', []], into)).toThrow(TypeError)
})

test('stats say how rules are answered', () => {
  const conditions: TopLevelCondition[] = [
    { all: [leaf('x', 'lessThan', 3), { not: { all: [leaf('x', 'equal', 2)] } }] },
    { all: [leaf('x', 'lessThan', 3), leaf('x', 'lessThan', { fact: 'y' })] },
    { all: [leaf('x', 'lessThan', { fact: 'y' })] },
    { any: [leaf('x', 'lessThan', 3), leaf('kind', 'equal', 'a')] },
    { all: [leaf('kind', 'not:equal', 'a')] },
  ]
  expect(compileIndex(conditions, slotOf).stats).toMatchObject({
    rules: 5,
    indexed: 1,
    residual: 1,
    fallback: 3,
    facts: 1,
  })
})

const test1 = fc.oneof(
  fc.record({
    fact: fc.constantFrom('x', 'y'),
    operator: fc.constantFrom('lessThan', 'greaterThanInclusive', 'equal', 'notEqual'),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({
    fact: fc.constant('kind'),
    operator: fc.constantFrom('equal', 'notEqual'),
    value: fc.constantFrom('a', 'b'),
  }),
  fc.record({
    fact: fc.constant('tags'),
    operator: fc.constantFrom('contains', 'doesNotContain'),
    value: fc.constantFrom('a', 'b'),
  }),
)
const rules = fc.array(fc.record({ all: fc.array(test1, { minLength: 1, maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 70,
})
const values = fc.tuple(
  fc.integer({ min: -1, max: 5 }),
  fc.option(fc.integer({ min: -1, max: 5 })),
  fc.constantFrom('a', 'b', 'c'),
  fc.subarray(['a', 'b', 'c']),
)

test('near misses are the rules that the tests of one fact alone keep from holding', () => {
  fc.assert(
    fc.property(rules, values, fc.constantFrom(2, undefined), (conditions, given, mostCuts) => {
      const index = compileIndex(conditions, slotOf, {}, mostCuts)
      const expected = conditions.flatMap(({ all }, rule) => {
        const failing = new Set(all.filter((one) => !holdsAlone(one, given)).map(({ fact }) => slotOf(fact)))
        const [slot] = failing
        return failing.size === 1 && slot !== undefined ? [{ rule, slot }] : []
      })
      expect(index.nearMisses(given, 1000)).toEqual(expected)
      expect(index.nearMisses(given, 2)).toEqual(expected.slice(0, 2))
    }),
    { numRuns: 500, seed: 3 },
  )
})

const holdsAlone = (one: NestedCondition, given: readonly unknown[]): boolean =>
  compileIndex([{ all: [one] }], slotOf).holds(0, given)
