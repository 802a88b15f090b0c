import type { Fault } from './fault.ts'
import { pointerTo } from './json-pointer.ts'

export const DEEPEST = 64
const MOST_FAULTS = 200
export const BEYOND_ASCII = /[^\u0020-\u007e]/
/** With the flag a pair is one character, so that only halves match. */
export const LONE_SURROGATE = /\p{Surrogate}/u

interface Place {
  readonly value: unknown
  /** What it stands in, and under which key: a pointer is only made where there is something to tell. */
  readonly above: Place | null
  readonly key: string | number
  readonly depth: number
}

function pointerOf({ above, key }: Place): string {
  const keys = [key]
  let at = above
  for (; at?.above; at = at.above) keys.push(at.key)
  return at === null ? '' : keys.reduceRight<string>(pointerTo, '')
}

/** Whether a value can be written down at all: what it finds has no canonical form. Never recurses, whatever it is given. */
export function checkJson(root: unknown): Fault[] {
  const faults: Fault[] = []
  const open: Place[] = [{ value: root, above: null, key: '', depth: 0 }]
  while (open.length > 0 && faults.length < MOST_FAULTS) {
    const place = open.pop()! // the loop's condition says that there is one
    const { value, depth } = place
    const wrong = whatIsWrongWith(value, depth)
    if (wrong) {
      faults.push({ ...wrong, pointer: pointerOf(place) })
      continue
    }
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) open.push({ value: value[i], above: place, key: i, depth: depth + 1 })
      continue
    }
    for (const key of Object.keys(value)) {
      if (key === '__proto__')
        faults.push({
          code: 'forbidden_key',
          message: 'The key `__proto__` is not allowed.',
          pointer: pointerTo(pointerOf(place), key),
        })
      else if (whatIsWrongWith(key, depth))
        faults.push({
          code: 'wrong_key',
          message: 'A key is no well-formed text in Unicode’s normal form C.',
          pointer: pointerTo(pointerOf(place), key),
        })
      // A key of an object that was just listed.
      else open.push({ value: (value as Record<string, unknown>)[key], above: place, key, depth: depth + 1 })
    }
  }
  return faults
}

function whatIsWrongWith(value: unknown, depth: number): { code: string; message: string } | null {
  switch (typeof value) {
    case 'number':
      if (Object.is(value, -0)) return { code: 'negative_zero', message: 'A zero has no sign: write 0.' }
      return Number.isFinite(value)
        ? null
        : { code: 'not_a_number', message: `${value} cannot be written in JSON; expected a finite number.` }
    case 'string':
      if (!BEYOND_ASCII.test(value)) return null
      if (value.normalize('NFC') !== value)
        return {
          code: 'not_normal',
          message: 'The text is not in Unicode’s normal form C: two ways to write it, two hashes.',
        }
      return !LONE_SURROGATE.test(value)
        ? null
        : { code: 'lone_surrogate', message: 'The text holds half of a surrogate pair; expected well-formed Unicode.' }
    case 'boolean':
      return null
    case 'object':
      if (value === null) return null
      return depth >= DEEPEST
        ? { code: 'too_deep', message: `Nested deeper than ${DEEPEST} levels.` }
        : isPlain(value)
          ? null
          : { code: 'not_json', message: 'Expected a plain object or a list.' }
    default:
      return { code: 'not_json', message: `A value of type ${typeof value} cannot be written in JSON.` }
  }
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
