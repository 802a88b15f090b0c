/**
 * What never reaches a log: who a patient is, what they see with, and what opens doors.
 * Keys are compared in lower case without `_` and `-`, at any depth.
 */
const HIDDEN_KEYS = new Set(
  [
    // people
    [
      'patient',
      'patientname',
      'patientref',
      'patientid',
      'name',
      'firstname',
      'lastname',
      'givenname',
      'familyname',
      'fullname',
    ],
    [
      'displayname',
      'email',
      'phone',
      'mobile',
      'address',
      'street',
      'city',
      'postcode',
      'zip',
      'dob',
      'dateofbirth',
      'birthdate',
      'clname',
    ],
    // prescriptions
    [
      'prescription',
      'rx',
      'sphere',
      'cylinder',
      'axis',
      'add',
      'addition',
      'prism',
      'base',
      'pd',
      'segheight',
      'vertex',
      'od',
      'os',
    ],
    [
      'odsphere',
      'ossphere',
      'odcylinder',
      'oscylinder',
      'odaxis',
      'osaxis',
      'odadd',
      'osadd',
      'odprism',
      'osprism',
      'right',
      'left',
    ],
    ['configuration', 'trace', 'body', 'query', 'bindings', 'detail', 'where', 'internalquery'],
    // secrets
    [
      'authorization',
      'cookie',
      'setcookie',
      'password',
      'secret',
      'token',
      'apikey',
      'setupkey',
      'adminsetupkey',
      'key',
      'idempotencykey',
    ],
    ['connectionstring', 'databaseurl', 'databaseownerurl', 'redisurl', 'signature'],
  ].flat(),
)

const HIDDEN = '[hidden]'
const DEEPEST = 6
const MOST_ITEMS = 50

// Our own keys and JWTs, and the password part of a URL, wherever in a text they stand. Most texts have not even the
// mark that each of them has, which is found much faster.
const SECRETS_IN_TEXT = [
  { mark: 'lims_', pattern: /lims_[A-Za-z0-9_]{16,}/g },
  { mark: 'eyJ', pattern: /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g },
  { mark: '://', pattern: /(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/g },
]

/** A copy of what was to be logged, without what must not be. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Date) return value
  if (value instanceof Error) return redactError(value, depth)
  if (depth >= DEEPEST) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, MOST_ITEMS).map((item) => redact(item, depth + 1))
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    // Assigned, it would become the prototype of the copy.
    if (key === '__proto__') continue
    copy[key] = isHidden(key) ? HIDDEN : redact((value as Record<string, unknown>)[key], depth + 1)
  }
  return copy
}

// The same few names come with every line; keys that callers make up must not fill the memory.
const verdicts = new Map<string, boolean>()
const MOST_VERDICTS = 1000

function isHidden(key: string): boolean {
  const known = verdicts.get(key)
  if (known !== undefined) return known
  const hidden = HIDDEN_KEYS.has(key.toLowerCase().replaceAll(/[_-]/g, ''))
  if (verdicts.size < MOST_VERDICTS) verdicts.set(key, hidden)
  return hidden
}

function redactText(text: string): string {
  let clean = text
  for (const { mark, pattern } of SECRETS_IN_TEXT) if (clean.includes(mark)) clean = clean.replaceAll(pattern, HIDDEN)
  return clean
}

interface DatabaseError extends Error {
  severity: string
  code: string
  table?: string
  constraint?: string
  column?: string
  routine?: string
}

// Postgres quotes row values in its messages ("Key (email)=(…)"): of its errors only the names are kept.
function isDatabaseError(error: Error): error is DatabaseError {
  return 'severity' in error && 'code' in error
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
  const cause = error.cause !== undefined && depth < DEEPEST ? { cause: redact(error.cause, depth + 1) } : {}
  if (isDatabaseError(error)) {
    const { code, table, constraint, column, routine } = error
    return {
      type: 'DatabaseError',
      message: `postgres ${code}`,
      code,
      table,
      constraint,
      column,
      routine,
      stack: frames,
      ...cause,
    }
  }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  return { type: error.name, message: redactText(error.message), ...code, stack: frames, ...cause }
}
