import type { Case, Configuration, Group, Rule, RuleEvent, Rulebook } from '@ils/rules/language/rulebook'
import type { Fact, FactSource, FactType, Scope } from '@ils/rules/vocabulary/fact'
import type { UnitName } from '@ils/rules/vocabulary/units'

/** A rulebook of a real one's form and size, the same for the same seed: for measuring whole decisions. */
export function generatedRulebook(ruleCount: number, seed: number): Rulebook {
  const random = generator(seed)
  const groups = madeGroups()
  return {
    format: 'lab-rules/1',
    name: 'generated',
    settings: { languages: ['en', 'de'], currency: 'EUR', timeZone: 'Europe/Berlin', review: 'two' },
    vocabulary: madeVocabulary(),
    catalogue: { materials: madeMaterials(), designs: madeDesigns(), coatings: madeCoatings() },
    groups,
    conditions: {
      highMinus: { all: [{ fact: 'rx.sphere', operator: 'lessThan', value: -8000 }] },
    },
    rules: [...baseRules(), ...Array.from({ length: ruleCount }, (_, n) => madeRule(n, groups, random))],
    tables: [],
    cases: [] satisfies Case[],
    accepted: [],
  }
}

/** mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export function generatedOrders(count: number, seed: number, trace?: readonly number[]): Configuration[] {
  const random = generator(seed)
  const within = (min: number, max: number, step: number): number =>
    min + Math.floor(random() * ((max - min) / step + 1)) * step
  return Array.from({ length: count }, () => {
    const lens = () => ({
      'rx.sphere': within(-8000, 6000, 250),
      'rx.cylinder': within(-3000, 0, 250),
      'rx.axis': within(1, 180, 1),
      'rx.add': random() < 0.5 ? within(750, 3500, 250) : null,
      'fitting.pd': within(2800, 3500, 50),
      'fitting.height': within(1400, 2400, 50),
      'rx.prism': null,
      ...(trace && { 'frame.trace': { format: 'radii', mode: 'E', radii: trace } }),
    })
    return {
      ordered: ['right', 'left'],
      job: {
        'order.date': '2026-11-21',
        'order.rush': random() < 0.1,
        'practice.tier': pick(random, tiers),
        'frame.a': within(4800, 5600, 100),
        'frame.b': within(3000, 4400, 100),
        'frame.dbl': within(1400, 2000, 100),
        'frame.ed': within(5700, 6200, 100),
        'frame.type': pick(random, frames),
        'material.id': pick(random, madeMaterials()).id,
        'design.id': pick(random, madeDesigns()).id,
        'coating.id': pick(random, madeCoatings()).id,
        'tint.percent': random() < 0.3 ? within(100, 850, 50) : null,
        'treatments.wanted': random() < 0.5 ? ['hard'] : ['hard', 'uv'],
      },
      right: lens(),
      left: lens(),
    }
  })
}

function pick<T>(random: () => number, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)]
  if (found === undefined) throw new Error('a list to pick from is empty')
  return found
}

const tiers = ['gold', 'silver', 'bronze']
const frames = ['plastic', 'metal', 'nylor', 'drilled']
const numbersCompared = [
  ['rx.sphere', -12000, 8000, 250],
  ['rx.cylinder', -4000, 0, 250],
  ['rx.axis', 1, 180, 5],
  ['lens.equivalent', -12000, 8000, 125],
  ['lens.power90', -12000, 8000, 125],
  ['lens.decentration', -300, 900, 10],
  ['lens.blank', 5500, 8000, 50],
  ['lens.thickness', 100, 900, 5],
  ['lens.edge', 80, 1200, 5],
  ['material.index', 1490, 1760, 10],
  ['frame.a', 3400, 6600, 100],
  ['frame.b', 1800, 5800, 100],
] as const

function madeVocabulary(): Fact[] {
  const fact = (id: string, scope: Scope, type: FactType, source: FactSource, more: Partial<Fact> = {}): Fact => ({
    id,
    label: id.replace('.', ' '),
    meaning: `generated: ${id}`,
    type,
    scope,
    source,
    nullable: true,
    moment: 'order',
    ...more,
  })
  const number = (id: string, scope: Scope, unit: UnitName, min: number, max: number, step: number): Fact =>
    fact(id, scope, 'number', { kind: 'given' }, { unit, min, max, step })
  const computed = (id: string, unit: UnitName | undefined, by: string, from: Record<string, string>): Fact =>
    fact(id, 'lens', 'number', { kind: 'computed', by, from }, unit === undefined ? {} : { unit })
  const catalogued = (id: string, of: string, type: FactType, more: Partial<Fact> = {}): Fact =>
    fact(id, 'job', type, { kind: 'catalogue', of, attribute: id.split('.')[1] ?? id }, more)
  const rx = { sphere: 'rx.sphere', cylinder: 'rx.cylinder' }
  const place = {
    ...{ eye: 'lens.eye', trace: 'frame.trace', a: 'frame.a', b: 'frame.b', effectiveDiameter: 'frame.ed' },
    ...{ decentrationIn: 'lens.decentration', decentrationUp: 'lens.raise' },
  }
  const solid = { ...place, ...rx, axis: 'rx.axis', front: 'lens.base', index: 'material.index' }
  return [
    fact('order.date', 'job', 'date', { kind: 'given' }),
    fact('order.rush', 'job', 'boolean', { kind: 'given' }),
    fact('practice.tier', 'job', 'enum', { kind: 'given' }, { values: tiers }),
    fact('frame.type', 'job', 'enum', { kind: 'given' }, { values: frames }),
    fact('material.id', 'job', 'enum', { kind: 'given' }, { valuesOf: 'materials' }),
    fact('design.id', 'job', 'enum', { kind: 'given' }, { valuesOf: 'designs' }),
    fact('coating.id', 'job', 'enum', { kind: 'given' }, { valuesOf: 'coatings' }),
    fact('treatments.wanted', 'job', 'set', { kind: 'given' }, { values: ['hard', 'uv', 'ar', 'tint'] }),
    fact('frame.trace', 'lens', 'shape', { kind: 'given' }),
    fact('lens.eye', 'lens', 'enum', { kind: 'asked', what: 'eye' }, { values: ['left', 'right'] }),
    number('tint.percent', 'job', 'percent', 0, 1000, 10),
    number('frame.a', 'job', 'mm', 3000, 7000, 1),
    number('frame.b', 'job', 'mm', 1500, 6000, 1),
    number('frame.dbl', 'job', 'mm', 800, 3000, 1),
    number('frame.ed', 'job', 'mm', 3000, 9000, 1),
    number('rx.sphere', 'lens', 'D', -20000, 20000, 125),
    number('rx.cylinder', 'lens', 'D', -8000, 8000, 125),
    number('rx.axis', 'lens', 'deg', 1, 180, 1),
    number('rx.add', 'lens', 'D', 500, 4000, 125),
    number('rx.prism', 'lens', 'prism', 0, 10000, 125),
    number('fitting.pd', 'lens', 'mm', 2000, 4500, 1),
    number('fitting.height', 'lens', 'mm', 800, 4000, 1),
    catalogued('material.index', 'material.id', 'number', { unit: 'index' }),
    catalogued('material.density', 'material.id', 'number', { unit: 'density' }),
    catalogued('material.minimumCentre', 'material.id', 'number', { unit: 'mm' }),
    catalogued('material.minimumEdge', 'material.id', 'number', { unit: 'mm' }),
    catalogued('material.drillable', 'material.id', 'boolean'),
    catalogued('design.kind', 'design.id', 'enum', { values: ['sv', 'ft', 'pal'] }),
    catalogued('design.shortest', 'design.id', 'number', { unit: 'mm' }),
    catalogued('design.allowance', 'design.id', 'number', { unit: 'mm' }),
    catalogued('design.range', 'design.id', 'shape'),
    catalogued('coating.family', 'coating.id', 'enum', { values: ['none', 'ar', 'slick'] }),
    computed('lens.minusSphere', 'D', 'minusSphere@1', rx),
    computed('lens.minusCylinder', 'D', 'minusCylinder@1', { cylinder: 'rx.cylinder' }),
    computed('lens.minusAxis', 'deg', 'minusAxis@1', { cylinder: 'rx.cylinder', axis: 'rx.axis' }),
    computed('lens.equivalent', 'D', 'sphericalEquivalent@1', rx),
    computed('lens.power90', 'D', 'powerAt90@1', { ...rx, axis: 'rx.axis' }),
    computed('lens.power180', 'D', 'powerAt180@1', { ...rx, axis: 'rx.axis' }),
    computed('lens.strongest', 'D', 'strongestMeridian@1', rx),
    computed('lens.decentration', 'mm', 'decentration@1', {
      a: 'frame.a',
      dbl: 'frame.dbl',
      monocularPd: 'fitting.pd',
    }),
    computed('lens.raise', 'mm', 'verticalDecentration@1', { height: 'fitting.height', b: 'frame.b' }),
    computed('lens.above', 'mm', 'heightAbove@1', { height: 'fitting.height', b: 'frame.b' }),
    computed('lens.base', 'D', 'baseByVogel@1', rx),
    computed('lens.blank', 'mm', 'minimumBlank@1', { ...place, allowance: 'design.allowance' }),
    computed('lens.thickness', 'mm', 'centreThickness@1', {
      ...solid,
      minimumCentre: 'material.minimumCentre',
      minimumEdge: 'material.minimumEdge',
    }),
    computed('lens.edge', 'mm', 'thickestEdge@1', { ...solid, centre: 'lens.thickness' }),
    computed('lens.weight', 'gram', 'weight@1', { ...solid, centre: 'lens.thickness', density: 'material.density' }),
    computed('lens.back', 'D', 'backCurve@1', {
      ...rx,
      ...{ front: 'lens.base', thickness: 'lens.thickness', index: 'material.index' },
    }),
    computed('lens.imbalance', 'prism', 'readingImbalance@1', {
      ...{ powerAt90: 'lens.power90', fellowPowerAt90: 'fellow.power90', drop: 'design.shortest' },
    }),
    fact('lens.inRange', 'lens', 'boolean', {
      ...{ kind: 'computed', by: 'insidePolygon@1' },
      from: { polygon: 'design.range', x: 'rx.sphere', y: 'rx.cylinder' },
    }),
    fact('fellow.sphere', 'lens', 'number', { kind: 'fellow', of: 'rx.sphere' }, { unit: 'D' }),
    fact('fellow.power90', 'lens', 'number', { kind: 'fellow', of: 'lens.power90' }, { unit: 'D' }),
    fact('job.thickest', 'job', 'number', { kind: 'aggregate', of: 'lens.edge', how: 'highest' }, { unit: 'mm' }),
    fact('job.multifocal', 'job', 'boolean', { kind: 'derived', group: 'job-kind' }),
    fact(
      'job.treatments',
      'job',
      'set',
      { kind: 'derived', group: 'treatments', from: 'treatments.wanted' },
      { values: ['hard', 'uv', 'ar', 'tint'] },
    ),
    fact(
      'lens.class',
      'lens',
      'enum',
      { kind: 'derived', group: 'lens-class' },
      { values: ['thin', 'usual', 'thick'] },
    ),
    ...machines.map((machine) =>
      fact(`program.${machine}`, 'lens', 'code', { kind: 'derived', group: `make-${machine}` }),
    ),
  ]
}

const machines = ['generator', 'polisher', 'engraver', 'coater', 'edger', 'blocker']

function madeGroups(): Group[] {
  const group = (id: string, phase: Group['phase'], scope: Scope, hit: Group['hit'], writes: string[]): Group => ({
    ...{ id, title: id, phase, scope, hit, writes, ordering: !['make', 'route'].includes(phase) },
  })
  return [
    group('job-kind', 'derive', 'job', 'first', ['job.multifocal']),
    group('treatments', 'derive', 'job', 'collect', ['job.treatments']),
    group('lens-class', 'derive', 'lens', 'first', ['lens.class']),
    group('complete', 'accept', 'lens', 'collect', []),
    group('fitting', 'accept', 'lens', 'collect', []),
    group('catalogue', 'accept', 'lens', 'collect', []),
    group('edge', 'accept', 'lens', 'collect', []),
    group('frame', 'accept', 'job', 'collect', []),
    ...machines.map((machine) => group(`make-${machine}`, 'make', 'lens', 'first', [`program.${machine}`])),
    group('lens-route', 'route', 'lens', 'first', ['cut', 'tint', 'coat']),
    group('job-route', 'route', 'job', 'first', ['mount', 'pack']),
    group('tolerance', 'tolerance', 'lens', 'first', ['sphere', 'axis', 'prism']),
    group('price', 'price', 'lens', 'first', ['base', 'extra']),
    group('discount', 'price', 'job', 'first', ['tier']),
    group('promise', 'promise', 'job', 'highest', ['workingHours']),
  ]
}

const about = { why: 'generated', source: 'generated', owner: 'generated' }

/** What every order hits, so that every part of a decision is there. */
function baseRules(): Rule[] {
  const always = { all: [{ fact: 'material.index', operator: 'greaterThan', value: 0 }] }
  const rule = (id: string, group: string, event: RuleEvent): Rule => ({
    ...{ id, group, title: id, ...about },
    rule: { priority: 1, conditions: always, event },
  })
  return [
    rule('cut', 'lens-route', { type: 'visit', params: { step: 'cut', at: 10 } }),
    rule('coat', 'lens-route', { type: 'visit', params: { step: 'coat', at: 40 } }),
    rule('mount', 'job-route', { type: 'visit', params: { step: 'mount', at: 80 } }),
    ...['sphere', 'axis', 'prism'].map((measure) =>
      rule(`allow-${measure}`, 'tolerance', {
        type: 'allow',
        params: { edition: 'generated', measure, expected: { fact: 'rx.sphere' }, minus: 130, plus: 130 },
      }),
    ),
    rule('base', 'price', { type: 'charge', params: { code: 'base', unit: 4500 } }),
    rule('tier', 'discount', { type: 'adjust', params: { code: 'tier', percent: -50, of: '*', rounding: 1 } }),
    rule('hours', 'promise', { type: 'take', params: { workingHours: 8 } }),
  ]
}

