import type { WantedLabel } from '@ils/oma/session/initialisation'
import { selectRecords } from '@ils/oma/session/select-records'
import type { Answer } from '@ils/oma/session/question'
import { jobAtMachine } from '../../production/public.ts'
import { tracesOfJob } from '../traces/traces-of-job.ts'
import { askRules, type Asked } from './ask-rules.ts'
import { beginStep, eyesAt } from './begin-step.ts'
import type { AboutJob, Desk } from './desk.ts'
import { messageFor } from './message-for.ts'
import { presetLabels } from './preset-labels.ts'
import { answerNo } from './refused-answer.ts'
import { valuesOfJob } from './values-of-job.ts'
import { unknownJob, whyProtected } from './why-protected.ts'

/** A machine asks for a job: may it have it now, and what does it need to know? `listed`: what it named at INI, if it did. */
export async function answerDownload(desk: Desk, asked: AboutJob, listed?: readonly WantedLabel[]): Promise<Answer> {
  const { app, line, machine, machines } = desk
  const found = await jobAtMachine(app.db, asked.job)
  if (!found) return unknownJob(asked.job)
  const stopped = whyProtected(found)
  if (stopped) return stopped
  const rules = await askRules(app, found, machine.id)
  if (rules.against.length > 0) return notForMachine(rules)
  const message = messageFor({
    ...{ values: valuesOfJob(rules.release, found, rules.decision), machine, machines: machines.values() },
    ...{ traces: await tracesOfJob(app.db, found), at: eyesAt(found.job.lenses, machine.station) },
    ...{ orderRef: found.job.orderRef, overrides: line.settings.overrides ?? {} },
  })
  const wanted = selectRecords(message, listed ?? presetLabels(machine, line.settings))
  // Before the step is begun: a machine that lacks what it must have does not begin.
  if (wanted.missing.length > 0) return answerNo('missing record', `${wanted.missing.join(' ')} missing`)
  const notNow = await beginStep(desk, found, asked)
  return notNow ?? { message: wanted.message }
}

function notForMachine({ against, byMachine }: Asked): Answer {
  const text = against.map(({ message }) => message).join(', ')
  return answerNo(byMachine ? 'incompatible' : 'cannot process job', text)
}
