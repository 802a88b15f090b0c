import { textKeyOf } from '../texts/english.ts'
import type { Speech } from '../texts/say.tsx'
import { factName, factValue } from './form/say-fact.ts'

interface Cause {
  readonly code: string
  readonly field: string | null
  readonly eye: 'right' | 'left' | null
  readonly message: string
  readonly seen?: unknown
  readonly limit?: unknown
  readonly rule?: string | null
}

const PLACE = /^configuration\.(?:(right|left)|job)\./

/**
 * A cause in the language of whoever reads. Rules speak the languages of their rulebook, and were asked for the right one;
 * what the engine itself finds it says in English, and we by its code.
 */
export function causeSentence(cause: Cause, speech: Speech): string {
  const key = textKeyOf(`cause.${cause.code}`)
  if (speech.language === 'en' || key === null || (cause.rule ?? null) !== null) return cause.message
  const place = PLACE.exec(cause.field ?? '')
  const field = cause.field?.replace(PLACE, '') ?? null
  const side = place?.[1] === 'right' || place?.[1] === 'left' ? place[1] : null
  const name = factName(field, cause.eye ?? side, speech)
  if (name === '' && cause.code !== 'nothing_ordered') return cause.message
  const value = (of: unknown): string => factValue(field ?? '', of, null, speech)
  return speech.say(key, { field: name, seen: value(cause.seen), limit: value(cause.limit) })
}
