import { describe, expect, test as it } from 'vitest'
import { expandRulebook } from '../language/expand-rulebook.ts'
import type { ExpandedRule } from '../language/expanded-rule.ts'
import type { NestedCondition } from '../engine/condition.ts'
import type { Rule, Rulebook } from '../language/rulebook.ts'
import type { FactValue } from '../vocabulary/fact.ts'
import { analyse } from './analyse-rulebook.ts'
import type { Analysis } from './assemble-analysis.ts'
import { refusal, smallFact, smallGroup, smallRule, smallRulebook, test } from './example-small.ts'
import type { FindingKind } from './finding.ts'
import { holds, type ValueOf } from './holds.ts'
import { pseudoRandom } from './pseudo-random.ts'
import { reanalyse } from './reanalyse-rulebook.ts'

type Random = () => number
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]! // of what is there

const vocabulary = [
  smallFact('a', { type: 'enum', values: ['p', 'q', 'r'] }),
  smallFact('x', { min: -2, max: 6, step: 2, nullable: true }),
  smallFact('y', { min: -100, max: 100 }),
  smallFact('c', { type: 'enum', valuesOf: 'designs' }),
  smallFact('c.least', { source: { kind: 'catalogue', of: 'c', attribute: 'least' } }),
  smallFact('c.kind', { type: 'enum', values: ['k', 'l'], source: { kind: 'catalogue', of: 'c', attribute: 'kind' } }),
  smallFact('s', { type: 'set', values: ['u', 'v'], nullable: true }),
]
const designs = [
  { id: 'd1', label: 'd1', attributes: { least: 2, kind: 'k' } },
  { id: 'd2', label: 'd2', attributes: { least: 4, kind: 'l' } },
  { id: 'd3', label: 'd3', attributes: { least: null } },
]
const groups = [
  smallGroup('one', { hit: 'unique', total: true, writes: ['only'] }),
  smallGroup('many', { hit: 'first', writes: ['program'] }),
  smallGroup('most', { hit: 'highest', writes: ['hours'] }),
  smallGroup('stop', { hit: 'collect', writes: [], phase: 'accept' }),
]

/** One value for each stretch that no test below can tell apart. */
const ofY = [-51, -50, -49, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 50, 51]

/** Every order that there is. */
const orders: readonly Readonly<Record<string, FactValue>>[] = ['p', 'q', 'r'].flatMap((a) =>
  [-2, 0, 2, 4, 6, null].flatMap((x) =>
    ofY.flatMap((y) =>
      designs.flatMap(({ id: c, attributes }) =>
        [null, [], ['u'], ['v'], ['u', 'v']].map((s) => ({
          ...{ a, x, y, c, s, 'c.least': attributes.least, 'c.kind': attributes.kind ?? null },
        })),
      ),
    ),
  ),
)

const ranges = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']

function leaf(random: Random, guards: boolean): NestedCondition {
  const which = Math.floor(random() * (guards ? 10 : 9))
  if (which === 0) return test('a', pick(random, ['equal', 'notEqual']), pick(random, ['p', 'q', 'r']))
  if (which === 1) return test('a', pick(random, ['in', 'notIn']), pick(random, [['p', 'q'], ['r'], ['q', 'r']]))
  if (which <= 3)
    return test('x', pick(random, [...ranges, 'equal', 'notEqual']), pick(random, [-3, -2, -1, 0, 1, 2, 4, 6, 7]))
  if (which === 4)
    return random() < 0.3
      ? test('x', pick(random, ['equal', 'notEqual']), null)
      : test('y', pick(random, [...ranges, 'equal']), pick(random, [-50, 0, 1, 50]))
  if (which === 5) return test('c', pick(random, ['equal', 'notEqual']), pick(random, ['d1', 'd2', 'd3']))
  if (which === 6)
    return test(pick(random, ['c.kind', 'a']), pick(random, ['equal', 'notEqual']), pick(random, ['k', 'p']))
  if (which === 7) return test('s', pick(random, ['contains', 'doesNotContain']), pick(random, ['u', 'v', 'w']))
  if (which === 8) return test(pick(random, ['x', 'y']), pick(random, ranges), { fact: 'c.least' })
  return test('x', pick(random, [...ranges, 'equal']), { fact: 'y' })
}

