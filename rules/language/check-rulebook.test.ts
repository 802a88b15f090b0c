import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TopLevelCondition } from '../engine/condition.ts'
import { checkRulebook } from './check-rulebook.ts'
import { exampleRulebook } from './example-rulebook.ts'
import { fuzzRulebooks } from './fuzz-rulebooks.ts'
import { orderGroups } from './order-groups.ts'
import { expandRulebook } from './expand-rulebook.ts'
import { eventTypes, hitPolicies, phases, type Rulebook } from './rulebook.ts'

const codesOf = (rulebook: unknown): string[] => [...new Set(checkRulebook(rulebook).map(({ code }) => code))]
const withConditions = (conditions: unknown): Rulebook => ({
  ...exampleRulebook,
  rules: exampleRulebook.rules.map((rule) =>
    rule.id === 'no-blank' ? { ...rule, rule: { ...rule.rule, conditions: conditions as TopLevelCondition } } : rule,
  ),
})

test('the example uses every event, phase and hit policy, and has no fault', () => {
  expect(checkRulebook(exampleRulebook)).toEqual([])
  expect(new Set(expandRulebook(exampleRulebook).map(({ event }) => event.type))).toEqual(new Set(eventTypes))
  expect(new Set(exampleRulebook.groups.map(({ phase }) => phase))).toEqual(new Set(phases))
  expect(new Set(exampleRulebook.groups.map(({ hit }) => hit))).toEqual(new Set(hitPolicies))
})

test('two thousand rulebooks of any kind are reported on, none makes the checker throw', () => {
  const { broken, accepted, codes } = fuzzRulebooks(2000, 20261121)
  expect(broken).toEqual([])
  expect(accepted).toBeGreaterThan(100)
  expect(codes.size).toBeGreaterThan(30)
})

