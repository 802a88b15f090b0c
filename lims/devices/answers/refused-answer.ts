import type { ScanAnswer } from '@ils/contract/floor'
import type { Answer } from '@ils/oma/session/question'
import { statusCode, type StatusName } from '@ils/oma/session/status'
import type { Refusal } from '@ils/platform/refusal'

export const answerNo = (name: StatusName, text: string): Answer => ({ status: statusCode(name), text })

const byCode: Readonly<Record<string, StatusName>> = {
  not_found: 'job not found',
  unknown_job: 'job not found',
  job_over: 'job is protected',
  on_hold: 'job is protected',
  track_stop: 'cannot process job',
  not_ordered: 'cannot process job',
  nothing_in_force: 'host error',
  unknown_station: 'host error',
  value: 'value out of range',
}

/** What a refusal is called on the wire: by its cause where that says more, and always with the sentence. */
export function answerToRefusal({ code, message, causes }: Pick<Refusal, 'code' | 'message' | 'causes'>): Answer {
  const cause = causes[0]?.code
  const name = (cause === undefined ? undefined : byCode[cause]) ?? byCode[code] ?? 'general error'
  return answerNo(name, message)
}

export const answerToScan = ({ code, sentence, causes }: ScanAnswer): Answer => {
  const cause = causes[0]?.code
  return answerNo(
    (cause === undefined ? undefined : byCode[cause]) ?? byCode[code ?? ''] ?? 'cannot process job',
    sentence,
  )
}
