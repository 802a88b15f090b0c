import type { ImportAnswer } from '@ils/contract/imports'
import type { Refusal } from '@ils/platform/refusal'
import { differenceFrom, type SaidOfLine } from './said-of-line.ts'
import type { ImportRow } from './store.ts'

export function thereAlready(before: ImportRow, said: SaidOfLine, line: number): ImportAnswer {
  const causes = differenceFrom(before.said, said, line)
  const { external_id: externalId, job_id: jobId } = before
  if (causes.length > 0) return { ...refused(line, externalId, causes), jobId }
  return { line, externalId, result: 'already_there', jobId, message: null, causes: [] }
}

export function refused(
  line: number,
  externalId: string | null,
  causes: Refusal['causes'],
  message = causes.map((cause) => cause.message).join('; '),
): ImportAnswer {
  return { line, externalId, result: 'refused', jobId: null, message, causes: [...causes] }
}
