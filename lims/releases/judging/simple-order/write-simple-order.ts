import type { SimpleOrder } from '@ils/contract/simple-order'
import { eyes, type Configuration, type Eye } from '@ils/rules/language/rulebook'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { fieldKey, type FormIndex } from './index-form.ts'
import { writtenOf } from './natural-value.ts'
import { defaults, ORDER_DATE, simpleFields } from './simple-fields.ts'

type Facts = Readonly<Record<string, FactValue>>

/** The simple order that reads back as this configuration. What has no field of its own stands under `facts`. */
export function writeSimpleOrder(index: FormIndex, configuration: Configuration): SimpleOrder {
  const fields = new Map<string, FactValue>()
  const rest: { job?: Facts; right?: Facts; left?: Facts } = {}
  const shared = sharedFacts(index, configuration)
  for (const [path, [, value]] of shared) fields.set(path, value)
  for (const seat of ['job', ...eyes] as const) {
    const own = ownFields(index, configuration, seat, new Set([...shared.values()].map(([fact]) => fact)))
    for (const [path, value] of own.fields) fields.set(path, value)
    // An eye that nothing is said of is still one to be looked at, if it is there.
    const bare = seat !== 'job' && configuration[seat] !== undefined && own.fields.size === 0
    if (own.facts.size > 0 || bare) rest[seat] = Object.fromEntries(own.facts)
  }
  return { ...assembled(configuration, fields, rest), ...(leavesOut(index, configuration) && { assume: false }) }
}

/** Facts that each eye has alike, by the path of the field that gives them to both. */
function sharedFacts(index: FormIndex, { ordered, ...configuration }: Configuration): Map<string, [string, FactValue]> {
  const there = eyes.filter((eye) => ordered.includes(eye) || configuration[eye] !== undefined)
  const shared = new Map<string, [string, FactValue]>()
  for (const { path, fact: id, seat } of simpleFields) {
    if (seat !== 'each') continue
    const [first, ...others] = there.map((eye) => configuration[eye]?.[id])
    if (typeof first !== 'number' || others.some((value) => value !== first)) continue
    const value = fieldValue(index, index.stated.get(id), first)
    if (typeof value === 'number') shared.set(path, [id, value])
  }
  return shared
}

function ownFields(
  index: FormIndex,
  configuration: Configuration,
  seat: 'job' | Eye,
  shared: ReadonlySet<string>,
): { fields: Map<string, FactValue>; facts: Map<string, FactValue> } {
  const fields = new Map<string, FactValue>()
  const facts = new Map<string, FactValue>()
  for (const [id, value] of Object.entries(configuration[seat] ?? {})) {
    if (seat !== 'job' && shared.has(id)) continue
    const fact = index.stated.get(id)
    const path = index.fields.get(fieldKey(seat, id))
    const simple = path === undefined ? undefined : fieldValue(index, fact, value)
    if (path !== undefined && simple !== undefined) fields.set(path, simple)
    else facts.set(id, writtenOf(fact, value))
  }
  return { fields, facts }
}

const LARGEST = 100_000
const LINE = /^\P{Cc}{1,200}$/u

/** The value as a field of the contract takes it and the reader reads it back, if there is such a one. */
function fieldValue({ words }: FormIndex, fact: Fact | undefined, value: FactValue): FactValue | undefined {
  const known = fact && words.get(fact.id)?.choices
  switch (fact?.type) {
    case 'number': {
      const written = writtenOf(fact, value)
      return typeof written === 'number' && Math.abs(written) <= LARGEST ? written : undefined
    }
    case 'enum':
      return typeof value === 'string' && known?.has(value) === true && LINE.test(value) ? value : undefined
    case 'set': {
      const ids = Array.isArray(value) && value.length <= 100 ? value : undefined
      const all = ids?.every((id) => typeof id === 'string' && known?.has(id) === true && LINE.test(id))
      return all === true ? ids : undefined
    }
    case 'date':
    case 'code':
      return typeof value === 'string' && LINE.test(value) && value.trim() !== '' ? value : undefined
    default:
      return undefined
  }
}

/** Whether the reader would fill in what the configuration leaves out. */
function leavesOut({ stated }: FormIndex, { job }: Configuration): boolean {
  const filledIn = [ORDER_DATE, ...defaults.map(({ fact }) => fact)]
  return filledIn.some((fact) => stated.has(fact) && !Object.hasOwn(job, fact))
}

function assembled(
  { ordered, confirmed, overrides, language }: Configuration,
  fields: ReadonlyMap<string, FactValue>,
  facts: Pick<Required<SimpleOrder>, 'facts'>['facts'],
): SimpleOrder {
  const [one] = ordered
  if (one === undefined) throw new RangeError('A simple order asks for the right lens, the left, or both')
  const inside = (at: string) =>
    [...fields].filter(([path]) => path.startsWith(at)).map(([path, value]) => [path.slice(at.length), value] as const)
  const top = [...fields].filter(([path]) => !path.includes('.'))
  const frame = inside('frame.')
  // The paths are those of the contract, and `fieldValue` lets through what its fields take.
  return {
    prescription: Object.fromEntries(inside('prescription.')),
    ...Object.fromEntries(top),
    ...(frame.length > 0 && { frame: Object.fromEntries(frame) }),
    ...(Object.keys(facts).length > 0 && { facts }),
    eyes: ordered.length > 1 ? 'both' : one,
    ...(confirmed && { confirmed: confirmed.map((signed) => ({ ...signed })) }),
    ...(overrides && { overrides: overrides.map((signed) => ({ ...signed })) }),
    ...(language !== undefined && { language }),
  }
}