function condition(random: Random, guards: boolean, depth: number): NestedCondition {
  const which = random()
  if (depth === 0 || which < 0.6) return leaf(random, guards)
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => condition(random, guards, depth - 1))
  if (which < 0.75) return { any: parts }
  return which < 0.88 ? { all: parts } : { not: condition(random, guards, depth - 1) }
}

function randomRule(random: Random, n: number, guards: boolean): Rule {
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => condition(random, guards, 2))
  const { id: group } = pick(random, groups)
  const id = `r${n}`
  if (group === 'stop') return refusal(id, group, [...parts, ...parts.slice(0, 1)])
  const priority = 1 + Math.floor(random() * 2)
  if (group === 'most')
    return smallRule(id, group, parts, {
      priority,
      event: { type: 'take', params: { workingHours: Math.floor(random() * 3) } },
    })
  const slot = group === 'one' ? 'only' : 'program'
  return smallRule(id, group, parts, {
    priority,
    event: { type: 'use', params: { slot, value: pick(random, ['m', 'n']) } },
  })
}

function randomRulebook(seed: number, guards: boolean): Rulebook {
  const random = pseudoRandom(seed)
  const rules = Array.from({ length: 3 + Math.floor(random() * 9) }, (_, n) => randomRule(random, n, guards))
  return smallRulebook({ vocabulary, catalogue: { designs }, groups, rules })
}

/** What holds of all orders, by trying each. */
function bruteForce(rulebook: Rulebook) {
  const rules = expandRulebook(rulebook)
  const fires = new Map(
    rules.map((rule) => [rule.id, orders.map((order) => holds(rule.conditions, (id) => order[id], {}))]),
  )
  const on = ({ id }: ExpandedRule, order: number): boolean => fires.get(id)?.[order] === true
  const of = (group: string): ExpandedRule[] => rules.filter((rule) => rule.group === group)
  const all = [...orders.keys()]
  const open = all.filter((order) => !of('stop').some((rule) => on(rule, order)))
  const hours = (rule: ExpandedRule): number => Number(rule.event.params['workingHours'])
  const shadowed = [
    ...of('many').filter((rule, i, list) => neverFirst(rule, list.slice(0, i))),
    ...of('most').filter((rule, i, list) =>
      neverFirst(
        rule,
        list.filter((other, j) => hours(other) > hours(rule) || (hours(other) === hours(rule) && j < i)),
      ),
    ),
  ]
  function neverFirst(rule: ExpandedRule, before: readonly ExpandedRule[]): boolean {
    const where = all.filter((order) => on(rule, order))
    return where.length > 0 && where.every((order) => before.some((other) => on(other, order)))
  }
  const clashes = of('one').flatMap((a, i, list) =>
    list
      .slice(i + 1)
      .filter((b) => open.some((order) => on(a, order) && on(b, order)))
      .map((b) => [a.id, b.id].sort().join(':')),
  )
  return {
    unreachable: rules.filter((rule) => !all.some((order) => on(rule, order))).map(({ id }) => id),
    shadowed: shadowed.map(({ id }) => id),
    clashes,
    gap: open.some((order) => !of('one').some((rule) => on(rule, order))),
    isGap: (valueOf: ValueOf) =>
      !rules.some((rule) => ['one', 'stop'].includes(rule.group) && holds(rule.conditions, valueOf, {})),
    firesAt: (id: string, valueOf: ValueOf) =>
      rules.some((rule) => rule.id === id && holds(rule.conditions, valueOf, {})),
  }
}

