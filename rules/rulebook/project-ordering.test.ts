import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pseudoRandom } from '../analysis/pseudo-random.ts'
import { compileRelease } from '../engine/compile-release.ts'
import type { Cause, Decision } from '../engine/decision.ts'
import { judge } from '../engine/judge.ts'
import { checkRulebook } from '../language/check-rulebook.ts'
import { exampleRulebook } from '../language/example-rulebook.ts'
import { expandRulebook } from '../language/expand-rulebook.ts'
import type { Configuration, DecisionTable, Group, Rulebook } from '../language/rulebook.ts'
import type { Fact } from '../vocabulary/fact.ts'
import { configurationBy } from './example-configurations.ts'
import { projectOrdering } from './project-ordering.ts'
import { unheardWhenOrdering } from './what-ordering-needs.ts'

const fact = (id: string, more: Partial<Fact>): Fact => ({
  id,
  label: id,
  meaning: id,
  type: 'code',
  scope: 'job',
  source: { kind: 'given' },
  nullable: true,
  moment: 'order',
  ...more,
})

const priceTable = (id: string, rows: DecisionTable['rows'], more: Partial<DecisionTable> = {}): DecisionTable => ({
  id,
  group: 'practice-prices',
  title: id,
  why: 'The contract says so.',
  source: 'contract',
  owner: 'sales',
  event: 'charge',
  inputs: ['practice.id', 'practice.priceList', 'material.id'],
  outputs: [{ param: 'code' }, { param: 'unit' }],
  rows,
  ...more,
})

const practiceGroup = (id: string, more: Partial<Group>): Group => ({
  id,
  title: id,
  phase: 'price',
  scope: 'job',
  hit: 'first',
  writes: ['practice'],
  ordering: true,
  ...more,
})

/** The example with practices: prices of their own in two tables that compete, one of them alone, and a refusal by practice. */
const lab: Rulebook = {
  ...exampleRulebook,
  vocabulary: [
    ...exampleRulebook.vocabulary,
    fact('practice.id', {}),
    fact('practice.priceList', { type: 'enum', values: ['gold', 'silver'] }),
  ],
  groups: [
    ...exampleRulebook.groups,
    practiceGroup('practice-prices', { writes: ['handling', 'service'] }),
    practiceGroup('alone-prices', { writes: ['parcel'] }),
    practiceGroup('practice-limits', { phase: 'accept', writes: [], hit: 'collect' }),
    {
      ...practiceGroup('machine-limits', { phase: 'make', writes: [], hit: 'collect', scope: 'lens' }),
      ordering: false,
    },
  ],
  rules: [
    ...exampleRulebook.rules,
    {
      id: 'care-is-announced',
      group: 'care',
      title: 'Care is announced',
      why: 'It takes longer.',
      source: 'floor',
      owner: 'floor',
      rule: {
        conditions: { all: [{ fact: 'lens.imbalance', operator: 'greaterThan', value: 6000 }] },
        event: { type: 'hold', params: { code: 'care', field: 'lens.decentration', message: '{seen}' } },
      },
    },
    {
      id: 'slow-program-is-broken',
      group: 'machine-limits',
      title: 'The slow program is broken',
      why: 'Its spindle waits for a part.',
      source: 'maintenance',
      owner: 'floor',
      rule: {
        conditions: { all: [{ fact: 'program.generator', operator: 'equal', value: 'G-HI-SLOW' }] },
        event: { type: 'refuse', params: { code: 'program_broken', field: null, message: 'Not now' } },
      },
    },
    {
      id: 'p-1-pays-no-service',
      group: 'practice-prices',
      title: 'No service fee',
      why: 'An old friend.',
      source: 'letter',
      owner: 'sales',
      rule: {
        priority: 2,
        conditions: { all: [{ fact: 'practice.id', operator: 'equal', value: 'p-1' }] },
        event: { type: 'charge', params: { code: 'service', unit: 0 } },
      },
    },
  ],
  tables: [
    ...exampleRulebook.tables,
    priceTable('by-practice', [
      { id: 'secret-a', cells: ['p-0', '-', '-', 'handling', '100'] },
      { id: 'secret-b', cells: ['p-1|p-2', '-', 'cr39', 'handling', '200'] },
      { id: 'open', cells: ['-', 'gold', '-', 'service', '300'] },
      { id: 'secret-c', cells: ['p-3', '-', '-', 'service', '301'] },
    ]),
    priceTable('by-list', [
      { id: 'gold', cells: ['-', 'gold', '-', 'handling', '150'] },
      { id: 'not-mine', cells: ['not(p-1)', '-', '-', 'handling', '160'] },
      { id: 'any', cells: ['-', '-', '-', 'service', '50'] },
    ]),
    priceTable(
      'parcels',
      [
        { id: 'parcel-0', cells: ['p-0', '-', '-', 'parcel', '4711'] },
        { id: 'parcel-1', cells: ['p-1', '-', '-', 'parcel', '4712'] },
        { id: 'parcel-x', cells: ['-', '-', '-', 'parcel', '1002'] },
      ],
      { group: 'alone-prices' },
    ),
    priceTable(
      'limits',
      [
        { id: 'limit-0', cells: ['p-0', '-', 'poly', 'no_poly', 'Not for p-0'] },
        { id: 'limit-1', cells: ['p-1', '-', 'mr8', 'no_mr8', 'Not for you'] },
        { id: 'both', cells: ['p-1|p-2', '-', 'trivex', 'no_trivex', 'Not for both'] },
      ],
      {
        group: 'practice-limits',
        event: 'refuse',
        params: { field: 'material.id' },
        outputs: [{ param: 'code' }, { param: 'message' }],
      },
    ),
  ],
}

