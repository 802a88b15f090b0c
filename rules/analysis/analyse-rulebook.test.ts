import { describe, expect, test as it } from 'vitest'
import { exampleRulebook } from '../language/example-rulebook.ts'
import type { Rule, Rulebook } from '../language/rulebook.ts'
import { analyse } from './analyse-rulebook.ts'
import type { Analysis } from './assemble-analysis.ts'
import { refusal, smallFact, smallGroup, smallRule, smallRulebook, test } from './example-small.ts'
import type { Finding, FindingKind } from './finding.ts'
import { reanalyse } from './reanalyse-rulebook.ts'

const vocabulary = [
  smallFact('material', { type: 'enum', valuesOf: 'materials' }),
  smallFact('material.height', { unit: 'mm', source: { kind: 'catalogue', of: 'material', attribute: 'height' } }),
  smallFact('sphere', { unit: 'D', min: -10000, max: 8000, step: 250 }),
  smallFact('add', { unit: 'D', min: 500, max: 4000, step: 250, nullable: true }),
  smallFact('height', { unit: 'mm', min: 800, max: 4000 }),
  smallFact('wish', { type: 'set', values: ['ar', 'tint'] }),
  smallFact('equivalent', {
    ...{ unit: 'D', nullable: true },
    source: { kind: 'computed', by: 'sphericalEquivalent@1', from: { sphere: 'sphere', cylinder: 'cylinder' } },
  }),
  smallFact('cylinder', { unit: 'D', min: -4000, max: 0, step: 250 }),
  smallFact('day', { type: 'date', source: { kind: 'world' } }),
]
const materials = [
  { id: 'cr39', label: 'CR-39', attributes: { height: 1400 } },
  { id: 'poly', label: 'Poly', attributes: { height: 1800 } },
]

function bookOf(rules: readonly Rule[], more: Partial<Rulebook> = {}): Rulebook {
  const groups = [
    smallGroup('stop', { hit: 'collect', phase: 'accept', writes: [] }),
    smallGroup('one', { hit: 'unique' }),
    smallGroup('first', { hit: 'first' }),
    smallGroup('all', { hit: 'collect' }),
    smallGroup('most', { hit: 'highest', phase: 'promise', writes: ['workingHours'] }),
  ]
  return smallRulebook({ vocabulary, catalogue: { materials }, groups, rules, ...more })
}

const alarms = ({ findings }: Analysis): readonly Finding[] => findings.filter(({ weight }) => weight !== 'advice')
const idsOf = (rulebook: Rulebook): readonly string[] => alarms(analyse(rulebook)).map(({ id }) => id)
const of = (rulebook: Rulebook, kind: FindingKind): readonly Finding[] =>
  analyse(rulebook).findings.filter((one) => one.kind === kind)

const strong = [test('sphere', 'lessThan', -6000)]
const hours = (workingHours: number) => ({ event: { type: 'take', params: { workingHours } } as const })

describe('rules by themselves', () => {
  it('a rule between two points of the lattice is unreachable', () => {
    const rules = [smallRule('r', 'all', [test('sphere', 'greaterThan', 2000), test('sphere', 'lessThan', 2250)])]
    expect(idsOf(bookOf(rules))).toEqual(['unreachable:r'])
    expect(of(bookOf(rules), 'unreachable')[0]?.message).toBe(
      'No order can meet rule r: its tests of sphere exclude each other.',
    )
  })

  it('a rule is unreachable when no catalogue entry is as it asks', () => {
    const rules = [
      smallRule('r', 'all', [test('material', 'equal', 'poly'), test('material.height', 'lessThan', 1500)]),
    ]
    expect(idsOf(bookOf(rules))).toEqual(['unreachable:r'])
  })

  it('a given height below the least of the material is cut open entry by entry', () => {
    const low = test('height', 'lessThan', { fact: 'material.height' })
    const rules = [
      smallRule('r', 'all', [low, test('material', 'equal', 'cr39'), test('height', 'greaterThanInclusive', 1400)]),
    ]
    expect(idsOf(bookOf(rules))).toEqual(['unreachable:r'])
  })

  it('null fails every range, so a range and a null test of one fact exclude each other', () => {
    const rules = [smallRule('r', 'all', [test('add', 'lessThan', 2000), test('add', 'equal', null)])]
    expect(idsOf(bookOf(rules))).toEqual(['unreachable:r'])
  })

  it('an alternative that the rest of the rule excludes is a dead branch', () => {
    const either = { any: [test('material', 'equal', 'poly'), test('sphere', 'greaterThan', 0)] }
    const rules = [smallRule('r', 'all', [...strong, either])]
    expect(idsOf(bookOf(rules))).toEqual(['dead-branch:r:/all/1/any/1'])
  })

  it('a test that holds for every order is a tautology, but not where a range ends with its fact', () => {
    const rules = [
      smallRule('r', 'all', [test('material', 'in', ['cr39', 'poly']), ...strong]),
      smallRule('s', 'all', [test('sphere', 'greaterThanInclusive', -10000), test('sphere', 'lessThan', 0)], {
        says: 'r',
      }),
    ]
    expect(idsOf(bookOf(rules))).toEqual(['tautology:r:/all/0'])
  })

  it('numbers outside of their fact or off its lattice are named in natural units', () => {
    const rules = [smallRule('r', 'all', [test('sphere', 'lessThan', -60000), test('add', 'lessThan', 2200)])]
    const found = alarms(analyse(bookOf(rules)))
    expect(found.map(({ id }) => id)).toEqual(['unreachable:r', 'off-range:r:sphere=-60000', 'off-lattice:r:add=2200'])
    expect(found[2]?.message).toBe('In rule r add is compared with 2.20, which is no multiple of 0.25.')
  })

  it('words that a set cannot hold, and what one set must and must not hold', () => {
    const rules = [
      smallRule('r', 'all', [test('wish', 'contains', 'mirror')]),
      smallRule('s', 'all', [test('wish', 'contains', 'ar'), test('wish', 'doesNotContain', 'ar')]),
      smallRule('t', 'all', [test('wish', 'contains', 'ar'), test('wish', 'contains', 'tint')]),
    ]
    expect(idsOf(bookOf(rules))).toEqual(['unreachable:r', 'unreachable:s'])
  })

  it('days of the calendar are a lattice too', () => {
    const rules = [
      smallRule('r', 'all', [test('day', 'greaterThan', '2026-02-28'), test('day', 'lessThan', '2026-03-01')]),
    ]
    expect(idsOf(bookOf(rules))).toEqual(['unreachable:r'])
  })
})

