import type { CatalogueEntry } from '../language/rulebook.ts'
import { isDay } from '../vocabulary/civil-day.ts'
import type { FactValue, Scope } from '../vocabulary/fact.ts'
import { isBoundedShape } from './bounded-shape.ts'
import type { CompiledFact } from './compiled-fact.ts'
import { engineCause, setFact, type Judgement, type Saying } from './judgement.ts'
import { sayValue } from './say-value.ts'

/**
 * Puts what the configuration gives where rules look for it. What does not fit its fact's type is a cause and counts as
 * not given; a number out of its range is a cause and is judged all the same, so that a rule's own words come along.
 */
export function readConfiguration(judgement: Judgement): void {
  const { release, configuration, job, lenses } = judgement
  if (configuration.ordered.length === 0) {
    const said = { code: 'nothing_ordered', field: null, message: 'Neither the right nor the left lens is ordered' }
    judgement.causes.push(engineCause(job, said))
  }
  readInto(judgement, job, configuration.job, 'job')
  for (const lens of lenses) readInto(judgement, lens, configuration[lens.eye ?? 'right'] ?? {}, 'lens')
  if (release.dated.size > 0) for (const saying of [job, ...lenses]) tellWhatIsNotOffered(judgement, saying)
  for (const one of release.asked) {
    if (one.fact.scope === 'job') setFact(judgement, job, one, configuration.ordered.length)
    else for (const lens of lenses) setFact(judgement, lens, one, askedOf(lens, one))
  }
}

/** An entry may be chosen by orders of its days only; when nobody said which day it is, that stays open. */
function tellWhatIsNotOffered(judgement: Judgement, saying: Saying): void {
  const { dated, facts, orderDate } = judgement.release
  const day = saying.values[orderDate]
  if (typeof day !== 'string' || !saying.judged) return
  for (const [slot, entries] of dated) {
    const fact = facts[slot]?.fact
    if (!fact || (fact.scope === 'job') !== (saying.eye === null)) continue
    const chosen = saying.values[slot] ?? null
    for (const id of Array.isArray(chosen) ? chosen : [chosen]) {
      const entry = typeof id === 'string' ? entries.get(id) : undefined
      const limit = entry && dayMissed(entry, day)
      if (limit === undefined) continue
      const message = `${fact.label} ${String(id)} is offered ${limit > day ? 'from' : 'until'} ${limit}, not on ${day}`
      judgement.causes.push(engineCause(saying, { code: 'not_offered', field: fact.id, message, seen: chosen, limit }))
    }
  }
}

function dayMissed({ from, until }: CatalogueEntry, day: string): string | undefined {
  if (from !== undefined && day < from) return from
  return until !== undefined && day > until ? until : undefined
}

function askedOf(lens: Saying, { fact: { source } }: CompiledFact): FactValue {
  return source.kind === 'asked' && source.what === 'eye' ? lens.eye : lens.judged
}

/**
 * Facts in their own order, whichever the configuration has them in. Configurations come in as many forms as there are
 * orders, so that asking them for each fact by name would be slow: what they have is put in its place first.
 */
function readInto(judgement: Judgement, saying: Saying, stated: Readonly<Record<string, unknown>>, scope: Scope): void {
  const facts = judgement.release.given[scope]
  const places = judgement.release.places[scope]
  const ids = Object.keys(stated)
  const values = Object.values(stated)
  const found = new Array<unknown>(facts.length)
  let strange = 0
  for (let at = 0; at < ids.length; at++) {
    const place = places.get(ids[at] ?? '')
    if (place === undefined) strange++
    else found[place] = values[at]
  }
  for (let place = 0; place < facts.length; place++) {
    const one = facts[place]! // place is below their number
    const value = found[place] ?? null
    if (value === null) requireFact(judgement, saying, one)
    else readValue(judgement, saying, one, value)
  }
  if (strange > 0) tellUnknown(judgement, saying, ids, places)
}

function requireFact(judgement: Judgement, saying: Saying, { fact, required }: CompiledFact): void {
  if (!required || !saying.judged) return
  const message = `${fact.label} is missing`
  judgement.causes.push(engineCause(saying, { code: 'missing', field: fact.id, message }))
}

