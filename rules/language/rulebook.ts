import type { TopLevelCondition } from '../engine/condition.ts'
import type { Fact, FactValue, Moment, Scope } from '../vocabulary/fact.ts'

/** The language that decisions are written in: it stands in their bytes. */
export const FORMAT = 'lab-rules/1'

/** All rules, tables, catalogue and cases together, as one object. Lists are sorted by id where their order means nothing. */
export interface Rulebook {
  readonly format: typeof FORMAT
  readonly name: string
  readonly settings: Settings
  readonly vocabulary: readonly Fact[]
  /** By kind: `materials`, `designs`, `treatments` … */
  readonly catalogue: Readonly<Record<string, readonly CatalogueEntry[]>>
  /** Their order breaks ties only: groups run in the order of what they read and write. */
  readonly groups: readonly Group[]
  /** Shared conditions, by name. */
  readonly conditions: Readonly<Record<string, TopLevelCondition>>
  readonly rules: readonly Rule[]
  readonly tables: readonly DecisionTable[]
  readonly cases: readonly Case[]
  /** What the analysis found possible and somebody has looked at. */
  readonly accepted: readonly AcceptedFinding[]
}

export interface Settings {
  /** The first is what a text falls back to. */
  readonly languages: readonly string[]
  readonly currency: string
  readonly timeZone: string
  readonly review: 'two' | 'alone'
}

/** In each language of the settings, or one text for all. */
export type Text = string | Readonly<Record<string, string>>

export interface CatalogueEntry {
  readonly id: string
  readonly label: Text
  readonly attributes: Readonly<Record<string, FactValue>>
  /** First and last day of an order that may choose it, `2026-11-21`. */
  readonly from?: string
  readonly until?: string
  readonly source?: string
}

export const phases = ['derive', 'accept', 'make', 'route', 'tolerance', 'price', 'promise'] as const
export type Phase = (typeof phases)[number]

export const hitPolicies = ['first', 'unique', 'collect', 'highest', 'lowest', 'tightest'] as const
export type HitPolicy = (typeof hitPolicies)[number]

export interface Group {
  readonly id: string
  readonly title: string
  readonly phase: Phase
  readonly scope: Scope
  readonly hit: HitPolicy
  readonly moment?: Moment
  /** Targets: facts and slots it sets, measures it allows, steps it visits, codes it charges. */
  readonly writes: readonly string[]
  /** Each target must have a winner; one without is the refusal `undecided`. */
  readonly total?: boolean
  /** An ordering screen may hold it. */
  readonly ordering?: boolean
}

/** What a rule says of itself; none of it is judged. */
export interface About {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly why: string
  readonly source: string
  readonly owner: string
  readonly tags?: readonly string[]
  /** First and last day of an order that it judges. */
  readonly from?: string
  readonly until?: string
}

export interface Rule extends About {
  /** A rule of json-rules-engine, verbatim. */
  readonly rule: RuleBody
}

export interface RuleBody {
  readonly priority?: number
  readonly conditions: TopLevelCondition
  readonly event: RuleEvent
}

// prettier-ignore -- as a table: causes, facts and slots, route, tolerance, price, promise
export const eventTypes = [
  'refuse',
  'confirm',
  'advise',
  'hold',
  'derive',
  'use',
  'visit',
  'skip',
  'allow',
  'charge',
  'adjust',
  'take',
  'calendar',
] as const
export type EventType = (typeof eventTypes)[number]

/** What tells whoever orders something: why not or with what reserve, for how much, by when. */
export const causing: ReadonlySet<EventType> = new Set(['refuse', 'confirm', 'advise', 'hold'])
export const priceAndPromise: ReadonlySet<EventType> = new Set(['charge', 'adjust', 'take', 'calendar'])

/** A first-level parameter may be `{ fact: id }`: its value at judgement. */
export interface RuleEvent {
  readonly type: EventType
  readonly params: Readonly<Record<string, unknown>>
}

/**
 * Many rules of one form. An input column is a fact; a cell says which of its values the row takes: `-` any,
 * `poly|trivex`, `not(cr39)`, `-6.00..-4.25`, `>= 14`, `null`, `not(null)`. An output column is a parameter of the event.
 * Numbers in cells are written in natural units. A row becomes the rule `table#row`.
 */
export interface DecisionTable extends About {
  readonly priority?: number
  readonly event: EventType
  /** Parameters that are the same in every row. */
  readonly params?: Readonly<Record<string, unknown>>
  readonly inputs: readonly string[]
  readonly outputs: readonly TableOutput[]
  readonly rows: readonly TableRow[]
}

export interface TableOutput {
  readonly param: string
  /** Given, a number in the cell is natural; `derive` and `use` know the unit of the fact that they set. */
  readonly unit?: string
}

export interface TableRow {
  readonly id: string
  /** One for each input, then one for each output. `-` in an output leaves the parameter out. */
  readonly cells: readonly TableCell[]
  readonly title?: string
  readonly why?: string
  readonly source?: string
}

export type TableCell = string | number | boolean | null | Readonly<Record<string, unknown>>

export interface Case {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly configuration: Configuration
  readonly moment?: Moment
  readonly expect: Expectation
}

/** What a case says of the decision; what is left out is not looked at. */
export interface Expectation {
  readonly outcome?: Outcome
  readonly fires?: readonly string[]
  readonly notFires?: readonly string[]
  /** Codes of causes, all of them. */
  readonly causes?: readonly string[]
  readonly job?: Readonly<Record<string, FactValue>>
  readonly right?: Readonly<Record<string, FactValue>>
  readonly left?: Readonly<Record<string, FactValue>>
  readonly total?: number
  readonly workingHours?: number
  readonly steps?: readonly string[]
}

export type Outcome = 'accepted' | 'confirm' | 'hold' | 'refused'

export const eyes = ['right', 'left'] as const
export type Eye = (typeof eyes)[number]

/** What is asked for, or has become known since: values of given and world facts, without any name of a person who wears it. */
export interface Configuration {
  /** The eyes to be made. The other one's facts may be given too: designs need them. */
  readonly ordered: readonly Eye[]
  readonly job: Readonly<Record<string, FactValue>>
  readonly right?: Readonly<Record<string, FactValue>>
  readonly left?: Readonly<Record<string, FactValue>>
  readonly confirmed?: readonly { readonly code: string; readonly by: string }[]
  readonly overrides?: readonly { readonly code: string; readonly by: string; readonly why: string }[]
  /** Of the messages. */
  readonly language?: string
}

export interface AcceptedFinding {
  readonly finding: string
  readonly by: string
  readonly why: string
}