describe('rules against each other', () => {
  it('of two rules that fire together where one may, the example fires both', () => {
    const rules = [smallRule('a', 'one', strong), smallRule('b', 'one', [test('sphere', 'lessThanInclusive', -6250)])]
    const [finding] = alarms(analyse(bookOf(rules)))
    expect(finding).toMatchObject({
      ...{ id: 'conflict:a:b', certainty: 'certain', rules: ['a', 'b'], witness: { sphere: -10000 } },
      region: [{ fact: 'sphere', cells: '-10.00 … -6.25' }],
      message: 'a and b contradict each other about program for sphere -10.00 … -6.25.',
    })
  })

  it('saying the same twice is an overlap, and nothing where both may speak', () => {
    const twice = (group: string) => [
      smallRule('a', group, strong, { says: 'P' }),
      smallRule('b', group, strong, { says: 'P' }),
    ]
    expect(idsOf(bookOf(twice('one')))).toEqual(['overlap:a:b'])
    expect(idsOf(bookOf(twice('all')))).toEqual([])
  })

  it('two values for one slot contradict each other where all are heard, unless a priority chooses', () => {
    const two = (priority: number) => [smallRule('a', 'all', strong, { priority }), smallRule('b', 'all', strong)]
    expect(idsOf(bookOf(two(1)))).toEqual(['conflict:a:b'])
    expect(idsOf(bookOf(two(2)))).toEqual([])
  })

  it('what is refused beforehand is no conflict', () => {
    const rules = [smallRule('a', 'one', strong), smallRule('b', 'one', strong), refusal('too-strong', 'stop', strong)]
    expect(idsOf(bookOf(rules))).toEqual([])
    const some = [...rules.slice(0, 2), refusal('too-strong', 'stop', [test('sphere', 'lessThan', -8000)])]
    expect(alarms(analyse(bookOf(some))).map(({ id, witness }) => [id, witness])).toEqual([
      ['conflict:a:b', { sphere: -8000 }],
    ])
  })

  it('a first rule that takes everything shadows the next, two halves together as well', () => {
    const rules = [
      smallRule('a', 'first', [test('sphere', 'lessThan', 0)], { priority: 3 }),
      smallRule('b', 'first', [test('sphere', 'greaterThanInclusive', 0)], { priority: 2 }),
      smallRule('c', 'first', [test('material', 'equal', 'poly')]),
    ]
    const [finding] = alarms(analyse(bookOf(rules)))
    expect(finding).toMatchObject({ id: 'shadowed:c', rules: ['c', 'a', 'b'], certainty: 'certain' })
    expect(idsOf(bookOf(rules.slice(1)))).toEqual([])
  })

  it('of what is compared by size, a smaller one inside a greater one never counts', () => {
    const rules = [
      smallRule('a', 'most', strong, hours(8)),
      smallRule('b', 'most', [test('sphere', 'lessThan', -8000)], hours(4)),
    ]
    expect(idsOf(bookOf(rules))).toEqual(['shadowed:b'])
    expect(idsOf(bookOf([smallRule('a', 'most', strong, hours(2)), ...rules.slice(1)]))).toEqual([])
  })

  it('a tie is what only the alphabet decides; rows of one table are in an order', () => {
    const rules = [smallRule('a', 'first', strong), smallRule('b', 'first', [test('material', 'equal', 'poly')])]
    expect(idsOf(bookOf(rules))).toEqual(['tie:a:b'])
  })

  it('rows that differ by one neighbouring stretch are mergeable, which is advice', () => {
    const stretch = (id: string, from: number, to: number) =>
      smallRule(id, 'one', [test('sphere', 'greaterThanInclusive', from), test('sphere', 'lessThan', to)], {
        says: 'P',
      })
    const rules = [stretch('a', -4000, -2000), stretch('b', -2000, 0), stretch('c', 500, 1000)]
    const book = bookOf(rules)
    expect(of(book, 'mergeable').map((one) => [one.rules, one.region])).toEqual([
      [['a', 'b'], [{ fact: 'sphere', cells: '-4.00 … -0.25' }]],
    ])
    expect(idsOf(book)).toEqual([])
  })
})

