import type { UnitName } from '../vocabulary/units.ts'
import type { EventType, Phase } from './rulebook.ts'

/** What a parameter of an event may hold. */
export type ParamKind =
  /** A word of the rulebook's own: a code, a step, a measure. */
  | 'word'
  /** An id of a fact that the group writes. */
  | 'target'
  /** An id of a fact that the cause is about, or null. */
  | 'field'
  /** A text for people, in one or several languages. */
  | 'text'
  | 'boolean'
  | 'number'
  /** Of the type of the fact that is set. */
  | 'value'
  /** Of a set's words, one or a list. */
  | 'members'
  /** Codes of charges: one, a list, or `*`. */
  | 'codes'
  /** A limit or an expected value: whatever a fact may be. */
  | 'any'

export interface ParamRule {
  readonly kind: ParamKind
  readonly required?: true
  /** A reference `{ fact }` must count in it. */
  readonly unit?: UnitName
  /** It names what is decided, so it cannot be a reference. */
  readonly literal?: true
  readonly says: string
}

export interface EventRule {
  /** Phases in which it may be said; every one where absent. */
  readonly phases?: readonly Phase[]
  /** The parameter that must be declared among the group's `writes`, or what stands for it. */
  readonly target?: { readonly param: string } | { readonly word: string }
  readonly params: Readonly<Record<string, ParamRule>>
  readonly says: string
}

const cause = (says: string): EventRule => ({
  says,
  params: {
    code: { kind: 'word', required: true, literal: true, says: 'Stable name of the cause, e.g. `power_out_of_range`.' },
    field: { kind: 'field', required: true, literal: true, says: 'The fact that the cause is about, or null.' },
    message: { kind: 'text', required: true, says: 'What the reader is told; may name {field}, {seen} and {limit}.' },
    limit: { kind: 'any', says: 'The limit that was passed.' },
    overridable: { kind: 'boolean', literal: true, says: 'Whether somebody may insist.' },
  },
})

const afterCauses: readonly Phase[] = ['derive', 'make', 'route', 'tolerance', 'price', 'promise']
const word = (says: string, literal = true) =>
  ({ kind: 'word', required: true, ...(literal ? { literal: true as const } : {}), says }) as const
const number = (says: string, unit?: UnitName) =>
  ({ kind: 'number', required: true, ...(unit === undefined ? {} : { unit }), says }) as const

/** Every event, with its parameters: the table of the rule model. */
export const eventRules: Readonly<Record<EventType, EventRule>> = {
  refuse: cause('The job cannot be made like this.'),
  confirm: cause('Somebody has to say that it is meant.'),
  advise: cause('Worth knowing; changes nothing.'),
  hold: cause('The job waits for the lab.'),
  derive: {
    says: 'Sets a derived fact, or changes what a set holds.',
    phases: afterCauses,
    target: { param: 'fact' },
    params: {
      fact: { kind: 'target', required: true, literal: true, says: 'The derived fact.' },
      value: { kind: 'value', says: 'Its value.' },
      include: { kind: 'members', says: 'Words that the set shall hold.' },
      exclude: { kind: 'members', says: 'Words that the set shall not hold.' },
    },
  },
  use: {
    says: 'Fills a slot: a blank wish, a program, a recipe, a label.',
    phases: ['make'],
    target: { param: 'slot' },
    params: {
      slot: { kind: 'target', required: true, literal: true, says: 'The slot, a derived fact.' },
      value: { kind: 'value', required: true, says: 'What is used.' },
    },
  },
  visit: {
    says: 'The job or lens goes to a step.',
    phases: ['route'],
    target: { param: 'step' },
    params: { step: word('The step.'), at: number('Its place in the order of steps.') },
  },
  skip: {
    says: 'The job or lens does not go to a step.',
    phases: ['route'],
    target: { param: 'step' },
    params: { step: word('The step.') },
  },
  allow: {
    says: 'How far a measure may be from what is expected.',
    phases: ['tolerance'],
    target: { param: 'measure' },
    params: {
      edition: word('The standard it comes from.', false),
      measure: word('What is measured.'),
      expected: { kind: 'any', says: 'What it should be.' },
      minus: number('How far below it may be.'),
      plus: number('How far above it may be.'),
      alternative: { kind: 'word', literal: true, says: 'Name of an alternative: any one that holds is enough.' },
    },
  },
  charge: {
    says: 'A price.',
    phases: ['price'],
    target: { param: 'code' },
    params: {
      code: word('What is charged.'),
      unit: number('Price of one, in minor units.', 'minor'),
      times: { kind: 'number', says: 'How many; 1 where absent.' },
    },
  },
  adjust: {
    says: 'A share of what was charged, added or taken off.',
    phases: ['price'],
    target: { param: 'code' },
    params: {
      code: word('What the share is called.'),
      percent: number('Tenths of a percent, negative for a discount.', 'percent'),
      of: { kind: 'codes', required: true, literal: true, says: 'Code or codes of charges, or `*`.' },
      rounding: number('The coin that the amount is made of, in minor units.', 'minor'),
    },
  },
  take: {
    says: 'Working hours that the job needs.',
    phases: ['promise'],
    target: { word: 'workingHours' },
    params: { workingHours: number('Hours of work.', 'hours') },
  },
  calendar: {
    says: 'The calendar that working hours are counted in.',
    phases: ['promise'],
    target: { word: 'calendar' },
    params: { id: word('Id of a calendar.', false) },
  },
}
