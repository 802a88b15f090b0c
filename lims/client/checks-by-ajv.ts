import type { Endpoint } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import { checkOf } from '@ils/contract/validate'
import type { TSchema } from '@sinclair/typebox'
import type { Check, CheckedPart, Checks } from './checks.ts'

/** Checks by the contract's own schemas. ajv makes code of them, which browsers refuse under a strict policy. */
export const checksByAjv: Checks = ({ endpoint, part }) => {
  const schema = schemaOf(endpoint, part)
  if (!schema) return undefined
  const ours = part === 'answer' || part === 'answerLine' ? tolerant(schema) : undefaulted(schema)
  const forms = Array.isArray(ours['anyOf']) ? (ours['anyOf'] as TSchema[]) : [] // As JSON Schema has it.
  const check: Check = (value, at) => {
    const checked = checkOf(ours)(value, at)
    if (checked.ok) return []
    // Of what may have several forms, only the one that was meant has anything to say: the one with the fewest faults.
    return forms.map((form) => causesOf(form, value, at)).reduce(fewer, checked.causes)
  }
  return check
}

function causesOf(schema: TSchema, value: unknown, at: string): readonly Cause[] {
  const checked = checkOf(schema)(value, at)
  return checked.ok ? [] : checked.causes
}

const fewer = (one: readonly Cause[], other: readonly Cause[]): readonly Cause[] =>
  other.length > 0 && other.length < one.length ? other : one

function schemaOf({ params, query, body, lines, answer }: Endpoint, part: CheckedPart['part']): TSchema | undefined {
  switch (part) {
    case 'params':
      return params
    case 'query':
      return query
    case 'body':
      return body
    case 'line':
      return lines?.request
    case 'answer':
      return answer.body
    case 'answerLine':
      return lines?.answer
  }
}

/** What the LIMS fills in need not be sent, and is not filled in here: what is sent is what you wrote. */
const undefaulted = once((schema) => changed(schema, { closed: true }))

/** A later LIMS may say more than this version of the contract knows; it may not say less, or something else. */
export const tolerant = once((schema) => changed(schema, { closed: false }))

function once(change: (schema: TSchema) => TSchema): (schema: TSchema) => TSchema {
  const known = new WeakMap<TSchema, TSchema>()
  return (schema) => {
    const found = known.get(schema) ?? change(schema)
    known.set(schema, found)
    return found
  }
}

interface Keep {
  /** Whether a field that the schema does not name is a mistake. */
  readonly closed: boolean
}

function changed<T>(value: T, keep: Keep): T {
  if (Array.isArray(value)) return value.map((part: unknown) => changed(part, keep)) as T // An array of the same parts.
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name, part]) => {
    // A copy under the name of its original would be a second schema of that name.
    if (name === 'default' || name === '$id') return false
    return keep.closed || name !== 'additionalProperties' || part !== false
  })
  const copy = Object.fromEntries(
    kept.map(([name, part]: [string, unknown]) => [name, name === 'enum' ? part : changed(part, keep)]),
  )
  if (!keep.closed || !Array.isArray(copy['required'])) return copy as T // The same schema, but for what was left out.
  const filled = fieldsWithDefault(value)
  return { ...copy, required: copy['required'].filter((name) => !filled.has(name)) } as T // Likewise.
}

function fieldsWithDefault(schema: object): ReadonlySet<unknown> {
  const properties: unknown = 'properties' in schema ? schema.properties : undefined
  if (typeof properties !== 'object' || properties === null) return new Set()
  const fields = Object.entries(properties) as [string, unknown][] // Of what a schema holds we know nothing.
  return new Set(
    fields.filter(([, part]) => typeof part === 'object' && part !== null && 'default' in part).map(([name]) => name),
  )
}
