import { valueOf } from '@ils/oma/records/message'
import type { Answer } from '@ils/oma/session/question'
import { readStatus, statusCode } from '@ils/oma/session/status'
import { jobAtMachine, type JobAtMachine } from '../../production/public.ts'
import { lensesAt } from '../answers/begin-step.ts'
import type { AboutJob, Desk } from '../answers/desk.ts'
import { answerToScan } from '../answers/refused-answer.ts'
import { scanOfMachine } from '../answers/scan-of-machine.ts'

/** What a machine says of finished work, for whoever reads the job's story. */
const TOLD = ['MCIRC', 'CTHICK', 'GTHK']

/** A machine is done with a job: the step of its station is, too. One that says it failed ends nothing. */
export async function finishStep(
  desk: Desk,
  before: JobAtMachine,
  { message, request, job: named }: AboutJob,
): Promise<Answer> {
  const { app, machine } = desk
  const status = readStatus(message)
  if (status !== undefined && status.code !== statusCode('no error')) return {}
  const { station } = machine
  if (station === null) return {}
  const { job } = (await jobAtMachine(app.db, before.job.id)) ?? before
  if (lensesAt(job.lenses, station).length === 0 && wasDone(job.lenses, station)) return {}
  const said = TOLD.flatMap((label) => {
    const value = valueOf(message, label)
    return value === undefined ? [] : [`${label}=${value.replace(/[^ -~]/g, ' ')}`]
  })
  const note = said.join(', ').slice(0, 200)
  const act = { verb: 'finish', ...(note !== '' && { note }) } as const
  const answer = await scanOfMachine(desk, app, job.id, message, act, [station, job.version, request, named])
  return answer.result === 'refused' ? answerToScan(answer) : {}
}

/** All that had this step on their way are past it: the news came again. */
function wasDone(lenses: JobAtMachine['job']['lenses'], station: string): boolean {
  const ways = lenses.filter(({ route }) => route.some(({ step }) => step === station))
  return ways.length > 0 && ways.every(({ route, at }) => route.findIndex(({ step }) => step === station) < at)
}
