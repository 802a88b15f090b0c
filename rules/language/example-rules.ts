import type { ConditionLeaf, NestedCondition, TopLevelCondition } from '../engine/condition.ts'
import type { DecisionTable, EventType, Rule } from './rulebook.ts'

const leaf = (fact: string, operator: string, value: unknown): ConditionLeaf => ({ fact, operator, value })
const always: TopLevelCondition = { any: [leaf('order.rush', 'equal', true), leaf('order.rush', 'equal', false)] }

function rule(
  id: string,
  group: string,
  title: string,
  conditions: TopLevelCondition | readonly NestedCondition[],
  [type, params]: readonly [EventType, Readonly<Record<string, unknown>>],
  rest: Partial<Rule> & { readonly priority?: number } = {},
): Rule {
  const { priority, ...about } = rest
  const body = { conditions: 'length' in conditions ? { all: conditions } : conditions, event: { type, params } }
  return {
    ...{ id, group, title, why: `${title}: an example.`, source: 'example', owner: 'lab', ...about },
    rule: priority === undefined ? body : { ...body, priority },
  }
}

/** Conditions that several rules share. */
export const exampleConditions: Readonly<Record<string, TopLevelCondition>> = {
  multifocal: { all: [leaf('design.kind', 'in', ['bifocal', 'progressive'])] },
}

/** Rules with every event and every kind of condition. */
export const exampleRules: readonly Rule[] = [
  rule(
    'high-needs-care',
    'care',
    'High powers need care',
    [leaf('lens.powerClass', 'equal', 'high')],
    ['derive', { fact: 'lens.strong', value: true }],
  ),
  rule(
    'imbalance-needs-care',
    'care',
    'Unlike lenses need care',
    [leaf('lens.imbalance', 'greaterThan', 3000)],
    ['derive', { fact: 'lens.strong', value: true }],
  ),
  rule(
    'ar-needs-hard',
    'treatment-set',
    'No anti-reflection without hard coat',
    [leaf('order.treatments', 'contains', 'ar')],
    ['derive', { fact: 'lens.treatmentSet', include: 'hard' }],
  ),
  rule(
    'poly-untinted',
    'treatment-set',
    'Polycarbonate takes no tint',
    [leaf('material.tintable', 'equal', false)],
    ['derive', { fact: 'lens.treatmentSet', exclude: ['tint'] }],
  ),
  rule(
    'height-too-low',
    'can-be-made',
    'The design needs its height',
    [
      leaf('fitting.height', 'lessThan', { fact: 'design.minimumHeight' }),
      leaf('design.minimumHeight', 'notEqual', null),
    ],
    [
      'refuse',
      {
        ...{
          code: 'height_too_low',
          field: 'fitting.height',
          limit: { fact: 'design.minimumHeight' },
          overridable: true,
        },
        message: { en: '{field} {seen} is below {limit}', de: '{field} {seen} liegt unter {limit}' },
      },
    ],
  ),
  rule(
    'addition-missing',
    'can-be-made',
    'A multifocal needs an addition',
    [{ condition: 'multifocal' }, leaf('rx.add', 'equal', null)],
    ['refuse', { code: 'addition_missing', field: 'rx.add', message: 'The addition is missing' }],
  ),
  rule(
    'cylinder-without-axis',
    'can-be-made',
    'A cylinder needs an axis',
    [
      { not: { any: [leaf('rx.cylinder', 'equal', null), leaf('rx.cylinder', 'equal', 0)] } },
      leaf('rx.axis', 'equal', null),
    ],
    ['refuse', { code: 'axis_missing', field: 'rx.axis', message: 'The axis is missing' }],
  ),
  rule(
    'no-blank',
    'can-be-made',
    'Nothing without a blank',
    [leaf('blank.available', 'equal', false)],
    ['hold', { code: 'no_blank', field: 'blank.available', message: 'No blank is there' }],
  ),
  rule(
    'strong-plus-confirmed',
    'job-accepted',
    'Strong plus lenses are asked back',
    [leaf('pair.highestSphere', 'greaterThanInclusive', 10000)],
    ['confirm', { code: 'strong_plus', field: 'pair.highestSphere', message: 'Is {seen} meant?', limit: 10000 }],
  ),
  rule(
    'cr39-drilled',
    'job-accepted',
    'CR-39 is brittle when drilled',
    [leaf('material.id', 'equal', 'cr39'), leaf('frame.mount', 'equal', 'drilled')],
    ['advise', { code: 'brittle', field: 'material.id', message: 'CR-39 breaks when drilled' }],
    { from: '2026-01-01', until: '2029-12-31', tags: ['frames'] },
  ),
  rule('generate', 'lens-steps', 'Every lens is generated', always, ['visit', { step: 'generate', at: 10 }]),
  rule(
    'tint',
    'lens-steps',
    'Tints',
    [leaf('lens.treatmentSet', 'contains', 'tint')],
    ['visit', { step: 'tint', at: 20 }],
  ),
  rule(
    'coat',
    'lens-steps',
    'Coats',
    [leaf('lens.treatmentSet', 'contains', 'hard')],
    ['visit', { step: 'coat', at: 30 }],
  ),
  rule(
    'uncoated',
    'lens-steps',
    'Nothing to coat',
    [leaf('lens.treatmentSet', 'doesNotContain', 'hard')],
    ['skip', { step: 'coat' }],
  ),
  rule('mount', 'job-steps', 'Every job is mounted', always, ['visit', { step: 'mount', at: 80 }]),
  rule('iso-edition', 'edition', 'ISO is our standard', always, [
    'derive',
    { fact: 'tolerance.edition', value: 'ISO 21987' },
  ]),
  rule(
    'rush-fee',
    'job-prices',
    'Rush costs',
    [leaf('order.rush', 'equal', true)],
    ['adjust', { code: 'rush', percent: 250, of: '*', rounding: 10 }],
  ),
  rule(
    'care-fee',
    'job-prices',
    'Care costs',
    [leaf('pair.strong', 'equal', true)],
    ['charge', { code: 'care', unit: 900, times: 2 }],
  ),
  rule('base-hours', 'hours', 'Every job takes its time', always, ['take', { workingHours: 8 }]),
  rule(
    'coat-hours',
    'hours',
    'Coating takes longer',
    [leaf('order.treatments', 'contains', 'ar')],
    ['take', { workingHours: 16 }],
  ),
  rule('lab-days', 'calendar', 'Lab days', always, ['calendar', { id: 'lab' }]),
  rule(
    'sphere-off',
    'inspection',
    'Spheres are measured',
    [leaf('measured.error', 'greaterThan', 120)],
    ['refuse', { code: 'sphere_off', field: 'measured.sphere', message: '{seen} was measured' }],
  ),
]