test('any JSON in place of a rulebook or of one of its parts gives a report', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(exampleRulebook)), (value, key) => {
      expect(checkRulebook(value).length).toBeGreaterThan(0)
      expect(Array.isArray(checkRulebook({ ...exampleRulebook, [key]: value }))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('names that every object has are harmless as ids', () => {
  const [rule] = exampleRulebook.rules
  const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf']
  const rules = [...exampleRulebook.rules, ...names.map((id) => ({ ...rule, id }))]
  expect(checkRulebook({ ...exampleRulebook, rules })).toEqual([])
  for (const name of names) {
    expect(codesOf(withConditions({ all: [{ fact: name, operator: 'equal', value: 1 }] }))).toEqual(['unknown_fact'])
    expect(codesOf(withConditions({ condition: name }))).toEqual(['unknown_condition'])
    expect(codesOf(withConditions({ all: [{ fact: 'order.rush', operator: name, value: true }] }))).toEqual([
      'unknown_operator',
    ])
  }
})

const rush = { fact: 'order.rush', operator: 'equal', value: true }
test.each<[string, unknown, string[]]>([
  ['a root that is a test', rush, ['wrong_form']],
  ['an empty object', {}, ['wrong_form']],
  ['a list under not', { not: [rush] }, ['wrong_type']],
  ['an object under all', { all: rush }, ['wrong_type']],
  ['two kinds in one', { all: [rush], any: [rush] }, ['several_kinds']],
  ['a decorator', { all: [{ ...rush, operator: 'not:equal' }] }, ['unknown_operator']],
  ['parameters', { all: [{ ...rush, params: {} }] }, ['unknown_key']],
  ['a priority', { all: [{ ...rush, priority: 2 }] }, ['unknown_key']],
  ['a list for equal', { all: [{ ...rush, value: [true] }] }, ['wrong_type']],
  ['no list for in', { all: [{ ...rush, operator: 'in' }] }, ['wrong_type']],
  ['an empty list for in', { all: [{ ...rush, operator: 'in', value: [] }] }, ['empty_list']],
  ['a reference in in', { all: [{ ...rush, operator: 'in', value: { fact: 'order.rush' } }] }, ['wrong_type']],
  ['a number for a boolean', { all: [{ ...rush, value: 1 }] }, ['wrong_type']],
  ['contains on a boolean', { all: [{ ...rush, operator: 'contains' }] }, ['wrong_operator']],
  ['null on a range', { all: [{ fact: 'rx.add', operator: 'lessThan', value: null }] }, ['wrong_type']],
  ['a note', { all: [{ ...rush, name: 'rush jobs' }], name: 'note' }, []],
  ['nine levels', { not: { not: { not: { not: { not: { not: { not: { all: [rush] } } } } } } } }, ['too_deep']],
  ['201 tests', { any: Array.from({ length: 201 }, () => rush) }, ['too_many_tests']],
  ['1001 values', { all: [{ ...rush, operator: 'in', value: Array(1001).fill(true) }] }, ['list_too_long']],
  [
    'a null test one level up',
    {
      all: [
        { any: [{ fact: 'rx.sphere', operator: 'lessThan', value: { fact: 'rx.cylinder' } }, rush] },
        { fact: 'rx.cylinder', operator: 'notEqual', value: null },
      ],
    },
    [],
  ],
  [
    'a null test beside it in any',
    {
      any: [
        { fact: 'rx.sphere', operator: 'lessThan', value: { fact: 'rx.cylinder' } },
        { fact: 'rx.cylinder', operator: 'notEqual', value: null },
      ],
    },
    ['null_untested'],
  ],
])('conditions: %s', (_, conditions, codes) => {
  expect(codesOf(withConditions(conditions))).toEqual(codes)
})

test('shared conditions that double at each step are counted, not followed', () => {
  const conditions: Record<string, TopLevelCondition> = { c0: { all: [rush] } }
  for (let i = 1; i < 60; i++) conditions[`c${i}`] = { all: [{ condition: `c${i - 1}` }, { condition: `c${i - 1}` }] }
  expect(codesOf({ ...exampleRulebook, conditions: { ...exampleRulebook.conditions, ...conditions } })).toEqual([
    'too_deep',
    'too_many_tests',
  ])
})

test('a shared condition is looked at from the group that uses it', () => {
  const conditions = {
    ...exampleRulebook.conditions,
    plus: { all: [{ fact: 'rx.sphere', operator: 'greaterThan', value: 0 }] },
  }
  const rules = exampleRulebook.rules.map((rule) =>
    rule.id === 'cr39-drilled' ? { ...rule, rule: { ...rule.rule, conditions: { condition: 'plus' } } } : rule,
  )
  expect(checkRulebook({ ...exampleRulebook, conditions, rules })).toMatchObject([
    { code: 'wrong_scope', subject: 'cr39-drilled' },
  ])
})

test('groups that wait for each other are told, with the facts that they wait for', () => {
  const tables = exampleRulebook.tables.map((table) =>
    table.id === 'power-classes'
      ? { ...table, inputs: ['lens.strong'], rows: [{ id: 'low', cells: ['yes', 'high'] }] }
      : table,
  )
  const faults = checkRulebook({ ...exampleRulebook, tables })
  expect(faults.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    'group_cycle: Groups wait for each other in a circle: `power-class` reads `lens.strong`, `care` reads ' +
      '`lens.powerClass`, which `power-class` is needed for.',
  ])
})

test('groups run after those whose facts they read, whatever stands between', () => {
  const groups = exampleRulebook.groups.toReversed()
  const { order, cycles } = orderGroups(
    groups,
    expandRulebook(exampleRulebook),
    exampleRulebook.vocabulary,
    exampleRulebook.conditions,
  )
  const place = (id: string): number => order.indexOf(id)
  expect(cycles).toEqual([])
  expect([...order].sort()).toEqual(groups.map(({ id }) => id).sort())
  expect(place('power-class')).toBeLessThan(place('care'))
  // It reads an aggregate of what `care` derives.
  expect(place('care')).toBeLessThan(place('job-prices'))
  expect(place('treatment-set')).toBeLessThan(place('lens-steps'))
  expect(place('edition')).toBeLessThan(place('allowed'))
})

test('too much of anything is told before it is gone into', () => {
  const many = <Item>(item: Item, length: number): Item[] => Array.from({ length }, () => item)
  expect(codesOf({ ...exampleRulebook, rules: many(exampleRulebook.rules[0], 50_001) })).toContain('too_many')
  expect(codesOf({ ...exampleRulebook, groups: many(exampleRulebook.groups[0], 1001) })).toContain('too_many')
  const wrong = Array.from({ length: 3000 }, (_, i) => ({ ...exampleRulebook.rules[0], id: `r${i}`, group: 'nowhere' }))
  const faults = checkRulebook({ ...exampleRulebook, rules: wrong })
  expect(faults).toHaveLength(1001)
  expect(faults.at(-1)?.code).toBe('more_faults')
})

test('a part of the wrong form is told of once, not wherever it is used', () => {
  const vocabulary = exampleRulebook.vocabulary.map((fact) =>
    fact.id === 'rx.sphere' ? { ...fact, scope: 'eye' } : fact,
  )
  expect(codesOf({ ...exampleRulebook, vocabulary })).toEqual(['unknown_word'])
})
