import type { Answer } from '@ils/oma/session/question'
import type { JobAtMachine } from '../../production/public.ts'
import { answerNo } from './refused-answer.ts'

/** What a machine hears of a job that nobody works on now. */
export function whyProtected({ job }: JobAtMachine): Answer | undefined {
  const { state, hold, endedAt } = job
  if (endedAt !== null) {
    return answerNo('job is protected', `Job ${job.id} was ${state} on ${endedAt.toISOString().slice(0, 10)}`)
  }
  if (hold) return answerNo('job is protected', `Job ${job.id} is on hold: ${hold.reason}`)
  return undefined
}

export const unknownJob = (text: string): Answer => answerNo('job not found', `Nobody knows a job or tray ${text}`)
