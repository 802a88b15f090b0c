import type { ScanAnswer } from '@ils/contract/floor'
import type { Answer } from '@ils/oma/session/question'
import type { JobAtMachine } from '../../production/public.ts'
import type { AboutJob, Desk } from '../answers/desk.ts'
import { answerNo, answerToScan } from '../answers/refused-answer.ts'
import { scanOfMachine } from '../answers/scan-of-machine.ts'
import type { Eye } from '../answers/values-of-job.ts'
import { finishStep } from './finish-step.ts'
import { readMeasured, type Measured } from './read-measured.ts'

const PREFIX = 'measured.'

/** What was measured of each lens goes before the tolerances of its decision; the machine hears the verdict. */
export async function keepMeasured(desk: Desk, found: JobAtMachine, asked: AboutJob): Promise<Answer> {
  const measured = readMeasured(asked.message, await measuresOf(desk, found))
  const eyes = (['right', 'left'] as const).filter((eye) => measured[eye] !== undefined)
  if (eyes.length === 0) return answerNo('missing record', 'INSSPH, SPH or another value that was measured is missing')
  if (desk.machine.station === null) return answerNo('host error', `${desk.machine.id} stands at no station`)
  const answers: ScanAnswer[] = []
  for (const eye of eyes) answers.push(await inspect(desk, found, asked, eye, measured[eye] ?? {}))
  const refused = answers.find(({ result }) => result === 'refused')
  if (refused) return answerToScan(refused)
  const failed = answers.filter(({ verdict }) => verdict === 'fail')
  if (failed.length > 0) return answerNo('value out of range', failed.map(({ sentence }) => sentence).join('. '))
  if (desk.line.settings.finishOnPass !== true) return {}
  for (const eye of eyes) {
    const answer = await finishStep(desk, found, asked, eye)
    if (answer.status !== undefined) return answer
  }
  return {}
}

/** What the rules that decided the job know to judge: a device says more than a lab has tolerances for. */
async function measuresOf({ app }: Desk, { job }: JobAtMachine): Promise<ReadonlySet<string>> {
  const { compiled } = await app.rules.release(job.release)
  const given = compiled.rulebook.vocabulary.filter(({ source }) => source.kind === 'given')
  return new Set(given.flatMap(({ id }) => (id.startsWith(PREFIX) ? [id.slice(PREFIX.length)] : [])))
}

/** Measured again the same, it is the same inspection, also when the lens has gone on: a resend changes nothing. */
function inspect(
  desk: Desk,
  { job }: JobAtMachine,
  { message }: AboutJob,
  eye: Eye,
  measured: Measured,
): Promise<ScanAnswer> {
  const station = desk.machine.station ?? ''
  const lenses = job.lenses.filter((lens) => lens.eye === eye || lens.eye === 'pair')
  const place = lenses.map((lens) => `${lens.attempt} ${hasCome(lens, station) ? 'came' : 'to come'}`)
  const once = [station, JSON.stringify(measured), ...place]
  return scanOfMachine(desk, desk.app, job.id, message, { verb: 'inspect', eye, measured }, once)
}

/** It stands at the station, or has been there. */
const hasCome = ({ route, at, state }: JobAtMachine['job']['lenses'][number], station: string): boolean => {
  const place = route.findIndex(({ step }) => step === station)
  return place >= 0 && (at > place || (at === place && state !== 'waiting'))
}
