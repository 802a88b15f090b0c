import { isDeepStrictEqual } from 'node:util'
import type { Recall, RecallLine } from '@ils/contract/recalls'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { mustBeOfTheLab } from '../floor/policy.ts'
import { recallJob } from './recall-job.ts'
import { beginRecall, jobsToRecall, type RecallRow } from './store.ts'

/**
 * Holds the open jobs of a release or judges them anew, one after the other, each in a transaction of its own. Broken off
 * and sent again with its id, it goes on: what was done is answered as it was.
 */
export async function recallRelease(
  app: App,
  actor: Actor,
  recall: Recall,
  signal: AbortSignal,
): Promise<AsyncGenerator<RecallLine>> {
  mustBeOfTheLab(actor)
  await app.rules.release(recall.release)
  await app.rules.inForce(null)
  if (recall.dry !== true) await begin(app, actor, recall)
  const jobs = recall.jobs ? [...new Set(recall.jobs)] : await jobsToRecall(app.db, recall.release, recall.id)
  return linesOf(app, actor, recall, jobs, signal)
}

async function* linesOf(
  app: App,
  actor: Actor,
  recall: Recall,
  jobs: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<RecallLine> {
  const counts: Record<RecallLine['did'], number> = { held: 0, rejudged: 0, passed_over: 0 }
  let done = 0
  for (const jobId of jobs) {
    if (signal.aborted) throw new Refusal('not_ready', 'The recall was broken off: send it again with its id')
    const answer = await recallJob(app, actor, recall, jobId)
    counts[answer.did] += 1
    done += 1
    yield { jobId, ...answer, done, total: jobs.length }
  }
  if (recall.dry === true) return
  const detail = { recall: recall.id, do: recall.do, ...counts }
  await keepAudit(app, app.db, actor, { ...audited(recall), action: 'recall.done', detail })
}

/** The first time it is said who recalls what and why; another recall under the same id is a mistake. */
async function begin(app: App, actor: Actor, recall: Recall): Promise<void> {
  const { id, release, reason, jobs = null } = recall
  const asked: RecallRow['asked'] = { do: recall.do, reason, jobs }
  const row: RecallRow = { id, release, asked, by_name: actor.name, at: app.clock.now() }
  const known = await inTransaction(app.db, async (trx) => {
    const before = await beginRecall(trx, row)
    if (before) return before
    const detail = { recall: id, do: recall.do, reason, jobs: jobs === null ? 'all' : jobs.length }
    await keepAudit(app, trx, actor, { ...audited(recall), action: 'recall.begun', detail })
    return null
  })
  if (!known || (known.release === release && isDeepStrictEqual(known.asked, asked))) return
  const { reason: why, do: did } = known.asked
  const message = `id: ${id} is of another recall, by ${known.by_name}: ${did} the jobs of release ${known.release}, because ${why}`
  throw new Refusal('conflict', message, {
    causes: [{ code: 'recall_id_reused', field: 'body.id', message, value: id }],
  })
}

const audited = ({ release }: Recall) => ({ subject: `release-${release}`, practice: null })
