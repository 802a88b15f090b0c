import type { Answer } from '@ils/oma/session/question'
import { jobAtMachine, type JobAtMachine } from '../../production/public.ts'
import type { AboutJob, Desk } from './desk.ts'
import { answerToScan } from './refused-answer.ts'
import { scanOfMachine } from './scan-of-machine.ts'
import type { Eye } from './values-of-job.ts'

type Lens = JobAtMachine['job']['lenses'][number]

/** A machine that asks for a job begins its step there; what it must hear instead, if it may not. */
export async function beginStep(desk: Desk, { job }: JobAtMachine, { message }: AboutJob): Promise<Answer | undefined> {
  const { station } = desk.machine
  if (station === null) return undefined
  // An edger asks again after a dropped line, so a step that was begun is not begun once more.
  if (isBegun(job, station)) return undefined
  // A refusal is kept under its scan's id: once the job has moved on, it is asked anew.
  const answer = await scanOfMachine(desk, desk.app, job.id, message, { verb: 'start' }, [station, job.version])
  if (answer.result !== 'refused') return undefined
  // Somebody else may have begun it in this very moment.
  const now = await jobAtMachine(desk.app.db, job.id)
  return now && isBegun(now.job, station) ? undefined : answerToScan(answer)
}

function isBegun({ lenses }: JobAtMachine['job'], station: string): boolean {
  const here = lensesAt(lenses, station)
  return here.length > 0 && here.every(({ state }) => state === 'started')
}

/** What stands before or in the step of a station. */
export const lensesAt = (lenses: readonly Lens[], station: string): Lens[] =>
  lenses.filter(({ route, at, state }) => route[at]?.step === station && state !== 'done')

/** The lenses that a machine has before it: a station of the pair has both. */
export function eyesAt(lenses: readonly Lens[], station: string | null): Eye[] {
  const ordered = lenses.flatMap(({ eye }) => (eye === 'pair' ? [] : [eye]))
  if (station === null) return ordered
  const here = lensesAt(lenses, station).map(({ eye }) => eye)
  return here.length === 0 || here.includes('pair') ? ordered : ordered.filter((eye) => here.includes(eye))
}