const about = (id: string, group: string, title: string) => ({
  ...{ id, group, title, why: `${title}: an example.`, source: 'example', owner: 'lab' },
})

/** One table that derives, one that uses, one that allows, one that charges. */
export const exampleTables: readonly DecisionTable[] = [
  {
    ...about('power-classes', 'power-class', 'Classes of power'),
    ...{ event: 'derive', params: { fact: 'lens.powerClass' }, inputs: ['lens.sphericalEquivalent'] },
    outputs: [{ param: 'value' }],
    rows: [
      { id: 'low', cells: ['-4.00..4.00', 'low'] },
      { id: 'medium', cells: ['-8.00..8.00', 'medium'] },
      { id: 'other', cells: ['-', 'high'] },
    ],
  },
  {
    ...about('diameters', 'largest-diameter', 'Largest diameters'),
    ...{ event: 'derive', params: { fact: 'lens.largestDiameter' }, inputs: ['material.id', 'rx.sphere'] },
    outputs: [{ param: 'value' }],
    rows: [
      { id: 'any', cells: ['-', '-', '80'] },
      { id: 'strong', cells: ['not(poly)', 'not(-8.00..8.00)', '65'] },
    ],
  },
  {
    ...about('generator-programs', 'programs', 'Generator programs'),
    ...{
      event: 'use',
      params: { slot: 'program.generator' },
      inputs: ['material.id', 'lens.powerClass'],
      priority: 10,
    },
    outputs: [{ param: 'value' }],
    rows: [
      { id: 'p1', cells: ['cr39', '-', 'G-CR'] },
      { id: 'p2', cells: ['mr*|trivex', 'low|medium', 'G-HI'] },
      { id: 'p3', cells: ['mr*|trivex', 'high', 'G-HI-SLOW'] },
      { id: 'p4', cells: ['poly', '-', 'G-PC'], why: 'It melts.' },
    ],
  },
  {
    ...about('material-numbers', 'programs', 'Material numbers'),
    ...{
      event: 'use',
      params: { slot: 'label.LMATID@GEN-2' },
      inputs: ['material.index'],
      outputs: [{ param: 'value' }],
    },
    rows: [
      { id: 'standard', cells: ['..1.55', 1] },
      { id: 'high', cells: ['> 1.55', 2] },
    ],
  },
  {
    ...about('sphere-tolerance', 'allowed', 'Tolerance of the sphere'),
    ...{
      event: 'allow',
      params: { edition: { fact: 'tolerance.edition' }, measure: 'sphere', expected: { fact: 'rx.sphere' } },
    },
    inputs: ['rx.sphere'],
    outputs: [
      { param: 'minus', unit: 'D' },
      { param: 'plus', unit: 'D' },
    ],
    rows: [
      { id: 'to-9', cells: ['-9.00..9.00', '0.12', '0.12'] },
      { id: 'beyond', cells: ['not(-9.00..9.00)', '0.18', '0.18'] },
    ],
  },
  {
    ...about('prices', 'lens-prices', 'Prices of a lens'),
    ...{
      event: 'charge',
      params: { code: 'lens' },
      inputs: ['material.id', 'design.kind'],
      outputs: [{ param: 'unit' }],
    },
    rows: [
      { id: 'cr39', cells: ['cr39', '-', 1500] },
      { id: 'other', cells: ['not(cr39)', '-', 3500] },
      { id: 'progressive', cells: ['-', 'progressive', 9900] },
    ],
  },
]