function readValue(judgement: Judgement, saying: Saying, one: CompiledFact, value: unknown): void {
  const read = valueRead(one, value)
  if (read !== undefined) setFact(judgement, saying, one, read)
  const misfit = read === undefined ? misfitOf(one, value) : misfitOfNumber(one, read)
  if (misfit === null || !saying.judged) return
  const { fact } = one
  const seen = isFactValue(value) ? value : null
  const message = `${fact.label} ${sayValue(fact, seen)} is not ${misfit.expected}`
  judgement.causes.push(
    engineCause(saying, { code: misfit.code, field: fact.id, message, seen, limit: misfit.limit ?? null }),
  )
}

/** What it is as a fact of that type; undefined when it is none. */
export function valueRead({ type, allowed }: CompiledFact, value: unknown): FactValue | undefined {
  switch (type) {
    case 'number':
      // Adding 0 makes 0 of -0.
      return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'enum':
      return typeof value === 'string' && (!allowed || allowed.has(value)) ? value : undefined
    case 'code':
      return typeof value === 'string' && value.length <= LONGEST_CODE ? value : undefined
    case 'date':
      return typeof value === 'string' && isDay(value) ? value : undefined
    case 'set': {
      const words = setOf(value)
      return words && (!allowed || words.every((word) => allowed.has(word))) ? words : undefined
    }
    case 'shape':
      return isBoundedShape(value) ? value : undefined
  }
}

interface Misfit {
  readonly code: string
  readonly expected: string
  readonly limit?: FactValue
}

function misfitOfNumber({ fact, min, max, step }: CompiledFact, value: FactValue): Misfit | null {
  if (typeof value !== 'number') return null
  if (value < min) return { code: 'out_of_range', expected: `${sayValue(fact, min)} or more`, limit: min }
  if (value > max) return { code: 'out_of_range', expected: `${sayValue(fact, max)} or less`, limit: max }
  if (value % step !== 0) return { code: 'off_step', expected: `in steps of ${sayValue(fact, step)}`, limit: step }
  return null
}

function misfitOf({ fact, allowed }: CompiledFact, value: unknown): Misfit {
  const code = 'wrong_type'
  switch (fact.type) {
    case 'number':
      return { code, expected: 'a number' }
    case 'boolean':
      return { code, expected: 'yes or no' }
    case 'enum':
      return typeof value === 'string'
        ? { code: 'unknown_value', expected: 'one that there is' }
        : { code, expected: 'a word' }
    case 'code':
      return { code, expected: `a text of at most ${LONGEST_CODE} characters`, limit: LONGEST_CODE }
    case 'date':
      return { code, expected: 'a day like 2026-11-21' }
    case 'set': {
      const strange = setOf(value)?.find((word) => allowed?.has(word) === false)
      return strange === undefined
        ? { code, expected: `a list of at most ${MOST_WORDS} words` }
        : { code: 'unknown_value', expected: `made of known words: ${strange} is not one`, limit: strange }
    }
    case 'shape':
      return { code, expected: 'a shape of a readable size' }
  }
}

const LONGEST_CODE = 200
const MOST_WORDS = 1000

function setOf(value: unknown): string[] | null {
  if (!Array.isArray(value) || value.length > MOST_WORDS) return null
  const words = value.filter((word) => typeof word === 'string')
  return words.length === value.length ? [...new Set(words)].sort() : null
}

function isFactValue(value: unknown): value is FactValue {
  return ['string', 'boolean'].includes(typeof value) || value === null || Number.isFinite(value)
}

function tellUnknown(
  judgement: Judgement,
  saying: Saying,
  ids: readonly string[],
  places: ReadonlyMap<string, number>,
): void {
  const strange = ids.filter((id) => !places.has(id))
  for (const field of strange.sort().slice(0, 20)) {
    const where = saying.eye === null ? 'the job' : 'a lens'
    const message = `${field.slice(0, 80)} is not a fact that is given of ${where}`
    judgement.causes.push(engineCause(saying, { code: 'unknown_fact', field: field.slice(0, 80), message }))
  }
}