describe('gaps', () => {
  const total = [
    smallGroup('stop', { hit: 'collect', phase: 'accept', writes: [] }),
    smallGroup('one', { hit: 'unique', total: true }),
  ]

  it('are named with region and example, and refused orders leave none', () => {
    const rules = [
      smallRule('a', 'one', [test('material', 'equal', 'cr39')]),
      smallRule('b', 'one', [test('material', 'equal', 'poly'), test('sphere', 'greaterThanInclusive', -6000)]),
    ]
    const [gap] = of(bookOf(rules, { groups: total }), 'gap')
    expect(gap).toMatchObject({
      id: 'gap:one:program:material poly; sphere -10.00 … -6.25',
      certainty: 'certain',
      witness: { material: 'poly', sphere: -10000 },
      message: 'No rule of one says what program is for material poly, sphere -10.00 … -6.25.',
    })
    const refused = [...rules, refusal('x', 'stop', [test('material', 'equal', 'poly'), ...strong])]
    expect(idsOf(bookOf(refused, { groups: total }))).toEqual([])
  })

  it('a total group without any rule is open everywhere', () => {
    expect(of(bookOf([], { groups: total }), 'gap').map(({ message }) => message)).toEqual([
      'No rule of one says what program is for any order.',
    ])
  })

  it('an overridable refusal covers nothing', () => {
    const event = { type: 'refuse', params: { code: 'x', message: 'x', overridable: true } } as const
    const rules = [smallRule('r', 'stop', [test('sphere', 'lessThan', 9000)], { event })]
    expect(of(bookOf(rules, { groups: total }), 'gap')).toHaveLength(1)
  })
})

describe('what follows from other facts', () => {
  it('an overlap over a computed fact is certain once an order shows it', () => {
    const rules = [
      smallRule('a', 'one', [test('equivalent', 'lessThan', -5000)]),
      smallRule('b', 'one', [test('cylinder', 'lessThan', -2000)]),
    ]
    const [finding] = alarms(analyse(bookOf(rules)))
    expect(finding).toMatchObject({ id: 'conflict:a:b', certainty: 'certain' })
    expect(Number(finding?.witness?.['equivalent'])).toBeLessThan(-5000)
  })

  it('and possible while none is found, which somebody may accept by name', () => {
    // An equivalent of -12.00 needs a sphere below -10.00: there is no such order, but cells do not know.
    const rules = [
      smallRule('a', 'one', [test('equivalent', 'lessThan', -12500)]),
      smallRule('b', 'one', [test('cylinder', 'lessThan', -2000)]),
    ]
    const accepted = [{ finding: 'conflict:a:b', by: 'kay', why: 'never that strong' }]
    const analysis = analyse(bookOf(rules, { accepted }))
    expect(alarms(analysis)).toMatchObject([
      { id: 'conflict:a:b', certainty: 'possible', witness: null, accepted: { by: 'kay', why: 'never that strong' } },
    ])
    expect(analysis.counts.conflict).toMatchObject({ total: 1, possible: 1, certain: 0, accepted: 1, exact: true })
  })

  it('two given facts compared are searched at their boundary', () => {
    const same = test('height', 'equal', { fact: 'far' })
    const far = smallFact('far', { unit: 'mm', min: 800, max: 400_000 })
    const rules = [smallRule('a', 'one', [same]), smallRule('b', 'one', [test('height', 'greaterThan', 900)])]
    const book = bookOf(rules, { vocabulary: [...vocabulary, far] })
    expect(alarms(analyse(book)).map(({ id, certainty }) => [id, certainty])).toEqual([['conflict:a:b', 'certain']])
  })
})

