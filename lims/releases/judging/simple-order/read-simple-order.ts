import type { Cause } from '@ils/contract/problem'
import type { SimpleOrder } from '@ils/contract/simple-order'
import type { Cause as JudgedCause } from '@ils/rules/engine/decision'
import { sayValue } from '@ils/rules/engine/say-value'
import { eyes, type Configuration, type Eye, type Rulebook } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { indexForm, type FormIndex } from './index-form.ts'
import { openReading, take, tell, type OrderReading } from './order-reading.ts'
import { readSum } from './read-sums.ts'
import { fieldOf, valueOf, wordsOf, type CauseWords } from './say-in-simple.ts'
import { defaults, ORDER_DATE, PRACTICE, simpleFields } from './simple-fields.ts'
import { writeSimpleOrder } from './write-simple-order.ts'

/** Like every cause of the contract, its field a path into the simple order. */
export type SimpleCause = Cause

export interface SimpleContext {
  /** Whose credentials these are; null: the lab's, who may order for anybody. */
  readonly practice: string | null
  /** The civil day where the lab is. */
  readonly today: string
}

export interface SimpleReading {
  /** All that could be read; what could not is missing from it, and a cause. */
  readonly configuration: Configuration
  readonly causes: readonly SimpleCause[]
}

/** A rulebook's simple form: natural numbers and usual words on one side, facts on the lattice on the other. */
export interface SimpleForm {
  read(order: SimpleOrder, context: SimpleContext): SimpleReading
  write(configuration: Configuration): SimpleOrder
  /** Where the caller writes a fact: `prescription.odSphere`, `facts.right.lens.centreOverride`. */
  fieldOf(fact: string, eye: Eye | null): string
  /** A value of a fact in its natural unit. */
  valueOf(fact: string, value: unknown): unknown
  /** What a cause of a decision says and its limit, in the caller’s units: a number off its step with the two beside it. */
  wordsOf(cause: JudgedCause): CauseWords
}

/** Made once for each release. */
export function openSimpleForm(rulebook: Rulebook): SimpleForm {
  const index = indexForm(rulebook)
  return {
    read: (order, context) => readSimpleOrder(index, order, context),
    write: (configuration) => writeSimpleOrder(index, configuration),
    fieldOf: (fact, eye) => fieldOf(index, fact, eye),
    valueOf: (fact, value) => valueOf(index, fact, value),
    wordsOf: (cause) => wordsOf(index, cause),
  }
}

function readSimpleOrder(index: FormIndex, order: SimpleOrder, context: SimpleContext): SimpleReading {
  const ordered = order.eyes === 'right' || order.eyes === 'left' ? [order.eyes] : eyes
  const reading = openReading(index, dayOf(order) ?? context.today)
  const given = fieldsOf(order)
  readFields(reading, given)
  readFacts(reading, order)
  const there = eyes.filter((eye) => ordered.includes(eye) || isThere(reading, order, eye))
  readShared(reading, given, there)
  if (context.practice !== null) readPractice(reading, context.practice)
  if (order.assume !== false) assumeDefaults(reading, context.today)
  return {
    configuration: {
      ordered,
      job: recordOf(reading.job.values),
      ...(isThere(reading, order, 'right') && { right: recordOf(reading.right.values) }),
      ...(isThere(reading, order, 'left') && { left: recordOf(reading.left.values) }),
      ...(order.confirmed && { confirmed: order.confirmed }),
      ...(order.overrides && { overrides: order.overrides }),
      ...(order.language !== undefined && { language: order.language }),
    },
    causes: reading.causes,
  }
}

function dayOf({ orderDate, facts }: SimpleOrder): string | null {
  const day = orderDate ?? facts?.job?.[ORDER_DATE]
  return typeof day === 'string' && day.trim() !== '' ? day : null
}

/** By the part of an order and the name there, where each field stands in the table. */
const places = { order: placesIn(''), prescription: placesIn('prescription.'), frame: placesIn('frame.') }

function placesIn(part: string): ReadonlyMap<string, number> {
  const found = [...simpleFields.entries()].filter(
    ([, { path }]) => path.lastIndexOf('.') + 1 === part.length && path.startsWith(part),
  )
  return new Map(found.map(([at, { path }]) => [path.slice(part.length), at]))
}

