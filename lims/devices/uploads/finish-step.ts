import { valueOf, type Message } from '@ils/oma/records/message'
import { eyeOf } from '@ils/oma/records/read-by-eye'
import type { Answer } from '@ils/oma/session/question'
import { readStatus, statusCode } from '@ils/oma/session/status'
import { jobAtMachine, type JobAtMachine } from '../../production/public.ts'
import { lensesAt } from '../answers/begin-step.ts'
import type { AboutJob, Desk } from '../answers/desk.ts'
import { answerToScan } from '../answers/refused-answer.ts'
import { scanOfMachine } from '../answers/scan-of-machine.ts'
import type { Eye } from '../answers/values-of-job.ts'

/** What a machine says of finished work, for whoever reads the job's story. */
const TOLD = ['MCIRC', 'CTHICK', 'GTHK']

/**
 * A machine is done with a job: the step of its station is, too, for the lens it names or for all that stand there. One that
 * says it failed ends nothing.
 */
export async function finishStep(
  desk: Desk,
  before: JobAtMachine,
  { message, request, job: named }: AboutJob,
  eye: Eye | undefined = eyeNamed(message),
): Promise<Answer> {
  const { app, machine } = desk
  const status = readStatus(message)
  if (status !== undefined && status.code !== statusCode('no error')) return {}
  const { station } = machine
  if (station === null) return {}
  const { job } = (await jobAtMachine(app.db, before.job.id)) ?? before
  const ofPair = job.lenses.some((lens) => lens.eye === 'pair' && hasStep(lens, station))
  const meant = ofPair || eye === undefined ? job.lenses : job.lenses.filter((lens) => lens.eye === eye)
  if (lensesAt(meant, station).length === 0 && wasDone(meant, station)) return {}
  const said = TOLD.flatMap((label) => {
    const value = valueOf(message, label)
    return value === undefined ? [] : [`${label}=${value.replace(/[^ -~]/g, ' ')}`]
  })
  const note = said.join(', ').slice(0, 200)
  const act = { verb: 'finish', ...(!ofPair && eye !== undefined && { eye }), ...(note !== '' && { note }) } as const
  const answer = await scanOfMachine(desk, app, job.id, message, act, [station, job.version, request, named])
  return answer.result === 'refused' ? answerToScan(answer) : {}
}

type Lenses = JobAtMachine['job']['lenses']

/** All that had this step on their way are past it: the news came again. */
function wasDone(lenses: Lenses, station: string): boolean {
  const ways = lenses.filter((lens) => hasStep(lens, station))
  return ways.length > 0 && ways.every(({ route, at }) => route.findIndex(({ step }) => step === station) < at)
}

const hasStep = ({ route }: Lenses[number], station: string): boolean => route.some(({ step }) => step === station)

/** The one lens that a message is about, DO. */
function eyeNamed(message: Message): Eye | undefined {
  const eye = eyeOf(valueOf(message, 'DO'))
  return eye === 'R' ? 'right' : eye === 'L' ? 'left' : undefined
}
