import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import type { Act } from '../floor/act.ts'
import { mustBeInTheLab } from '../floor/act.ts'
import { cancelJob } from '../floor/cancel-job.ts'
import { feeOf } from '../floor/fee-of-cancelling.ts'
import { haveItsRelease } from '../floor/have-its-release.ts'
import { keepChange } from '../floor/keep-change.ts'
import { labOf } from '../lab/lab-of-release.ts'
import { mustSeeJob } from '../policy.ts'
import { lockJob } from './store.ts'

export interface Cancelled {
  readonly cancelled: boolean
  readonly currency: string
  readonly fee: number
  readonly causes: string[]
}

/** Cancels a job for whoever ordered it, or says what that would cost. Asked again, it answers what was decided. */
export async function cancelByRequest(
  app: App,
  actor: Actor,
  jobId: string,
  input: { readonly reason: string; readonly dry?: boolean },
): Promise<Cancelled> {
  const { release } = await app.rules.inForce(null)
  await haveItsRelease(app, { verb: 'cancel', job: jobId })
  return inTransaction(app.db, async (trx) => {
    const job = await lockJob(trx, { id: jobId })
    mustSeeJob(actor, job, jobId)
    const { currency } = job
    if (job.state === 'cancelled') return { cancelled: true, currency, fee: job.fee ?? 0, causes: [] }
    mustBeInTheLab(job)
    const fee = await feeOf(app, trx, job)
    const said = { currency, fee: fee.amount, causes: [...fee.says] }
    if (input.dry === true) return { cancelled: false, ...said }
    const at = app.clock.now()
    const act: Act = {
      scan: { scanId: app.ids('scn'), verb: 'cancel', job: jobId, reason: input.reason },
      ...{ at, operator: actor.name, lab: labOf(release.compiled) },
    }
    await keepChange(app, trx, actor, job, cancelJob(job, act, fee), act)
    return { cancelled: true, ...said }
  })
}
