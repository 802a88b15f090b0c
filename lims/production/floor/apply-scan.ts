import type { Scan, ScanAnswer } from '@ils/contract/floor'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { labOf } from '../lab/lab-of-release.ts'
import { lockJob } from '../jobs/store.ts'
import { refused, type Act, type Change } from './act.ts'
import { actOnBatch } from './batches/act-on-batch.ts'
import { actOnJob } from './act-on-job.ts'
import { haveItsRelease } from './have-its-release.ts'
import { keepChange } from './keep-change.ts'
import { lockInOrder } from './lock-in-order.ts'
import { mustBeOfTheLab } from './policy.ts'
import { fingerprintOf, jobRefOf, mustBeWhole } from './read-scan.ts'
import { claimScan, keepAnswer } from './store.ts'

/**
 * One act on the floor. Whatever comes of it is kept under the scan's id, a refusal too: sent again it changes nothing
 * and answers the same. A breakdown keeps nothing, so that it can be sent again.
 */
export async function applyScan(app: App, actor: Actor, scan: Scan): Promise<ScanAnswer> {
  mustBeOfTheLab(actor)
  const now = app.clock.now()
  try {
    mustBeWhole(scan, now)
  } catch (error) {
    // Nothing was claimed: corrected, it may come with the same id.
    if (error instanceof Refusal) return refusalOf(scan, error)
    throw error
  }
  const operator = scan.operator ?? actor.name
  const at = scan.at === undefined ? now : new Date(Math.min(new Date(scan.at).getTime(), now.getTime()))
  const { release } = await app.rules.inForce(null)
  const act: Act = { scan, at, operator, lab: labOf(release.compiled) }
  const fingerprint = fingerprintOf(scan)
  await haveItsRelease(app, scan)
  return inTransaction(app.db, async (trx) => {
    const known = await claimScan(trx, {
      ...{ scan_id: scan.scanId, fingerprint, job_id: null, tray: trayOf(scan), station: scan.station ?? null },
      ...{ operator, verb: scan.verb, at, received_at: now },
    })
    if (known) return repeated(scan, fingerprint, known.fingerprint, known.answer)
    const { answer, jobId } = await carryOut(app, trx, actor, act)
    await keepAnswer(trx, scan.scanId, jobId, answer)
    return answer
  })
}

async function carryOut(
  app: App,
  trx: Trx,
  actor: Actor,
  act: Act,
): Promise<{ readonly answer: ScanAnswer; readonly jobId: string | null }> {
  const { scan } = act
  let jobId: string | null = null
  try {
    if (scan.verb.startsWith('batch-')) return { answer: await actOnBatch(app, trx, actor, act), jobId }
    const ref = jobRefOf(scan.job ?? '')
    if (scan.verb === 'bind-tray' && scan.tray !== undefined) await lockInOrder(trx, ref, scan.tray)
    const job = await lockJob(trx, ref)
    if (!job) throw unknownJob(scan.job ?? '')
    jobId = job.id
    const change = await actOnJob({ app, trx, actor }, job, act)
    const kept = await keepChange(app, trx, actor, job, change, act)
    return { answer: appliedOf(scan, change, kept), jobId }
  } catch (error) {
    // Refused before anything was written: the claim stays, and with it the answer.
    if (error instanceof Refusal) return { answer: refusalOf(scan, error, jobId), jobId }
    throw error
  }
}

function appliedOf(scan: Scan, change: Change, job: Change['job'] | null): ScanAnswer {
  const eye = scan.eye === 'left' ? 'left' : 'right'
  const lens =
    job &&
    (job.lenses.find((one) => one.eye === eye && one.state !== 'done') ??
      job.lenses.find(({ state }) => state !== 'done'))
  return {
    ...{ scanId: scan.scanId, result: 'applied', sentence: capital(change.sentence.trim()), code: null, causes: [] },
    ...{ jobId: job?.id ?? null, status: job?.state ?? null, station: lens?.route[lens.at]?.step ?? null },
    ...{ stock: [...(change.stock ?? [])], verdict: change.verdict ?? null },
  }
}

function refusalOf(scan: Scan, { code, message, causes }: Refusal, jobId: string | null = null): ScanAnswer {
  return {
    ...{ scanId: scan.scanId, result: 'refused', sentence: capital(message), code, causes: [...causes] },
    ...{ jobId, status: null, station: null, stock: [], verdict: null },
  }
}

function repeated(scan: Scan, now: string, before: string, answer: ScanAnswer | null): ScanAnswer {
  if (now !== before) {
    const message = `scanId: ${scan.scanId} was used for another act before; make a new one for each act`
    return refusalOf(
      scan,
      refused('conflict', message, { code: 'scan_id_reused', field: 'scanId', value: scan.scanId }),
    )
  }
  if (!answer) throw new Error(`scan ${scan.scanId} was kept without its answer`)
  return answer.result === 'applied' ? { ...answer, result: 'repeated' } : answer
}

function unknownJob(text: string): Refusal {
  const ref = jobRefOf(text)
  const message = 'id' in ref ? `There is no job ${ref.id}` : `No job lies in tray ${ref.tray}`
  return refused('not_found', message, { code: 'unknown_job', field: 'job', value: text })
}

function trayOf({ job, tray }: Scan): string | null {
  if (tray !== undefined) return tray
  if (job === undefined) return null
  const ref = jobRefOf(job)
  return 'tray' in ref ? ref.tray : null
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
