import type { Cause as JudgedCause } from '@ils/rules/engine/decision'
import { sayValue } from '@ils/rules/engine/say-value'
import type { Eye } from '@ils/rules/language/rulebook'
import { fieldKey, type FormIndex } from './index-form.ts'
import { naturalOf, offStep } from './natural-value.ts'

/** Where a caller of the simple form writes a fact. */
export function fieldOf({ fields, facts }: FormIndex, fact: string, eye: Eye | null): string {
  // A lens's cause may stand on a fact of the job: the material that its power is too strong for.
  const seat = eye === null || facts.get(fact)?.scope === 'job' ? 'job' : eye
  const path = fields.get(fieldKey(seat, fact)) ?? (seat === 'job' ? undefined : fields.get(fieldKey('each', fact)))
  return path ?? `facts.${seat}.${fact}`
}

/** A value of a fact in its natural unit, a shape and a word as they are. */
export const valueOf = ({ facts }: FormIndex, fact: string, value: unknown): unknown =>
  naturalOf(facts.get(fact), value)

export interface CauseWords {
  readonly message: string
  readonly limit: unknown
}

/** A number of the lattice that is off its fact's step is told which two lie beside it. */
export function wordsOf({ facts }: FormIndex, { rule, code, field, message, seen, limit }: JudgedCause): CauseWords {
  const fact = field === null ? undefined : facts.get(field)
  const engineSays = rule === undefined && code === 'off_step'
  if (engineSays && fact && typeof seen === 'number') return offStep(fact, seen, sayValue(fact, seen))
  return { message, limit: naturalOf(fact, limit) }
}
