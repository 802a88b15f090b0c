import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { JobOnFloor } from './floor/job-on-floor.ts'

/** Credentials of a practice see its jobs; of others they do not even learn that they are there. */
export function mustSeeJob(actor: Actor, job: JobOnFloor | undefined, jobId: string): asserts job is JobOnFloor {
  if (job && (actor.practice === null || actor.practice === job.practice)) return
  const message = `There is no job ${jobId}`
  throw new Refusal('not_found', message, {
    causes: [{ code: 'unknown_job', field: 'params.jobId', message, value: jobId }],
  })
}

/** Whose jobs are listed: one’s own practice’s, if one belongs to one. */
export function practiceToList(actor: Actor, asked: string | undefined): string | undefined {
  if (actor.practice === null || asked === undefined || asked === actor.practice)
    return asked ?? actor.practice ?? undefined
  const message = `query.practice: these credentials see practice ${actor.practice} only`
  throw new Refusal('not_allowed', message, {
    causes: [{ code: 'practice', field: 'query.practice', message, value: asked, limit: actor.practice }],
  })
}
