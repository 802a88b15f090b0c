import type { Cause } from '@ils/contract/problem'
import { didYouMean, nearestWord } from '@ils/rules/language/nearest-word'
import { eyes, type Eye } from '@ils/rules/language/rulebook'
import { sameValue } from '@ils/rules/rulebook/same-value'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import type { FormIndex } from './index-form.ts'
import type { Misread } from './natural-value.ts'
import { readValue } from './read-value.ts'

/** One simple order while it is read. */
export interface OrderReading {
  readonly index: FormIndex
  /** Day of the order. */
  readonly day: string
  readonly job: SeatReading
  readonly right: SeatReading
  readonly left: SeatReading
  readonly causes: Cause[]
}

export interface SeatReading {
  readonly values: Map<string, FactValue>
  /** Facts that were written, readable or not. */
  readonly written: Set<string>
}

export interface Place {
  readonly path: string
  readonly fact: string
  readonly seat: 'job' | Eye
}

const MOST_CAUSES = 100

const openSeat = (): SeatReading => ({ values: new Map(), written: new Set() })

export const openReading = (index: FormIndex, day: string): OrderReading => ({
  index,
  day,
  job: openSeat(),
  right: openSeat(),
  left: openSeat(),
  causes: [],
})

export function tell({ causes }: Pick<OrderReading, 'causes'>, field: string, misread: Misread): void {
  if (causes.length < MOST_CAUSES) causes.push({ field, ...misread })
}

/** Reads what was written at a place. `null` is read as well: that a fact does not apply. */
export function take(reading: OrderReading, place: Place, written: FactValue): void {
  const { path, seat } = place
  const fact = statedFact(reading, place, written)
  if (!fact) return
  const read =
    written === null
      ? { value: null }
      : readValue({ index: reading.index, eye: seat === 'job' ? null : seat, day: reading.day }, fact, written)
  const { values, written: seen } = reading[seat]
  if ('causes' in read) for (const cause of read.causes) tell(reading, path, cause)
  else if (read.value === undefined) return
  else if (values.has(fact.id) && !sameValue(values.get(fact.id), read.value))
    tellContradiction(reading, place, written)
  else values.set(fact.id, read.value)
  seen.add(fact.id)
}

function tellContradiction(reading: OrderReading, { path, fact }: Place, written: FactValue): void {
  const message = `${path} says something else of ${fact} than another field of the order`
  tell(reading, path, { code: 'contradicting', message, value: shortened(written) })
}

/** The fact, if there is one that this seat may state. */
export function statedFact(
  reading: OrderReading,
  { path, fact: id, seat }: Place,
  written: FactValue,
): Fact | undefined {
  // Thousands of strange names would each be compared with all words there are.
  if (reading.causes.length >= MOST_CAUSES) return undefined
  const { facts, stated } = reading.index
  const fact = stated.get(id)
  if (fact && (fact.scope === 'job') === (seat === 'job')) return fact
  const value = shortened(written)
  const named = id.slice(0, 80)
  if (fact) {
    const right = fact.scope === 'job' ? `facts.job.${id}` : eyes.map((eye) => `facts.${eye}.${id}`).join(' or ')
    tell(reading, path, { code: 'unknown_field', message: `${fact.label} belongs at ${right}`, value, limit: right })
  } else if (facts.has(id)) {
    tell(reading, path, { code: 'unknown_field', message: `${named} is worked out by the rules, not given`, value })
  } else {
    const nearest = nearestWord(named, stated.keys())
    const message = `${path.slice(0, 100)} gives ${named}, which is no fact of this rulebook${didYouMean(named, stated.keys())}`
    tell(reading, path.slice(0, 100), {
      code: 'unknown_field',
      message,
      value,
      ...(nearest !== null && { limit: nearest }),
    })
  }
  return undefined
}

function shortened(value: FactValue): unknown {
  if (typeof value === 'string') return value.slice(0, 80)
  return typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'a shape') : value
}
