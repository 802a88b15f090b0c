import { buildFile } from '@ils/oma/session/file-message'
import type { Entry } from '@ils/oma/records/build-message'
import type { Message } from '@ils/oma/records/message'
import { withoutPersonal } from '@ils/oma/records/without-personal'
import { withoutConversation } from '@ils/oma/session/select-records'
import type { App } from '../../app.ts'
import type { JobAtMachine } from '../../production/public.ts'
import { askRules } from '../answers/ask-rules.ts'
import { messageFor } from '../answers/message-for.ts'
import { valuesOfJob } from '../answers/values-of-job.ts'
import type { LineRow } from '../lines/store.ts'
import { tracesOfJob } from '../traces/traces-of-job.ts'
import type { Engine } from './engine-of-line.ts'

/** Everything an engine needs to compute the surfaces of a job: prescription, frame and its shape, layout, blank, design. */
export async function requestMessage(
  app: App,
  line: LineRow,
  { machine, machines }: Engine,
  found: JobAtMachine,
  eyes: readonly ('right' | 'left')[],
): Promise<Message> {
  const rules = await askRules(app, found, machine.id)
  const told = messageFor({
    ...{ values: valuesOfJob(rules.release, found, rules.decision), machine, machines: machines.values() },
    ...{ traces: await tracesOfJob(app.db, found), at: eyes, orderRef: null },
    overrides: line.settings.overrides ?? {},
  })
  const head: Entry[] = [['JOB', found.job.id]]
  return withoutPersonal({ records: [...buildFile('LDS', head).records, ...withoutConversation(told).records] })
}