function madeRule(n: number, groups: readonly Group[], random: () => number): Rule {
  const group = pick(random, groups)
  const tests = [
    {
      fact: 'material.id',
      operator: 'in',
      value: some(
        random,
        madeMaterials().map(({ id }) => id),
      ),
    },
    { fact: 'design.id', operator: 'equal', value: pick(random, madeDesigns()).id },
    { fact: 'frame.type', operator: 'notEqual', value: pick(random, frames) },
    { fact: 'coating.id', operator: 'equal', value: pick(random, madeCoatings()).id },
  ].filter(() => random() < 0.65)
  const lens = group.scope === 'lens'
  const usable = numbersCompared.filter(([id]) => lens || /^(frame|material)\./.test(id))
  const ranges = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const [fact, min, max, step] = pick(random, usable)
    const cut = min + Math.floor(random() * ((max - min) / step)) * step
    return { fact, operator: random() < 0.5 ? 'lessThan' : 'greaterThanInclusive', value: cut }
  })
  const extra =
    random() < 0.1
      ? [
          {
            any: [
              { fact: 'order.rush', operator: 'equal', value: true },
              { fact: 'practice.tier', operator: 'equal', value: 'gold' },
            ],
          },
        ]
      : []
  return {
    ...{ id: `g${String(n).padStart(5, '0')}`, group: group.id, title: `Generated rule ${n}`, ...about },
    rule: {
      priority: 2 + Math.floor(random() * 50),
      conditions: { all: [...tests, ...ranges, ...extra] },
      event: eventFor(group, n, random),
    },
  }
}