/** What the order says, in the order of the table. Orders have their fields in all orders: asking each by name is slow. */
function fieldsOf(order: SimpleOrder): readonly (FactValue | undefined)[] {
  const found: (FactValue | undefined)[] = simpleFields.map(() => undefined)
  const put = (within: object, at: ReadonlyMap<string, number>): void => {
    const values: readonly unknown[] = Object.values(within)
    for (const [nth, name] of Object.keys(within).entries()) {
      const place = at.get(name)
      if (place !== undefined) found[place] = values[nth] as FactValue // the contract has only such values there
    }
  }
  put(order, places.order)
  put(order.prescription, places.prescription)
  if (order.frame) put(order.frame, places.frame)
  return found
}

function readFields(reading: OrderReading, given: readonly (FactValue | undefined)[]): void {
  for (const [at, { path, fact, seat }] of simpleFields.entries()) {
    const written = given[at] ?? null
    if (written === null || isBlank(written) || seat === 'each' || seat === 'sum') continue
    take(reading, { path, fact, seat }, written)
  }
}

// Old programs send every parameter of a form, filled in or not.
const isBlank = (written: FactValue): boolean => typeof written === 'string' && written.trim() === ''

const seats = ['job', ...eyes] as const

function readFacts(reading: OrderReading, { facts = {} }: SimpleOrder): void {
  for (const seat of seats) {
    for (const [fact, written] of Object.entries(facts[seat] ?? {}))
      take(reading, { path: `facts.${seat}.${fact}`, fact, seat }, written)
  }
}

/** `Object.fromEntries`, which reads a Map at half the speed. */
function recordOf(values: ReadonlyMap<string, FactValue>): Record<string, FactValue> {
  const record: Record<string, FactValue> = {}
  for (const [fact, value] of values) {
    if (fact === '__proto__') return Object.fromEntries(values)
    record[fact] = value
  }
  return record
}

/** An eye that something is said of is there to be looked at, ordered or not. */
const isThere = (reading: OrderReading, order: SimpleOrder, eye: Eye): boolean =>
  reading[eye].values.size > 0 || reading[eye].written.size > 0 || order.facts?.[eye] !== undefined

/** What both eyes share goes to those that are there; an eye's own comes first. */
function readShared(reading: OrderReading, given: readonly (FactValue | undefined)[], there: readonly Eye[]): void {
  for (const [at, field] of simpleFields.entries()) {
    const { path, fact, seat } = field
    const written = given[at]
    if (typeof written !== 'number') continue
    if (seat === 'sum') readSum(reading, field, there, written)
    if (seat !== 'each') continue
    const before = reading.causes.length
    for (const eye of there) {
      // What is wrong with it is the same for the other eye.
      if (reading.causes.length > before) break
      if (!reading[eye].written.has(fact)) take(reading, { path, fact, seat: eye }, written)
    }
  }
}

/** Whoever may order for one practice orders for that one. */
function readPractice({ index, job, ...reading }: OrderReading, practice: string): void {
  if (!index.stated.has(PRACTICE)) return
  const said = job.values.get(PRACTICE) ?? practice
  if (said !== practice) {
    const message = `practice ${sayValue(undefined, said)} is not the one of these credentials: ${practice}`
    tell(reading, 'practiceId', { code: 'other_practice', message, value: said, limit: practice })
  }
  job.values.set(PRACTICE, practice)
}

/** Where nobody wrote anything: what was written and could not be read is no reason to assume. */
function assumeDefaults({ index, job }: OrderReading, today: string): void {
  const isOpen = (fact: string): boolean => !job.values.has(fact) && !job.written.has(fact)
  if (index.stated.has(ORDER_DATE) && isOpen(ORDER_DATE)) job.values.set(ORDER_DATE, today)
  for (const { fact: id, value } of defaults) {
    const fact = index.stated.get(id)
    const words = index.words.get(id)
    const fits = typeof value !== 'string' || !words || words.choices.has(value)
    if (fact && !fact.nullable && fits && isOpen(id)) job.values.set(id, value)
  }
}
