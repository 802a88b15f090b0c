import type { Message } from '../records/message.ts'
import { valueOf } from '../records/message.ts'
import { readByEye } from '../records/read-by-eye.ts'
import { fieldsOf, numberOf } from '../records/read-value.ts'
import type { Eye } from '../refusal.ts'

/** STATUS codes by their number; larger ones are a vendor's own. */
export const statuses = [
  ...['no error', 'job not found', 'job is protected', 'general error', 'cannot process job', 'need initialisation'],
  ...['invalid job id', 'missing record', 'host error', 'incompatible', 'value out of range', 'busy', 'out of sync'],
  ...['invalid initialisation', 'auto-format not supported', 'initialisation not supported', 'invalid request'],
  ...['unsupported tracing format', 'format error', 'process failed'],
] as const

export type StatusName = (typeof statuses)[number]

export const statusCode = (name: StatusName): number => statuses.indexOf(name)

export interface Status {
  readonly code: number
  /** What the sender says beyond the code. */
  readonly text: string
}

/** `STATUS=7;SPH missing`, `STATUS=0;`; missing where there is no such record or no number in it. */
export function readStatus(message: Message): Status | undefined {
  const [first, ...rest] = fieldsOf(valueOf(message, 'STATUS') ?? '')
  const code = numberOf(first)
  return code === undefined ? undefined : { code, text: rest.join(';').replace(/;$/, '').trim() }
}

/** The value of a STATUS record; what could not be sent in it is left out of its text. */
export function statusValue({ code, text }: Status): string {
  const plain = text.replace(/[^!-:<-~\u00a0-\u00ff]+/g, ' ').trim()
  return plain === '' ? String(code) : `${code};${plain}`
}

export interface DesignStatus extends Status {
  readonly eye?: Eye | 'B'
  /** W warns, E is an error. */
  readonly severity: string
}

/** What a design engine says of each eye: `XSTATUS=R;1110;External module returns warning;W`. */
export const readDesignStatus = (message: Message): DesignStatus[] =>
  readByEye(message, 'XSTATUS').map(({ eye, fields: [code, text = '', severity = ''] }) => ({
    ...(eye === undefined ? {} : { eye }),
    code: numberOf(code) ?? statusCode('general error'),
    text: text.trim(),
    severity: severity.trim().toUpperCase(),
  }))
