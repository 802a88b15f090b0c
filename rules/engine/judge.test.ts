import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../language/canonical-json.ts'
import type { HitPolicy, RuleEvent, Rulebook } from '../language/rulebook.ts'
import type { Fact } from '../vocabulary/fact.ts'
import { compileRelease } from './compile-release.ts'
import { decisionBytes, hashDecision } from './hash-decision.ts'
import { judge } from './judge.ts'
import { ALWAYS, factOfTest, groupOfTest, pairOf, rulebookOfTest, ruleOfTest } from './small-rulebook.ts'

const sphere = factOfTest('lens.sphere', 'number', { unit: 'D', min: -20_000, max: 20_000, step: 125, label: 'Sphere' })
const judgeWith = (parts: Partial<Rulebook>, configuration: unknown = pairOf({ 'lens.sphere': -2000 })) =>
  // As above: anything is handed over.
  judge(compileRelease(rulebookOfTest({ vocabulary: [sphere], ...parts })), 'order', configuration as never)

describe('what is given', () => {
  const vocabulary: Fact[] = [
    sphere,
    factOfTest('lens.kind', 'enum', { values: ['sv', 'pal'], nullable: false }),
    factOfTest('lens.tints', 'set', { values: ['a', 'b'] }),
    factOfTest('job.rush', 'boolean'),
    factOfTest('job.day', 'date'),
    factOfTest('job.note', 'code'),
    factOfTest('lens.trace', 'shape'),
  ]
  const good = { 'lens.sphere': -2000, 'lens.kind': 'sv' }
  const causesOf = (right: object, job: object = {}) =>
    judgeWith({ vocabulary }, { ordered: ['right'], job, right: { ...good, ...right } }).causes.map(
      ({ code, field }) => `${code} ${field ?? ''}`,
    )

  it('is accepted when it fits', () => {
    const job = { 'job.rush': true, 'job.day': '2024-02-29', 'job.note': 'x' }
    expect(causesOf({ 'lens.tints': ['b', 'a', 'a'], 'lens.trace': { radii: [1] } }, job)).toEqual([])
  })

  it.each([
    [{ 'lens.sphere': 20_125 }, 'out_of_range lens.sphere'],
    [{ 'lens.sphere': -20_125 }, 'out_of_range lens.sphere'],
    [{ 'lens.sphere': -6 }, 'off_step lens.sphere'],
    [{ 'lens.sphere': '-2000' }, 'wrong_type lens.sphere'],
    [{ 'lens.sphere': Number.NaN }, 'wrong_type lens.sphere'],
    [{ 'lens.kind': 'bifocal' }, 'unknown_value lens.kind'],
    [{ 'lens.kind': null }, 'missing lens.kind'],
    [{ 'lens.kind': undefined }, 'missing lens.kind'],
    [{ 'lens.kind': 7 }, 'wrong_type lens.kind'],
    [{ 'lens.tints': ['c'] }, 'unknown_value lens.tints'],
    [{ 'lens.tints': 'a' }, 'wrong_type lens.tints'],
    [{ 'lens.trace': 'M' }, 'wrong_type lens.trace'],
    [{ 'lens.spere': 1 }, 'unknown_fact lens.spere'],
    [{ constructor: 1 }, 'unknown_fact constructor'],
    [JSON.parse('{"__proto__": 1}') as object, 'unknown_fact __proto__'],
  ])('is a cause when it does not: %j', (right, cause) => {
    expect(causesOf(right)).toEqual([cause])
  })

  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '21.11.2026', 20261121])('is no day: %s', (day) => {
    expect(causesOf({}, { 'job.day': day })).toEqual(['wrong_type job.day'])
  })

  it('says value and limit in the units of the lab', () => {
    const { causes, outcome } = judgeWith({}, pairOf({ 'lens.sphere': 20_125 }))
    expect(outcome).toBe('refused')
    expect(causes[0]).toMatchObject({ seen: 20_125, limit: 20_000, eye: 'right' })
    expect(causes[0]?.message).toBe('Sphere +20.125 D is not +20.00 D or less')
  })

  it('may be any JSON: a decision comes back, always', () => {
    const release = compileRelease(rulebookOfTest({ vocabulary }))
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.jsonValue(), (anything, inside) => {
        for (const given of [
          anything,
          pairOf(anything as never),
          { ordered: ['left'], left: { 'lens.trace': inside } },
        ]) {
          const decision = judge(release, 'order', given as never)
          expect(decisionBytes(decision)).toBe(decisionBytes(judge(release, 'order', given as never)))
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('may be nested without end', () => {
    let deep: unknown = 1
    for (let n = 0; n < 100_000; n++) deep = [deep]
    expect(causesOf({ 'lens.trace': deep })).toEqual(['wrong_type lens.trace'])
  })

  it('may choose a catalogue entry on its days only', () => {
    const material = factOfTest('job.material', 'enum', { valuesOf: 'materials', label: 'Material' })
    const day = factOfTest('order.date', 'date', { scope: 'job' })
    const entry = { id: 'new', label: 'New', attributes: {}, from: '2026-01-01', until: '2026-12-31' }
    const parts = { vocabulary: [sphere, material, day], catalogue: { materials: [entry] } }
    const told = (date?: string) =>
      judgeWith(parts, pairOf({}, {}, { 'job.material': 'new', ...(date && { 'order.date': date }) })).causes
    expect([told('2026-01-01'), told('2026-12-31'), told()]).toEqual([[], [], []])
    expect(told('2027-01-01')).toMatchObject([
      { code: 'not_offered', field: 'job.material', seen: 'new', limit: '2026-12-31', severity: 'refuse' },
    ])
    expect(told('2025-12-31')[0]?.message).toBe('Material new is offered from 2026-01-01, not on 2025-12-31')
  })
  it('must order something', () => {
    expect(judgeWith({}, { ordered: [], job: {} }).causes[0]?.code).toBe('nothing_ordered')
  })
})

describe('a hit policy', () => {
  const group = (hit: HitPolicy, total = false) =>
    groupOfTest('programs', { phase: 'make', hit, writes: ['program'], total })
  const program = factOfTest('program', 'number', { source: { kind: 'derived', group: 'programs' } })
  const use = (id: string, value: number, priority: number) =>
    ruleOfTest(id, 'programs', ALWAYS, { type: 'use', params: { slot: 'program', value } }, priority)
  const three = [use('a', 20, 1), use('b', 30, 2), use('c', 10, 1)]
  const made = (hit: HitPolicy, rules = three) => {
    const decision = judgeWith({ vocabulary: [sphere, program], groups: [group(hit, true)], rules })
    return decision.lenses.right?.make['program'] ?? decision.causes.map(({ code }) => code)
  }

  it('first: the highest priority speaks', () => {
    expect(made('first')).toBe(30)
  })
  it('first: of one priority the smallest id speaks, however they are ordered in the file', () => {
    expect(made('first', [use('z', 1, 1), use('a', 2, 1)])).toBe(2)
  })
  it('highest and lowest compare values', () => {
    expect([made('highest'), made('lowest')]).toEqual([30, 10])
  })
  it('unique: one may speak, two contradict each other', () => {
    expect(made('unique', [use('a', 20, 1)])).toBe(20)
    expect(made('unique', [use('a', 20, 1), use('b', 20, 1)])).toEqual(['rules_conflict', 'rules_conflict'])
  })
  it('total: nobody speaking is a refusal, unless something else is refused', () => {
    expect(made('first', [])).toEqual(['undecided', 'undecided'])
    const parts = { vocabulary: [sphere, program], groups: [group('first', true)] }
    const { causes } = judgeWith(parts, pairOf({ 'lens.sphere': 99_999 }))
    expect(new Set(causes.map(({ code }) => code))).toEqual(new Set(['out_of_range']))
  })
  it('total: a measure is decided by any of its alternatives', () => {
    const params = { edition: 'e', measure: 'prism', minus: 330, plus: 330, alternative: 'by power' }
    const rules = [ruleOfTest('a', 'allowed', ALWAYS, { type: 'allow', params })]
    const groups = [groupOfTest('allowed', { phase: 'tolerance', hit: 'first', writes: ['prism'], total: true })]
    expect(judgeWith({ groups, rules })).toMatchObject({ outcome: 'accepted', causes: [] })
  })
  it('acts on each target by itself', () => {
    const other = ruleOfTest('d', 'programs', ALWAYS, { type: 'use', params: { slot: 'polish', value: 5 } })
    const decision = judgeWith({
      vocabulary: [sphere, program],
      groups: [group('unique')],
      rules: [use('a', 1, 1), other],
    })
    expect(decision.lenses.left?.make).toEqual({ program: 1, polish: 5 })
  })
  it('tightest: what all allow', () => {
    const allow = (id: string, minus: number, plus: number) =>
      ruleOfTest(id, 'allowed', ALWAYS, { type: 'allow', params: { edition: 'e', measure: 'sphere', minus, plus } })
    const decision = judgeWith({
      groups: [groupOfTest('allowed', { phase: 'tolerance', hit: 'tightest', writes: ['sphere'] })],
      rules: [allow('a', 120, 160), allow('b', 130, 90)],
    })
    expect(decision.lenses.right?.tolerances).toMatchObject([{ measure: 'sphere', minus: 120, plus: 90 }])
  })
})

describe('causes', () => {
  const refuse = (params: object): RuleEvent => ({
    type: 'refuse',
    params: {
      code: 'too_strong',
      field: 'lens.sphere',
      limit: -6000,
      message: { en: '{field} {seen} is beyond {limit}', de: '{field} {seen} jenseits {limit}' },
      ...params,
    },
  })
  const rule = (event: RuleEvent) =>
    ruleOfTest('strong', 'accept', { all: [{ fact: 'lens.sphere', operator: 'lessThan', value: -6000 }] }, event)
  const parts = (event: RuleEvent) => ({ groups: [groupOfTest('accept')], rules: [rule(event)] })
  const order = pairOf({ 'lens.sphere': -6250 }, { 'lens.sphere': -2000 })

  it('name rule, field, eye, value, limit and speak the language of the order', () => {
    const { causes } = judgeWith(parts(refuse({})), { ...order, language: 'de' })
    expect(causes).toMatchObject([
      { rule: 'strong', code: 'too_strong', severity: 'refuse', eye: 'right', seen: -6250, limit: -6000 },
    ])
    expect(causes[0]?.message).toBe('Sphere -6.25 D jenseits -6.00 D')
    expect(judgeWith(parts(refuse({})), { ...order, language: 'fr' }).causes[0]?.message).toMatch(/is beyond/)
  })
  it('show the value of a computed field that no test looked at', () => {
    const equivalent = factOfTest('lens.equivalent', 'number', {
      source: { kind: 'computed', by: 'sphericalEquivalent@1', from: { sphere: 'lens.sphere' } },
    })
    const event: RuleEvent = { type: 'advise', params: { code: 'told', field: 'lens.equivalent', message: '{seen}' } }
    const rules = [ruleOfTest('told', 'accept', ALWAYS, event)]
    const { causes } = judgeWith({ vocabulary: [sphere, equivalent], groups: [groupOfTest('accept')], rules })
    expect(causes[0]).toMatchObject({ seen: -2000, message: '-2000' })
  })
  it('that may be overridden become advice and stay', () => {
    const overrides = [{ code: 'too_strong', by: 'lab', why: 'agreed' }]
    expect(judgeWith(parts(refuse({})), { ...order, overrides }).outcome).toBe('refused')
    const decision = judgeWith(parts(refuse({ overridable: true })), { ...order, overrides })
    expect(decision.outcome).toBe('accepted')
    expect(decision.causes[0]).toMatchObject({
      severity: 'advise',
      settled: { how: 'overridden', by: 'lab', why: 'agreed' },
    })
  })
  it('to confirm wait until they are confirmed', () => {
    const event = { ...refuse({}), type: 'confirm' } as const
    expect(judgeWith(parts(event), order).outcome).toBe('confirm')
    expect(judgeWith(parts(event), { ...order, confirmed: [{ code: 'too_strong', by: 'ecp' }] }).outcome).toBe(
      'accepted',
    )
  })
  it('the gravest decides: refused before hold before confirm', () => {
    const say = (id: string, type: 'hold' | 'confirm') =>
      ruleOfTest(id, 'accept', ALWAYS, { type, params: { code: id, field: 'lens.sphere', message: id } })
    const rules = [say('a', 'confirm'), say('b', 'hold')]
    expect(judgeWith({ groups: [groupOfTest('accept')], rules }).outcome).toBe('hold')
    expect(judgeWith({ groups: [groupOfTest('accept')], rules: [...rules, rule(refuse({}))] }, order).outcome).toBe(
      'refused',
    )
  })
})

describe('a decision', () => {
  it('sets a set to what it began with and is included, without what is excluded', () => {
    const derive = (id: string, params: object): ReturnType<typeof ruleOfTest> =>
      ruleOfTest(id, 'treat', ALWAYS, { type: 'derive', params: { fact: 'lens.treatments', ...params } })
    const decision = judgeWith(
      {
        vocabulary: [
          sphere,
          factOfTest('lens.wanted', 'set'),
          factOfTest('lens.treatments', 'set', { source: { kind: 'derived', group: 'treat', from: 'lens.wanted' } }),
        ],
        groups: [groupOfTest('treat', { phase: 'derive', writes: ['lens.treatments'] })],
        rules: [derive('a', { exclude: 'uv' }), derive('b', { include: ['hard', 'uv'] })],
      },
      pairOf({ 'lens.wanted': ['tint', 'uv'] }, { 'lens.sphere': 0 }),
    )
    expect(decision.lenses.right?.facts['lens.treatments']).toEqual(['hard', 'tint'])
    expect(decision.lenses.left?.facts['lens.treatments']).toEqual(['hard'])
  })

  it('adds charges of lenses and job, and shares of them rounded to the coin', () => {
    const rule = (id: string, group: string, event: RuleEvent) => ruleOfTest(id, group, ALWAYS, event)
    const decision = judgeWith({
      groups: [
        groupOfTest('lens-price', { phase: 'price' }),
        groupOfTest('job-price', { phase: 'price', scope: 'job' }),
      ],
      rules: [
        rule('base', 'lens-price', { type: 'charge', params: { code: 'base', unit: 4555 } }),
        rule('edging', 'job-price', { type: 'charge', params: { code: 'edging', unit: 500, times: 2 } }),
        rule('less', 'job-price', { type: 'adjust', params: { code: 'less', percent: -55, of: 'base', rounding: 5 } }),
      ],
    })
    // 9,110 × -5.5 % = -501.05, in coins of 5: -500.
    expect(decision.job.charges.map(({ code, amount }) => [code, amount])).toEqual([
      ...[
        ['base', 4555],
        ['base', 4555],
        ['edging', 1000],
      ],
      ['less', -500],
    ])
    expect(decision.job.total).toBe(9610)
  })

  it('orders the route, leaves out what is skipped, and takes the longest of what takes time', () => {
    const rule = (id: string, group: string, event: RuleEvent) => ruleOfTest(id, group, ALWAYS, event)
    const visit = (step: string, at: number) => rule(step, 'route', { type: 'visit', params: { step, at } })
    const decision = judgeWith({
      groups: [
        groupOfTest('route', { phase: 'route' }),
        groupOfTest('promise', { phase: 'promise', scope: 'job', hit: 'highest' }),
      ],
      rules: [
        ...[visit('polish', 20), visit('cut', 10), visit('tint', 15)],
        rule('no-tint', 'route', { type: 'skip', params: { step: 'tint' } }),
        rule('short', 'promise', { type: 'take', params: { workingHours: 8 } }),
        rule('long', 'promise', { type: 'take', params: { workingHours: 40 } }),
      ],
    })
    expect(decision.lenses.right?.route).toEqual([
      { step: 'cut', at: 10 },
      { step: 'polish', at: 20 },
    ])
    expect(decision.job.promise.workingHours).toBe(40)
  })

  const pairs: Fact[] = [
    sphere,
    factOfTest('lens.eye', 'enum', { source: { kind: 'asked', what: 'eye' }, values: ['left', 'right'] }),
    factOfTest('lens.other', 'number', { source: { kind: 'fellow', of: 'lens.sphere' } }),
    factOfTest('job.highest', 'number', { source: { kind: 'aggregate', of: 'lens.sphere', how: 'highest' } }),
    factOfTest('job.lenses', 'number', { source: { kind: 'asked', what: 'count' } }),
    factOfTest('lens.half', 'number', {
      source: {
        kind: 'computed',
        by: 'sphericalEquivalent@1',
        from: { sphere: 'lens.sphere', cylinder: 'lens.nothing' },
      },
      step: 250,
    }),
  ]
  it('lets a lens see its fellow and the job both, and judges only what is ordered', () => {
    const rules = [
      ruleOfTest('seen', 'accept', ALWAYS, {
        type: 'advise',
        params: { code: 'seen', field: 'lens.eye', message: 'x' },
      }),
    ]
    const decision = judgeWith(
      { vocabulary: pairs, groups: [groupOfTest('accept')], rules },
      { ordered: ['left'], job: {}, right: { 'lens.sphere': 500 }, left: { 'lens.sphere': -1125 } },
    )
    expect(decision.causes).toMatchObject([{ eye: 'left', seen: 'left' }])
    expect(decision.lenses.left?.facts).toMatchObject({ 'lens.other': 500, 'lens.eye': 'left', 'lens.half': -1250 })
    expect(decision.lenses.right).toMatchObject({ ordered: false, facts: { 'lens.other': -1125 } })
    expect(decision.job.facts).toEqual({ 'job.highest': 500, 'job.lenses': 1 })
  })

  it('tells of world facts that rules read and nobody was asked for', () => {
    const stock = factOfTest('job.stock', 'number', { source: { kind: 'world' } })
    const rules = [
      ruleOfTest(
        'stock',
        'accept',
        { all: [{ fact: 'job.stock', operator: 'lessThan', value: 1 }] },
        { type: 'hold', params: { code: 'none', field: 'job.stock', message: 'x' } },
      ),
    ]
    const parts = { vocabulary: [sphere, stock], groups: [groupOfTest('accept', { scope: 'job' })], rules }
    expect(judgeWith(parts)).toMatchObject({ outcome: 'accepted', unconfirmed: ['job.stock'] })
    expect(judgeWith(parts, pairOf({}, {}, { 'job.stock': 0 }))).toMatchObject({ outcome: 'hold', unconfirmed: [] })
  })

  it('asks the groups of its moment, with what the order derived', () => {
    const measured = factOfTest('lens.measured', 'number', { moment: 'measured' })
    const derived = factOfTest('lens.limit', 'number', { source: { kind: 'derived', group: 'limit' } })
    const book = rulebookOfTest({
      vocabulary: [sphere, measured, derived],
      groups: [
        groupOfTest('limit', { phase: 'derive', hit: 'first', writes: ['lens.limit'] }),
        groupOfTest('check', { moment: 'measured' }),
      ],
      rules: [
        ruleOfTest('limit', 'limit', ALWAYS, { type: 'derive', params: { fact: 'lens.limit', value: 100 } }),
        ruleOfTest(
          'beyond',
          'check',
          { all: [{ fact: 'lens.measured', operator: 'greaterThan', value: { fact: 'lens.limit' } }] },
          {
            type: 'hold',
            params: { code: 'beyond', field: 'lens.measured', message: 'x', limit: { fact: 'lens.limit' } },
          },
        ),
      ],
    })
    const release = compileRelease(book)
    const given = pairOf({ 'lens.sphere': 0, 'lens.measured': 101 }, { 'lens.sphere': 0, 'lens.measured': 99 })
    expect(judge(release, 'order', given)).toMatchObject({ outcome: 'accepted', causes: [] })
    expect(judge(release, 'measured', given).causes).toMatchObject([
      { code: 'beyond', eye: 'right', seen: 101, limit: 100 },
    ])
  })

  it('is the same bytes whatever the order of rules, facts and keys', () => {
    const rule = (id: string, value: number) =>
      ruleOfTest(
        id,
        'accept',
        { all: [{ fact: 'lens.sphere', operator: 'lessThan', value }] },
        { type: 'advise', params: { code: id, field: 'lens.sphere', message: id } },
      )
    const rules = ['a', 'b', 'c', 'd'].map((id, n) => rule(id, n * 1000))
    const groups = [groupOfTest('accept')]
    const one = judgeWith({ vocabulary: pairs, groups, rules })
    const turned = rules.toReversed().map((each) => Object.fromEntries(Object.entries(each).reverse()) as never)
    const two = judgeWith(
      { vocabulary: pairs.toReversed(), groups, rules: turned },
      { left: { 'lens.sphere': -2000 }, right: { 'lens.sphere': -2000 }, job: {}, ordered: ['left', 'right'] },
    )
    expect(decisionBytes(two)).toBe(decisionBytes(one))
    expect(hashDecision(one)).toMatch(/^[0-9a-f]{64}$/)
    expect(decisionBytes(one)).toBe(canonicalJson(structuredClone(one)))
    const turnedOver = Object.fromEntries(Object.entries(one).reverse()) as typeof one // the same, as a database gives it
    expect(hashDecision(turnedOver)).toBe(hashDecision(one))
  })
})
