import type { JobStatus } from '@ils/contract/jobs'
import { LimsRefused } from '@ils/lims-client/refused'
import { inTransaction } from '@ils/platform/db/transaction'
import type { RunningTask } from '@ils/platform/queue/task'
import type { App } from '../../app.ts'
import { isAway } from '../../events/public.ts'
import { patientSealer } from '../../patients/public.ts'
import { openSnapshot, sameLenses, type Snapshot } from '../snapshot.ts'
import { findOrder, lockOrder, noteOrder, type OrderRow } from '../store.ts'
import { findMade } from './find-made.ts'
import { keepJob } from './keep-job.ts'
import { keepRefused } from './keep-refused.ts'

interface Wanted {
  readonly orderId: string
  readonly attempt: number
}

const FIRST_WAIT_MS = 1000
// Somebody sees that it waits: it goes on soon after the LIMS is back.
const MOST_WAIT_MS = 15_000

/**
 * Hands an order to the lab under the order's own id as the key: however often it is tried, one job is made. While the LIMS is
 * away the order says so and the queue tries again.
 */
export async function sendOrder(app: App, task: RunningTask<Wanted>): Promise<void> {
  const begun = await beginTry(app, task.data)
  if (!begun) return
  const { row, snapshot } = begun
  let status: JobStatus
  try {
    status = await askForJob(app, row, snapshot, task.signal)
  } catch (error) {
    if (error instanceof LimsRefused && !isAway(error)) {
      await keepRefused(app, task, row, error)
      return
    }
    if (!isAway(error)) throw error
    const waitMs = Math.min(MOST_WAIT_MS, FIRST_WAIT_MS * 2 ** (task.attempt - 1))
    await noteOrder(app.pool, row.id, {
      trouble: 'The lab’s system does not answer just now. The order is kept and sent as soon as it does.',
      next_try_at: new Date(app.clock.now().getTime() + waitMs),
    })
    throw error
  }
  await keepJob(app, task, row, status)
}

/** Undefined where there is nothing to send any more: it was cancelled, amended or sent meanwhile. */
async function beginTry(
  app: App,
  { orderId, attempt }: Wanted,
): Promise<{ row: OrderRow; snapshot: Snapshot } | undefined> {
  return inTransaction(app.pool, async (trx) => {
    const row = await lockOrder(trx, orderId)
    if (row?.status !== 'submitted' || row.attempt !== attempt || row.sealed === null) return undefined
    const sealer = await patientSealer(app, trx, row.patient_id)
    if (!sealer) return undefined
    // From here on a job may exist: whoever cancels has to wait for the answer.
    await noteOrder(trx, orderId, { tries: row.tries + 1, last_tried_at: app.clock.now() })
    return { row, snapshot: openSnapshot(sealer, orderId, row.sealed) }
  })
}

async function askForJob(app: App, row: OrderRow, snapshot: Snapshot, signal: AbortSignal): Promise<JobStatus> {
  const { configuration } = snapshot
  const orderRef = row.order_ref ?? row.id
  const whose = { practice: row.practice, patientRef: row.patient_id, orderRef, frameWay: row.frame_way }
  const how = { idempotencyKey: row.id, signal }
  const original = row.original_id === null ? undefined : await findOrder(app.pool, row.original_id)
  const jobId = original?.job_id ?? null
  const made = await findMade(app, row, jobId, signal)
  if (made) return made
  if (row.kind === 'new') return app.lims.createJob({ body: { configuration, ...whose }, ...how })
  if (!original || jobId === null) throw new Error('an order that is made again has an original with a job')
  const sealer = await patientSealer(app, app.pool, original.patient_id)
  const before = sealer && original.sealed !== null ? openSnapshot(sealer, original.id, original.sealed) : undefined
  const same = before !== undefined && sameLenses(before.configuration, configuration)
  return app.lims.remakeJob({
    params: { jobId },
    body: {
      ...{ kind: row.kind, reason: row.reason ?? '', eyes: row.eyes, orderRef },
      ...(row.again_note === null ? {} : { note: row.again_note }),
      ...(same ? {} : { order: { configuration, ...whose } }),
    },
    ...how,
  })
}
