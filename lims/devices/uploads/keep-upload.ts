import type { Answer } from '@ils/oma/session/question'
import { jobAtMachine } from '../../production/public.ts'
import type { AboutJob, Desk } from '../answers/desk.ts'
import { answerNo } from '../answers/refused-answer.ts'
import { unknownJob, whyProtected } from '../answers/why-protected.ts'
import { isNotice } from './announce-upload.ts'
import { finishStep } from './finish-step.ts'
import { keepMeasured } from './keep-measured.ts'
import { keepTrace } from './keep-trace.ts'

/** Data of a machine: a shape, what was measured, or the end of its work. Kept before it hears so. */
export async function keepUpload(desk: Desk, asked: AboutJob): Promise<Answer> {
  if (isNotice(asked.request)) return {}
  const found = await jobAtMachine(desk.app.db, asked.job)
  if (!found) return unknownJob(asked.job)
  const stopped = whyProtected(found)
  if (stopped) return stopped
  const { id, dev } = desk.machine
  const request = asked.request.toUpperCase()
  // An edger may have a tracer of its own.
  if (request === 'TRC' || dev === 'TRC') return keepTrace(desk, found, asked)
  if (dev === 'INS') return keepMeasured(desk, found, asked)
  if (request === 'INS') return answerNo('invalid request', `${id} is no inspection device`)
  return finishStep(desk, found, asked)
}
