import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formatsModule from 'ajv-formats'
import type { TSchema } from '@sinclair/typebox'
import { Cause as CauseSchema, Problem, type Cause } from './problem.ts'

// ajv-formats is CommonJS: under NodeNext its default import is typed as the module object.
const addFormats = formatsModule as unknown as (ajv: Ajv) => void

/** Days of each month; ISO days beyond them would quietly become days of the next one. */
function isInstant(text: string): boolean {
  const [, year, month, day] = INSTANT.exec(text) ?? []
  if (!year || !month || !day || Number.isNaN(Date.parse(text))) return false
  return Number(day) <= new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
}

const INSTANT = /^(\d{4})-([01]\d)-([0-3]\d)T[0-2]\d:[0-5]\d:[0-5]\d(?:[.]\d{1,9})?(?:Z|[+-][0-2]\d:[0-5]\d)$/

function build(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    useDefaults: true,
    coerceTypes,
    verbose: true,
  })
  addFormats(ajv)
  // RFC 3339 also knows leap seconds (23:59:60), for which neither JavaScript nor Postgres has an instant.
  ajv.addFormat('date-time', isInstant)
  ajv.addKeyword({ keyword: 'secret', schemaType: 'boolean' })
  ajv.addSchema(CauseSchema)
  ajv.addSchema(Problem)
  return ajv
}

/** JSON arrives typed; query strings and path parameters arrive as text and are read by the schema. */
const typed = build(false)
const textual = build(true)

export type Checked<T> = { ok: true; value: T } | { ok: false; causes: Cause[] }
export type Check = (value: unknown, at: string) => Checked<unknown>

const compiled = { typed: new WeakMap<TSchema, Check>(), textual: new WeakMap<TSchema, Check>() }

/** Compiles a schema once. `textual` reads numbers and booleans out of text. */
export function checkOf(schema: TSchema, form: 'typed' | 'textual' = 'typed'): Check {
  const known = compiled[form].get(schema)
  if (known) return known
  const validate = (form === 'typed' ? typed : textual).compile(schema)
  const check = checkWith(validate)
  compiled[form].set(schema, check)
  return check
}

const MOST_CAUSES = 50

function checkWith(validate: ValidateFunction): Check {
  return (value, at) => {
    if (validate(value)) {
      const endless = endlessIn(value, at)
      return endless.length > 0 ? { ok: false, causes: endless } : { ok: true, value }
    }
    const errors = (validate.errors ?? []).filter(
      (e) => !wrappers.has(e.keyword) || (validate.errors ?? []).length === 1,
    )
    return { ok: false, causes: errors.slice(0, MOST_CAUSES).map((e) => causeOf(e, at)) }
  }
}

/** Text such as 1e999 is read as an infinite number, which ajv then holds against no limit. Fields of text are flat. */
function endlessIn(value: unknown, at: string): Cause[] {
  if (typeof value !== 'object' || value === null) return []
  const causes: Cause[] = []
  for (const [name, part] of Object.entries(value)) {
    if (part !== Infinity && part !== -Infinity) continue
    const field = `${at}.${name}`
    causes.push({ code: 'type', field, message: `${field} must be a number of ordinary size`, value: String(part) })
  }
  return causes
}

// These only say that something inside them failed, which has its own cause.
const wrappers = new Set(['anyOf', 'oneOf', 'if'])

function causeOf(error: ErrorObject, at: string): Cause {
  const inside = error.instancePath.split('/').slice(1).map(unescapePointer)
  const named: unknown = error.params['missingProperty'] ?? error.params['additionalProperty']
  const field = [at, ...inside, ...(typeof named === 'string' ? [named] : [])].join('.')
  const cause: Cause = { code: error.keyword, field, message: `${field} ${sentence(error)}` }
  if (typeof named !== 'string') cause.value = shorten(error.data)
  const limit: unknown = limitOf(error)
  if (limit !== undefined) cause.limit = limit
  return cause
}

function sentence(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
      return 'is not a field of this request'
    case 'enum':
      return `must be one of ${(error.params['allowedValues'] as unknown[]).map(String).join(', ')}`
    case 'pattern':
      return 'is not written as it must be'
    default:
      return error.message ?? 'is not valid'
  }
}

function limitOf(error: ErrorObject): unknown {
  const { limit, allowedValues, pattern, format, type, allowedValue } = error.params as Record<string, unknown>
  return limit ?? allowedValues ?? pattern ?? format ?? type ?? allowedValue
}

function shorten(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 80 ? `${value.slice(0, 80)}…` : value
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  return Array.isArray(value) ? `an array of ${value.length}` : typeof value
}

const unescapePointer = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')