describe('the whole', () => {
  it('names facts and entries that nobody asks for', () => {
    const rules = [smallRule('a', 'all', [test('material', 'equal', 'cr39'), test('equivalent', 'lessThan', 0)])]
    const found = analyse(bookOf(rules)).findings.filter(({ kind }) => kind.startsWith('unused'))
    expect(found.map(({ id }) => id)).toEqual([
      ...['material.height', 'add', 'height', 'wish', 'day'].map((id) => `unused-fact:${id}`),
      'unused-entry:materials/poly',
    ])
  })

  it('counts what cases see, and names rules that none fires or just misses', () => {
    const given = { material: 'poly', sphere: -7000, cylinder: 0, height: 2000, wish: [], add: null }
    const caseOf = (id: string, sphere: number) => ({
      ...{ id, title: id, why: 'test', expect: {} },
      configuration: { ordered: [], job: { ...given, sphere } },
    })
    const rules = [smallRule('a', 'all', strong), smallRule('b', 'first', [test('material', 'equal', 'cr39')])]
    const { coverage, findings } = analyse(bookOf(rules, { cases: [caseOf('yes', -7000), caseOf('no', -2000)] }))
    expect(coverage).toMatchObject({ cases: 2, rules: 2, fired: 1, outside: 2, outcomes: 4, seen: 3, complete: true })
    expect(coverage?.byRule.get('a')).toMatchObject({ fires: ['yes'], outside: ['no'], fired: 1, judged: 2 })
    expect(findings.filter(({ kind }) => kind.startsWith('no-case')).map(({ id }) => id)).toEqual(['no-case-fires:b'])
  })

  it('the worked example raises no alarm', () => {
    expect(alarms(analyse(exampleRulebook))).toEqual([])
  })

  it('is the same after an edit of a table or rule, and anew when the vocabulary changed', () => {
    const first = analyse(exampleRulebook)
    const [rule] = exampleRulebook.rules
    const edited = { ...exampleRulebook, rules: exampleRulebook.rules.filter((one) => one !== rule) }
    const again = reanalyse(first, edited, [rule?.id ?? ''])
    expect(again.findings.map(({ id }) => id)).toEqual(analyse(edited).findings.map(({ id }) => id))
    const shorter = { ...edited, vocabulary: edited.vocabulary.map((fact) => ({ ...fact, label: fact.id })) }
    expect(reanalyse(again, shorter, []).findings).toEqual(analyse(shorter).findings)
  })
})

describe('hostile rulebooks', () => {
  it('are said not to be analysed where they cannot be, and the rest is', () => {
    const rules = [
      smallRule('unknown', 'all', [test('__proto__', 'equal', 1)]),
      smallRule('operator', 'all', [test('sphere', 'constructor', 1)]),
      smallRule('shared', 'all', { condition: 'toString' }),
      smallRule('circle', 'all', { condition: 'circle' }),
      smallRule('null', 'all', [null as never]),
      smallRule('in', 'all', [test('sphere', 'in', null)]),
      smallRule('fine', 'all', [test('sphere', 'lessThan', -20000)]),
    ]
    const conditions = { circle: { all: [{ condition: 'circle' }] } }
    expect(idsOf(bookOf(rules, { conditions }))).toEqual([
      'unreachable:fine',
      'off-range:fine:sphere=-20000',
      ...['circle', 'in', 'null', 'operator', 'shared', 'unknown'].map((id) => `not-analysed:${id}`),
    ])
  })

  it('a rule that falls into too many regions is said so instead of being unfolded', () => {
    const either = (a: number) => ({
      any: [test('sphere', 'equal', a), test('cylinder', 'equal', -a), test('height', 'equal', a)],
    })
    const wide = smallRule(
      'wide',
      'all',
      Array.from({ length: 60 }, (_, i) => ({ not: { all: [either(250 * i), either(500 * i)] } })),
    )
    expect(idsOf(bookOf([wide]))).toContain('not-analysed:wide')
  })

  it('a total group over many scattered rules comes to an end', () => {
    const facts = Array.from({ length: 20 }, (_, i) => smallFact(`n${i}`, { min: 0, max: 1000 }))
    const rules = Array.from({ length: 1500 }, (_, n) =>
      smallRule(
        `r${n}`,
        'one',
        [0, 1, 2, 3].map((k) =>
          test(`n${(n * 7 + k * 5) % 20}`, k % 2 ? 'lessThan' : 'greaterThan', (n * 37 + k * 211) % 1000),
        ),
      ),
    )
    const groups = [smallGroup('one', { hit: 'first', total: true })]
    const { counts } = analyse(smallRulebook({ vocabulary: facts, groups, rules }))
    expect((counts.gap?.total ?? 0) + (counts.undecided?.total ?? 0)).toBeGreaterThan(0)
  })
})
