import type { Cause } from '@ils/contract/problem'

const DEEPEST = 64
const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

export type Parsed =
  | { readonly is: 'json'; readonly value: unknown }
  /** Nothing but white space. */
  | { readonly is: 'blank' }
  | { readonly is: 'malformed'; readonly where: string }
  | { readonly is: 'unstorable'; readonly cause: Cause }

/** Reads JSON in UTF-8 that came from outside; `at` names it in the cause of what cannot be stored. */
export function parseJson(raw: Buffer, at: string): Parsed {
  try {
    const text = strictUtf8.decode(raw)
    if (text.trim() === '') return { is: 'blank' }
    const value: unknown = JSON.parse(text)
    const cause = unstorable(value, at, 0)
    return cause ? { is: 'unstorable', cause } : { is: 'json', value }
  } catch (error) {
    const where = error instanceof SyntaxError ? /position \d+/.exec(error.message)?.[0] : undefined
    return { is: 'malformed', where: where ? ` (at ${where})` : '' }
  }
}

// Postgres stores neither NUL nor half of a surrogate pair: better a refusal here than an error there.
const UNSTORABLE = /\0|\p{Surrogate}/u

function unstorable(value: unknown, field: string, depth: number): Cause | undefined {
  if (depth > DEEPEST) return invalid('depth', field.slice(0, 200), `nested deeper than ${DEEPEST} levels`, DEEPEST)
  if (typeof value === 'string') {
    return UNSTORABLE.test(value) ? invalid('characters', field, 'contains a NUL or half a surrogate pair') : undefined
  }
  if (value === null || typeof value !== 'object') return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (UNSTORABLE.test(key)) {
      return invalid('characters', field, 'has a field name with a NUL or half a surrogate pair')
    }
    const cause = unstorable(inner, `${field}.${key}`, depth + 1)
    if (cause) return cause
  }
  return undefined
}

const invalid = (code: string, field: string, what: string, limit?: number): Cause => ({
  code,
  field,
  message: `${field} ${what}`,
  ...(limit === undefined ? {} : { limit }),
})