const some = (random: () => number, list: readonly string[]): string[] => {
  const kept = list.filter(() => random() < 0.4)
  return kept.length > 0 ? kept : list.slice(0, 1)
}

function eventFor(group: Group, n: number, random: () => number): RuleEvent {
  const target = group.writes[Math.floor(random() * group.writes.length)] ?? ''
  switch (group.phase) {
    case 'derive':
      if (target === 'job.multifocal') return { type: 'derive', params: { fact: target, value: random() < 0.5 } }
      if (target === 'job.treatments')
        return { type: 'derive', params: { fact: target, include: pick(random, ['ar', 'tint', 'uv']) } }
      return { type: 'derive', params: { fact: target, value: pick(random, ['thin', 'usual', 'thick']) } }
    case 'accept':
      return {
        type: random() < 0.7 ? 'advise' : 'confirm',
        params: {
          code: `code_${n}`,
          field: group.scope === 'lens' ? 'rx.sphere' : 'frame.a',
          message: { en: 'Generated: {seen} against {limit}', de: 'Erzeugt: {seen} gegen {limit}' },
          limit: n,
        },
      }
    case 'make':
      return { type: 'use', params: { slot: target, value: `P-${n}` } }
    case 'route':
      return { type: 'visit', params: { step: target, at: 10 + Math.floor(random() * 80) } }
    case 'tolerance':
      return { type: 'allow', params: { edition: 'generated', measure: target, minus: 120, plus: 120 } }
    case 'price':
      return group.id === 'discount'
        ? {
            type: 'adjust',
            params: { code: target, percent: -Math.floor(random() * 200), of: ['base', 'extra'], rounding: 1 },
          }
        : { type: 'charge', params: { code: target, unit: 1000 + n } }
    case 'promise':
      return { type: 'take', params: { workingHours: 8 + Math.floor(random() * 40) } }
  }
}