const idsOf = ({ findings }: Analysis, kinds: readonly FindingKind[], certainty?: string): string[] =>
  findings
    .filter(({ kind }) => kinds.includes(kind))
    .filter((one) => certainty === undefined || one.certainty === certainty)
    .map(({ id }) => id.slice(id.indexOf(':') + 1))
    .sort()

describe('the analysis of small rulebooks, compared with trying every order', () => {
  it('without guards finds exactly the rules, pairs and gaps that there are', () => {
    for (let seed = 1; seed <= 150; seed++) {
      const rulebook = randomRulebook(seed, false)
      const analysis = analyse(rulebook)
      const truth = bruteForce(rulebook)
      const said = `seed ${seed}`
      expect(idsOf(analysis, ['unreachable']), said).toEqual(truth.unreachable.sort())
      expect(idsOf(analysis, ['shadowed']), said).toEqual(truth.shadowed.sort())
      expect(idsOf(analysis, ['conflict', 'overlap']), said).toEqual(truth.clashes.sort())
      expect(idsOf(analysis, ['gap']).length > 0, said).toBe(truth.gap)
      expect(
        analysis.findings.filter((one) => one.certainty === 'possible'),
        said,
      ).toEqual([])
      expect(analysis.counts.undecided, said).toBeUndefined()
    }
  })

  it('with guards says nothing certain that is false, and loses nothing that is true', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const rulebook = randomRulebook(seed, true)
      const analysis = analyse(rulebook)
      const truth = bruteForce(rulebook)
      const said = `seed ${seed}`
      for (const id of idsOf(analysis, ['unreachable'], 'certain')) expect(truth.unreachable, said).toContain(id)
      for (const id of idsOf(analysis, ['shadowed'], 'certain')) expect(truth.shadowed, said).toContain(id)
      for (const id of idsOf(analysis, ['conflict', 'overlap'], 'certain')) expect(truth.clashes, said).toContain(id)
      for (const id of truth.clashes) expect(idsOf(analysis, ['conflict', 'overlap']), said).toContain(id)
      if (idsOf(analysis, ['gap'], 'certain').length > 0) expect(truth.gap, said).toBe(true)
      if (truth.gap) expect(idsOf(analysis, ['gap']), said).not.toEqual([])
    }
  })

  it('shows an order for every certain conflict, gap and shadow, in which it is so', () => {
    for (let seed = 1; seed <= 80; seed++) {
      const rulebook = randomRulebook(seed, seed % 2 === 0)
      const truth = bruteForce(rulebook)
      for (const { kind, certainty, rules, witness, id } of analyse(rulebook).findings) {
        if (certainty === 'possible' || !['conflict', 'overlap', 'tie', 'gap', 'shadowed'].includes(kind)) continue
        if (kind === 'shadowed' && witness === null) continue
        const valueOf: ValueOf = (fact) => witness?.[fact] ?? null
        expect(witness, id).not.toBeNull()
        if (kind === 'gap') expect(truth.isGap(valueOf), `seed ${seed} ${id}`).toBe(true)
        else
          for (const rule of kind === 'shadowed' ? rules.slice(0, 1) : rules)
            expect(truth.firesAt(rule, valueOf), `seed ${seed} ${id}`).toBe(true)
      }
    }
  })

  it('after an edit says what it would say anew', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = pseudoRandom(seed + 7000)
      let rulebook = randomRulebook(seed, seed % 2 === 0)
      let analysis = analyse(rulebook)
      for (let round = 0; round < 4; round++) {
        const n = Math.floor(random() * (rulebook.rules.length + 1))
        const others = rulebook.rules.filter(({ id }) => id !== `r${n}`)
        const removed = random() < 0.2
        rulebook = { ...rulebook, rules: removed ? others : [...others, randomRule(random, n, seed % 2 === 0)] }
        analysis = reanalyse(analysis, rulebook, [`r${n}`])
        const anew = analyse(rulebook)
        const said = `seed ${seed} round ${round}`
        expect(analysis.counts, said).toEqual(anew.counts)
        expect(analysis.findings, said).toEqual(anew.findings)
      }
    }
  })
})
