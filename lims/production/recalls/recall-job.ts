import type { Recall, RecallLine } from '@ils/contract/recalls'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Db } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import type { Act, Change } from '../floor/act.ts'
import { holdJob } from '../floor/hold-and-resume.ts'
import type { JobOnFloor } from '../floor/job-on-floor.ts'
import { keepChange } from '../floor/keep-change.ts'
import { findJob, lockJob, updateMaking } from '../jobs/store.ts'
import { labOf } from '../lab/lab-of-release.ts'
import { compareJob } from './compare-job.ts'
import { judgeAnew, keepAnew } from './judge-anew.ts'
import { findRecalled, keepRecalled, type Recalled } from './store.ts'

type Answer = Recalled & Pick<RecallLine, 'repeated'>

/** What a recall does to one job, once. */
export async function recallJob(app: App, actor: Actor, recall: Recall, jobId: string): Promise<Answer> {
  if (recall.dry === true) return dryRun(app, actor, recall, jobId)
  return inTransaction(app.db, async (trx): Promise<Answer> => {
    const job = await lockJob(trx, { id: jobId })
    const known = await findRecalled(trx, recall.id, jobId)
    if (known) return { ...known, repeated: true }
    const found = await whatToDo(app, trx, actor, recall, job, jobId)
    if ('change' in found && job) {
      const { change, act, anew } = found
      const judged = anew === undefined ? change.job : await keepAnew(app, trx, change.job, anew)
      await keepChange(app, trx, actor, job, { ...change, job: judged }, act)
      if (anew) await updateMaking(trx, jobId, anew.making)
    }
    if (job) await keepRecalled(trx, recall.id, jobId, found.answer, app.clock.now())
    return { ...found.answer, repeated: false }
  })
}

async function dryRun(app: App, actor: Actor, recall: Recall, jobId: string): Promise<Answer> {
  const job = await findJob(app.db, jobId)
  const { answer } = await whatToDo(app, app.db, actor, recall, job, jobId)
  return { ...answer, repeated: false }
}

interface Deed {
  readonly answer: Recalled
  readonly change: Change
  readonly act: Act
  readonly anew?: ReturnType<typeof judgeAnew>['anew']
}

async function whatToDo(
  app: App,
  db: Db,
  actor: Actor,
  recall: Recall,
  job: JobOnFloor | undefined,
  jobId: string,
): Promise<Deed | { readonly answer: Recalled }> {
  const over = job ? whyNot(job, recall) : `There is no job ${jobId}`
  if (over !== null || !job) return passedOver(over ?? '')
  if (recall.do === 'hold') {
    const { release } = await app.rules.inForce(job.practice)
    const act = actOf(app, actor, recall, job, labOf(release.compiled))
    const change = holdJob(job, act)
    return { change, act, answer: { did: 'held', sentence: change.sentence, differences: [] } }
  }
  const compared = await compareJob(app, db, job)
  if (compared.release.number === job.release) {
    return passedOver(`Release ${job.release} is in force for it: it decides it already`)
  }
  const act = actOf(app, actor, recall, job, compared.lab)
  const { change, did, anew } = judgeAnew(job, act, compared, recall)
  const answer: Recalled = { did, sentence: change.sentence, differences: [...compared.differences] }
  return { change, act, answer, ...(anew && { anew }) }
}

const passedOver = (sentence: string): { readonly answer: Recalled } => ({
  answer: { did: 'passed_over', sentence, differences: [] },
})

function whyNot(job: JobOnFloor, { release }: Recall): string | null {
  if (job.endedAt !== null) return `It was ${job.state} on ${job.endedAt.toISOString().slice(0, 10)}`
  if (job.judgementId === null) return 'No release decided it: it was imported without its order'
  return job.release === release ? null : `Release ${job.release} decides it, not release ${release}`
}

function actOf(app: App, actor: Actor, recall: Recall, job: JobOnFloor, lab: Act['lab']): Act {
  const { id, release, reason, owner } = recall
  return {
    scan: {
      ...{ scanId: app.ids('scn'), verb: 'hold', job: job.id, note: `recall ${id}` },
      ...{ reason: `recall of release ${release}: ${reason}`, ...(owner !== undefined && { owner }) },
    },
    ...{ at: app.clock.now(), operator: actor.name, lab },
  }
}