const full = compileRelease(lab)

/** Causes of rules that the projection holds, and of the engine about facts and groups that it holds. */
function heard(decision: Decision, projection: Rulebook): Cause[] {
  const rules = new Set(expandRulebook(projection).map(({ id }) => id))
  const facts = new Set(projection.vocabulary.map(({ id }) => id))
  return decision.causes.filter(({ rule, code, field, limit }) => {
    if (rule !== undefined) return rules.has(rule)
    if (code === 'rules_conflict') return Array.isArray(limit) && limit.every((id) => rules.has(String(id)))
    return field === null || facts.has(field)
  })
}

/** A rule that named other practices is another rule without them. */
const rewritten = new Set(['limits#both'])

const inAnyOrder = (causes: readonly Cause[]): string[] =>
  causes
    .map(({ ruleHash, ...cause }) =>
      JSON.stringify({ ...cause, ruleHash: rewritten.has(cause.rule ?? '') ? '' : ruleHash }),
    )
    .sort()

/** Answers whether the whole decision had to be the same. */
function expectEqual(projection: Rulebook, configuration: Configuration): boolean {
  const whole = judge(full, 'order', configuration)
  const part = judge(compileRelease(projection), 'order', configuration)
  expect(part.job.charges).toEqual(whole.job.charges)
  expect(part.job.total).toBe(whole.job.total)
  expect(part.job.promise).toEqual(whole.job.promise)
  const known = heard(whole, projection)
  const engines = (causes: readonly Cause[]) => causes.filter(({ code }) => code !== 'undecided')
  expect(inAnyOrder(engines(part.causes))).toEqual(inAnyOrder(engines(known)))
  if (known.length < whole.causes.length) return false
  expect(part.outcome).toBe(whole.outcome)
  expect(inAnyOrder(part.causes)).toEqual(inAnyOrder(whole.causes))
  return true
}

describe('the ordering projection', () => {
  const projection = projectOrdering(lab)

  test('is a rulebook without faults, with a hash of its own', () => {
    expect(checkRulebook(lab)).toEqual([])
    expect(checkRulebook(projection)).toEqual([])
    expect(compileRelease(projection).hash).not.toBe(full.hash)
  })

  test('holds no program, route, tolerance or reason of the lab', () => {
    const text = JSON.stringify(projection)
    for (const secret of [
      'G-HI',
      'generator-programs',
      'LMATID',
      'sphere-tolerance',
      'An old friend',
      'contract',
      'generate',
    ]) {
      expect(text).not.toContain(secret)
    }
    expect(projection.groups.map(({ id }) => id)).not.toContain('programs')
  })

  test('holds what its groups are decided by, however far back', () => {
    expect(projection.groups.map(({ id }) => id)).toContain('power-class')
    expect(projection.vocabulary.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['lens.powerClass', 'lens.imbalance', 'fellow.sphere']),
    )
    expect(projection.rules.map(({ id }) => id)).toContain('care-is-announced')
    expect(projection.vocabulary.map(({ id }) => id)).toContain('lens.decentration')
    expect(projection.catalogue['materials']?.[0]?.attributes).not.toHaveProperty('tintable')
  })

  test('names the groups that it leaves out and that can refuse', () => {
    expect(unheardWhenOrdering(lab, expandRulebook(lab)).map(({ id }) => id)).toEqual([
      'programs',
      'edition',
      'machine-limits',
    ])
  })

  test('decides as the whole release does: outcome, causes, charges and promise', () => {
    let whole = 0
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        if (expectEqual(projection, configurationBy(lab, pseudoRandom(seed)))) whole++
      }),
      { numRuns: 400 },
    )
    // Else the law would hold for want of anything to compare.
    expect(whole).toBeGreaterThan(200)
    expect(whole).toBeLessThan(400)
  })
})

describe('the projection for a practice', () => {
  const mine = { id: 'p-1', priceList: 'gold' }
  const projection = projectOrdering(lab, mine)

  test('is a rulebook without faults', () => {
    expect(checkRulebook(projection)).toEqual([])
  })

  test('holds no price, limit or name of another practice', () => {
    const text = JSON.stringify(projection)
    for (const secret of ['p-0', 'p-2', 'p-3', 'secret-a', '4711', '301', '"100"', 'no_poly'])
      expect(text).not.toContain(secret)
    expect(text).toContain('4712')
    expect(projection.tables.find(({ id }) => id === 'parcels')?.rows.map(({ id }) => id)).toEqual([
      'parcel-1',
      'parcel-x',
    ])
  })

  test('drops rules that cannot hold for it', () => {
    const ids = (rulebook: Rulebook) => rulebook.rules.map(({ id }) => id)
    expect(ids(projection)).toContain('p-1-pays-no-service')
    expect(ids(projectOrdering(lab, { id: 'p-2' }))).not.toContain('p-1-pays-no-service')
  })

  test.each(['p-0', 'p-1', 'p-2', 'p-3', 'new one'])('decides for %s as the whole release does', (id) => {
    const lists = ['gold', 'silver'] as const
    const projections = new Map(lists.map((priceList) => [priceList, projectOrdering(lab, { id, priceList })]))
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(...lists), (seed, priceList) => {
        const configuration = configurationBy(lab, pseudoRandom(seed))
        const job = { ...configuration.job, 'practice.id': id, 'practice.priceList': priceList }
        expectEqual(projections.get(priceList)!, { ...configuration, job })
      }),
      { numRuns: 100 },
    )
  })
})
