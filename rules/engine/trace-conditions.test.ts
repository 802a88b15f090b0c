import { expect, test } from 'vitest'
import { traceConditions } from './trace-conditions.ts'

const valueOf = (fact: string): unknown => ({ x: 3, kind: 'poly', blank: { size: 70 } })[fact]
const leaf = (fact: string, operator: string, value: unknown) => ({ fact, operator, value })

test('a trace shows both sides of every test, also where the answer is known', () => {
  const traced = traceConditions(
    { all: [leaf('x', 'lessThan', 2), { any: [leaf('kind', 'equal', 'poly'), leaf('x', 'equal', { fact: 'kind' })] }] },
    valueOf,
  )
  expect(traced).toEqual({
    all: [
      { ...leaf('x', 'lessThan', 2), factResult: 3, valueResult: 2, result: false },
      {
        any: [
          { ...leaf('kind', 'equal', 'poly'), factResult: 'poly', valueResult: 'poly', result: true },
          { ...leaf('x', 'equal', { fact: 'kind' }), factResult: 3, valueResult: 'poly', result: false },
        ],
        result: true,
      },
    ],
    result: false,
  })
})

test('a shared condition is shown under its name, a path by what it finds', () => {
  const shared = { big: { not: { fact: 'blank', path: '$.size', operator: 'lessThan', value: 65 } } }
  expect(traceConditions({ all: [{ condition: 'big' }] }, valueOf, shared)).toEqual({
    all: [
      {
        condition: 'big',
        not: {
          fact: 'blank',
          path: '$.size',
          operator: 'lessThan',
          value: 65,
          factResult: 70,
          valueResult: 65,
          result: false,
        },
        result: true,
      },
    ],
    result: true,
  })
})

test('an empty any is true, as it is for json-rules-engine', () => {
  expect(traceConditions({ any: [] }, valueOf)).toEqual({ any: [], result: true })
})

test('what cannot be traced throws', () => {
  expect(() => traceConditions({ condition: 'none' }, valueOf)).toThrow('No condition none exists')
  const round = { round: { not: { condition: 'round' } } }
  expect(() => traceConditions({ condition: 'round' }, valueOf, round)).toThrow('refers to itself')
  expect(() => traceConditions({ all: [leaf('x', 'is', 1)] }, valueOf)).toThrow('Unknown operator: is')
})
