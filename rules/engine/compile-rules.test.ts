import { expect, test } from 'vitest'
import { compileRules, type RuleProperties } from './compile-rules.ts'

const rule = (name: string, priority: number, value: number): RuleProperties => ({
  name,
  priority,
  conditions: { all: [{ fact: 'x', operator: 'greaterThan', value }] },
  event: { type: name, params: { list: [value] } },
})

test('events come by priority, then as declared', () => {
  const { evaluate } = compileRules([rule('a', 1, 0), rule('b', 5, 1), rule('c', 5, 0), rule('d', 1, 0)])
  expect(evaluate({ x: 3 }).map(({ type }) => type)).toEqual(['b', 'c', 'a', 'd'])
  expect(evaluate({ x: 1 }).map(({ type }) => type)).toEqual(['c', 'a', 'd'])
  expect(evaluate({ x: 0 })).toEqual([])
})

test('an event cannot be changed for whoever is next', () => {
  const given = rule('a', 1, 0)
  const { evaluate } = compileRules([given])
  const [event] = evaluate({ x: 1 })
  expect(event).toEqual(given.event)
  expect(event).not.toBe(given.event)
  // A hostile caller's view of a frozen list.
  expect(() => (event?.params?.['list'] as number[]).push(2)).toThrow(TypeError)
})

test('changing a rule later changes nothing', () => {
  const list = [1, 2]
  const { evaluate } = compileRules([
    { conditions: { all: [{ fact: 'x', operator: 'in', value: list }] }, event: { type: 'a' } },
  ])
  list.push(3)
  expect(evaluate({ x: 3 })).toEqual([])
})

test('facts that would have to be awaited are refused', () => {
  const { evaluate } = compileRules([rule('a', 1, 0)])
  expect(() => evaluate({ x: () => 1 })).toThrow('must be a value')
  expect(() => evaluate({ x: Promise.resolve(1) })).toThrow('must be a value')
  expect(evaluate({ x: 1, unused: () => 1 })).toHaveLength(1)
})

test('stats count rules and facts', () => {
  expect(compileRules([rule('a', 1, 0), rule('b', 1, 1)]).stats).toMatchObject({
    rules: 2,
    indexed: 2,
    fallback: 0,
    facts: 1,
  })
})