function madeMaterials() {
  const list = [
    ['cr39', 1498, 1310, 200, true],
    ['mid', 1560, 1270, 160, false],
    ['trivex', 1532, 1110, 120, true],
    ['poly', 1586, 1200, 120, true],
    ['mr8', 1600, 1300, 130, true],
    ['mr10', 1670, 1360, 120, true],
    ['h170', 1700, 1410, 100, false],
    ['h174', 1740, 1470, 130, false],
  ] as const
  return list.map(([id, index, density, minimumCentre, drillable]) => ({
    ...{ id, label: id },
    attributes: { index, density, minimumCentre, minimumEdge: 100, drillable },
  }))
}

function madeDesigns() {
  return Array.from({ length: 24 }, (_, n) => ({
    ...{ id: `design-${n}`, label: `Design ${n}` },
    attributes: {
      ...{ kind: ['sv', 'ft', 'pal'][n % 3] ?? 'sv', shortest: 1000 + 50 * n, allowance: 200 },
      range: {
        format: 'polygon',
        points: [
          ...[
            [-10000, 0],
            [8000, 0],
            [6000, -4000],
          ],
          [-10000, -4000],
        ],
      },
    },
  }))
}

function madeCoatings() {
  return ['none', 'ar-1', 'ar-2', 'ar-3', 'slick-1', 'slick-2'].map((id) => ({
    ...{ id, label: id },
    attributes: { family: id.split('-')[0] ?? 'none' },
  }))
}
