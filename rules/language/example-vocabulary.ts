import type { Fact } from '../vocabulary/fact.ts'

type Of = Partial<Fact> & Pick<Fact, 'label' | 'source'>

const fact = (id: string, type: Fact['type'], scope: Fact['scope'], of: Of): Fact => ({
  ...{ id, type, scope, meaning: of.label, nullable: false, moment: 'order' as const },
  ...of,
})

const given = { kind: 'given' } as const
const world = { kind: 'world' } as const
const dioptres = { unit: 'D', step: 125 } as const
const millimetres = { unit: 'mm', step: 10 } as const

/** One fact of each kind and source, and the optics that tie them together. */
export const exampleVocabulary: readonly Fact[] = [
  fact('order.date', 'date', 'job', { label: 'day of the order', source: world, nullable: true }),
  fact('order.rush', 'boolean', 'job', { label: 'rush', source: given }),
  fact('order.reference', 'code', 'job', { label: 'reference of the practice', source: given, nullable: true }),
  fact('order.treatments', 'set', 'job', { label: 'treatments asked for', source: given, valuesOf: 'treatments' }),
  fact('material.id', 'enum', 'job', { label: 'material', source: given, valuesOf: 'materials' }),
  fact('material.index', 'number', 'job', {
    ...{ label: 'index of refraction', unit: 'index', min: 1400, max: 2000, step: 1 },
    source: { kind: 'catalogue', of: 'material.id', attribute: 'index' },
  }),
  fact('material.tintable', 'boolean', 'job', {
    ...{ label: 'takes a tint', source: { kind: 'catalogue', of: 'material.id', attribute: 'tintable' } },
  }),
  fact('design.id', 'enum', 'job', { label: 'design', source: given, valuesOf: 'designs' }),
  fact('design.kind', 'enum', 'job', {
    ...{ label: 'kind of design', values: ['single', 'bifocal', 'progressive'] },
    source: { kind: 'catalogue', of: 'design.id', attribute: 'kind' },
  }),
  fact('design.minimumHeight', 'number', 'job', {
    ...{ ...millimetres, label: 'least fitting height', min: 0, max: 4000, nullable: true },
    source: { kind: 'catalogue', of: 'design.id', attribute: 'minimumHeight' },
  }),
  fact('frame.a', 'number', 'job', { ...millimetres, label: 'box width', source: given, min: 2000, max: 8000 }),
  fact('frame.dbl', 'number', 'job', { ...millimetres, label: 'bridge', source: given, min: 800, max: 3000 }),
  fact('frame.mount', 'enum', 'job', { label: 'mount', source: given, values: ['drilled', 'full', 'nylor'] }),
  fact('frame.trace', 'shape', 'job', { label: 'trace of the frame', source: given, nullable: true }),
  fact('lens.eye', 'enum', 'lens', {
    ...{ label: 'eye', values: ['left', 'right'], source: { kind: 'asked', what: 'eye' } },
  }),
  fact('job.lenses', 'number', 'job', {
    ...{ label: 'lenses ordered', unit: 'count', min: 0, max: 2, step: 1, source: { kind: 'asked', what: 'count' } },
  }),
  fact('rx.sphere', 'number', 'lens', { ...dioptres, label: 'sphere', source: given, min: -20000, max: 20000 }),
  fact('rx.cylinder', 'number', 'lens', {
    ...{ ...dioptres, label: 'cylinder', source: given, min: -8000, max: 8000, nullable: true },
  }),
  fact('rx.axis', 'number', 'lens', {
    ...{ label: 'axis', source: given, unit: 'deg', min: 1, max: 180, step: 1, nullable: true },
  }),
  fact('rx.add', 'number', 'lens', {
    ...{ ...dioptres, label: 'addition', source: given, min: 500, max: 4000, nullable: true },
  }),
  fact('fitting.pd', 'number', 'lens', {
    ...millimetres,
    label: 'pupil distance',
    source: given,
    min: 2000,
    max: 4500,
  }),
  fact('fitting.height', 'number', 'lens', {
    ...{ ...millimetres, label: 'fitting height', source: given, min: 500, max: 4000, nullable: true },
  }),
  fact('blank.available', 'boolean', 'lens', { label: 'a blank is there', source: world, nullable: true }),
  fact('lens.sphericalEquivalent', 'number', 'lens', {
    ...{ label: 'spherical equivalent', unit: 'D', nullable: true },
    source: { kind: 'computed', by: 'sphericalEquivalent@1', from: { sphere: 'rx.sphere', cylinder: 'rx.cylinder' } },
  }),
  fact('lens.decentration', 'number', 'lens', {
    ...{ label: 'decentration inwards', unit: 'mm', nullable: true },
    source: {
      ...{ kind: 'computed', by: 'decentration@1' },
      from: { a: 'frame.a', dbl: 'frame.dbl', monocularPd: 'fitting.pd' },
    },
  }),
  fact('fellow.sphere', 'number', 'lens', {
    ...{ label: 'sphere of the other lens', unit: 'D', nullable: true, source: { kind: 'fellow', of: 'rx.sphere' } },
  }),
  fact('lens.imbalance', 'number', 'lens', {
    ...{ label: 'difference of the spheres', unit: 'D', nullable: true },
    source: { kind: 'computed', by: 'absoluteDifference@1', from: { one: 'rx.sphere', other: 'fellow.sphere' } },
  }),
  fact('lens.powerClass', 'enum', 'lens', {
    ...{ label: 'class of power', values: ['high', 'low', 'medium'], nullable: true },
    source: { kind: 'derived', group: 'power-class' },
  }),
  fact('lens.strong', 'boolean', 'lens', {
    ...{ label: 'needs care', nullable: true, source: { kind: 'derived', group: 'care' } },
  }),
  fact('lens.treatmentSet', 'set', 'lens', {
    ...{ label: 'treatments made', valuesOf: 'treatments' },
    source: { kind: 'derived', group: 'treatment-set', from: 'order.treatments' },
  }),
  fact('lens.largestDiameter', 'number', 'lens', {
    ...{ ...millimetres, label: 'largest diameter', min: 4000, max: 9000, nullable: true },
    source: { kind: 'derived', group: 'largest-diameter' },
  }),
  fact('pair.strong', 'boolean', 'job', {
    ...{
      label: 'either lens needs care',
      nullable: true,
      source: { kind: 'aggregate', of: 'lens.strong', how: 'either' },
    },
  }),
  fact('pair.highestSphere', 'number', 'job', {
    ...{ label: 'higher sphere of the pair', unit: 'D' },
    source: { kind: 'aggregate', of: 'rx.sphere', how: 'highest' },
  }),
  fact('program.generator', 'code', 'lens', {
    ...{ label: 'generator program', nullable: true, source: { kind: 'derived', group: 'programs' } },
  }),
  fact('label.LMATID@GEN-2', 'number', 'lens', {
    ...{ label: 'material number of generator 2', unit: 'count', nullable: true },
    source: { kind: 'derived', group: 'programs' },
  }),
  fact('tolerance.edition', 'enum', 'lens', {
    ...{ label: 'standard', values: ['ANSI Z80.1', 'ISO 21987'], nullable: true },
    source: { kind: 'derived', group: 'edition' },
  }),
  fact('measured.sphere', 'number', 'lens', {
    ...{ label: 'sphere measured', source: given, unit: 'D', min: -25000, max: 25000, step: 10 },
    ...{ nullable: true, moment: 'measured' },
  }),
  fact('measured.error', 'number', 'lens', {
    ...{ label: 'error of the sphere', unit: 'D', nullable: true, moment: 'measured' },
    source: { kind: 'computed', by: 'absoluteDifference@1', from: { one: 'measured.sphere', other: 'rx.sphere' } },
  }),
]
