import { recordsOf } from '@ils/oma/records/message'
import { fieldsOf, numberOf } from '@ils/oma/records/read-value'
import type { Answer } from '@ils/oma/session/question'
import { jobAtMachine } from '../../production/public.ts'
import type { AboutJob, Desk } from '../answers/desk.ts'
import { answerNo } from '../answers/refused-answer.ts'
import { unknownJob, whyProtected } from '../answers/why-protected.ts'

/** Requests that tell us something and want nothing done: of maintenance, information and faults. */
export const isNotice = (request: string): boolean => ['MNT', 'INF', 'ERR'].includes(request.toUpperCase())

/** A machine has data: better it hears now that they are of no use than after it has sent them. */
export async function announceUpload({ app }: Desk, asked: AboutJob): Promise<Answer> {
  if (isNotice(asked.request)) return {}
  const found = await jobAtMachine(app.db, asked.job)
  if (!found) return unknownJob(asked.job)
  const stopped = whyProtected(found)
  if (stopped) return stopped
  const offers = recordsOf(asked.message, 'TRCFMT').map(({ value }) => numberOf(fieldsOf(value)[0]))
  if (offers.length > 0 && !offers.includes(1)) {
    return answerNo('unsupported tracing format', `Format ${String(offers[0] ?? '?')} is not read here, send format 1`)
  }
  return {}
}
