import { FullConfiguration } from '@ils/contract/configuration'
import { SimpleOrder } from '@ils/contract/simple-order'
import { checkOf } from '@ils/contract/validate'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { hashDecision } from '@ils/rules/engine/hash-decision'
import { judge } from '@ils/rules/engine/judge'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Configuration, Eye, Rulebook } from '@ils/rules/language/rulebook'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { indexVocabulary } from '@ils/rules/vocabulary/index-vocabulary'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSimpleForm } from './read-simple-order.ts'

const { rulebook: loaded, faults } = loadRulebook(readStandardLab())
if (!loaded) throw new Error(`The standard lab has faults: ${JSON.stringify(faults.slice(0, 5))}`)
const rulebook: Rulebook = loaded
const form = openSimpleForm(rulebook)
const context = { practice: null, today: '2001-01-01' }
const stated = rulebook.vocabulary.filter(({ source }) => source.kind === 'given' || source.kind === 'world')
const { words } = indexVocabulary(rulebook.vocabulary, rulebook.catalogue)

/** Written, checked against the contract as a body would be, and read. */
function roundTrip(configuration: Configuration): { again: Configuration; causes: readonly unknown[] } {
  const checked = checkOf(SimpleOrder)(JSON.parse(JSON.stringify(form.write(configuration))), 'body')
  if (!checked.ok) throw new Error(JSON.stringify(checked.causes))
  // It was just checked against that schema.
  const { configuration: again, causes } = form.read(checked.value as SimpleOrder, context)
  return { again, causes }
}

function valuesOf(fact: Fact): fc.Arbitrary<FactValue> {
  const known = [...(words.get(fact.id) ?? [])]
  switch (fact.type) {
    case 'number': {
      const { min = -1000, max = 1000, step = 1 } = fact
      const onStep = fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((n) => n * step)
      // The engine judges step and range, so that others have to arrive as well.
      return fc.oneof({ weight: 4, arbitrary: onStep }, fc.integer({ min: -200_000, max: 200_000 }))
    }
    case 'boolean':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...known)
    case 'set':
      return fc.subarray(known)
    case 'date':
      return fc.constantFrom('2026-11-21', '2024-02-29', '1999-12-31')
    case 'code':
      return fc.string({ maxLength: 200 })
    case 'shape':
      return fc.constantFrom({ format: 'radii', mode: 'E', radii: [2500, 2600] }, [], [[1, 2], null, 'x'])
  }
}

const factsOf = (scope: Fact['scope']) =>
  fc
    .subarray(stated.filter((fact) => fact.scope === scope))
    .chain((facts) => fc.tuple(...facts.map((fact) => fc.tuple(fc.constant(fact.id), withNull(valuesOf(fact))))))
    .map((entries) => Object.fromEntries(entries))

const withNull = (values: fc.Arbitrary<FactValue>) => fc.oneof({ weight: 9, arbitrary: values }, fc.constant(null))

const configurations: fc.Arbitrary<Configuration> = fc.record(
  {
    ordered: fc.constantFrom<Eye[]>(['right', 'left'], ['right'], ['left']),
    job: factsOf('job'),
    right: factsOf('lens'),
    left: factsOf('lens'),
    confirmed: fc.array(fc.constantFrom({ code: 'duplicate', by: 'Ada' }, { code: 'thick', by: 'Ada' }), {
      maxLength: 2,
    }),
    overrides: fc.constant([{ code: 'thick', by: 'Ada', why: 'wished' }]),
    language: fc.constantFrom('en', 'de'),
  },
  { requiredKeys: ['ordered', 'job'], noNullPrototype: true },
)

describe('the simple form', () => {
  test('reads back every configuration that it has written', () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        const { again, causes } = roundTrip(configuration)
        expect(causes).toEqual([])
        expect(again).toStrictEqual(configuration)
      }),
      { numRuns: 2000 },
    )
  })

  test('writes for both eyes at once what they share', () => {
    const lens = { 'rx.sphere': -1000, 'fitting.panto': 8, 'fitting.wrap': 5 }
    const simple = form.write({
      ordered: ['right', 'left'],
      job: {},
      right: lens,
      left: { ...lens, 'fitting.wrap': 6 },
    })
    expect(simple.prescription).toEqual({ odSphere: -1, osSphere: -1, panto: 8 })
    expect(simple.facts).toEqual({ right: { 'fitting.wrap': 5 }, left: { 'fitting.wrap': 6 } })
  })

  test('writes as text what a number would be read as another', () => {
    const simple = form.write({ ordered: ['right'], job: {}, right: { 'rx.sphere': 2870 } })
    expect(simple.facts?.right).toEqual({ 'rx.sphere': '2.870' })
    expect(simple.prescription).toEqual({})
  })

  test('writes no order of nothing', () => {
    expect(() => form.write({ ordered: [], job: {} })).toThrow(/right lens, the left, or both/)
  })

  test('has each worked case of the standard lab judged as it is', () => {
    const release = compileRelease(rulebook)
    const cases = rulebook.cases.filter(({ moment }) => (moment ?? 'order') === 'order')
    expect(cases.length).toBeGreaterThan(600)
    const differing = cases.filter(({ configuration }) => {
      const { again, causes } = roundTrip(configuration)
      const same = hashDecision(judge(release, 'order', again)) === hashDecision(judge(release, 'order', configuration))
      return causes.length > 0 || !same
    })
    expect(differing.map(({ id }) => id)).toEqual([])
  })
})

describe('the full form', () => {
  const check = checkOf(FullConfiguration)
  const facts = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`fact.f${i}`, i]))

  test('takes every worked case', () => {
    for (const { id, configuration } of rulebook.cases) expect(check(configuration, 'body').ok, id).toBe(true)
  })

  test.each([
    ['nothing ordered', { ordered: [], job: {} }, 'body.ordered'],
    ['an eye twice', { ordered: ['left', 'left'], job: {} }, 'body.ordered'],
    ['a third eye', { ordered: ['middle'], job: {} }, 'body.ordered.0'],
    ['no job', { ordered: ['left'] }, 'body.job'],
    ['a job that is a list', { ordered: ['left'], job: [] }, 'body.job'],
    ['too many facts', { ordered: ['left'], job: facts(2001) }, 'body.job'],
    ['a fact with an endless name', { ordered: ['left'], job: { ['x'.repeat(101)]: 1 } }, 'body.job'],
    ['an endless text', { ordered: ['left'], job: { 'tint.text': 'x'.repeat(10_001) } }, 'body.job.tint.text'],
    [
      'a number beyond numbers',
      { ordered: ['left'], job: { 'frame.a': Number.POSITIVE_INFINITY } },
      'body.job.frame.a',
    ],
    [
      'an override without a reason',
      { ordered: ['left'], job: {}, overrides: [{ code: 'a', by: 'b' }] },
      'body.overrides.0.why',
    ],
    ['a field that there is not', { ordered: ['left'], job: {}, name: 'Ada' }, 'body.name'],
  ])('refuses %s', (_, body, field) => {
    const checked = check(body, 'body')
    expect(checked.ok ? [] : checked.causes.map((cause) => cause.field)).toContain(field)
  })

  test('takes two thousand facts', () => {
    expect(check({ ordered: ['left'], job: facts(2000) }, 'body').ok).toBe(true)
  })
})
