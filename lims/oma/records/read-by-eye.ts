import type { Eye } from '../refusal.ts'
import type { Message } from './message.ts'
import { fieldsOf } from './read-value.ts'

/** A record whose first field says which eye it is about: DRILLE, XSTATUS, PROC, _ENGPNT. */
export interface EyeRecord {
  /** Missing where the first field names none. */
  readonly eye?: Eye | 'B'
  /** What follows the eye. */
  readonly fields: readonly string[]
}

export function readByEye(message: Message, label: string): EyeRecord[] {
  return message.records
    .filter((record) => record.label === label)
    .map(({ value }) => {
      const [first = '', ...fields] = fieldsOf(value)
      const eye = eyeOf(first)
      return eye === undefined ? { fields: [first, ...fields] } : { eye, fields }
    })
}

export function eyeOf(field: string | undefined): Eye | 'B' | undefined {
  const letter = field?.trim().toUpperCase()
  return letter === 'R' || letter === 'L' || letter === 'B' ? letter : undefined
}
