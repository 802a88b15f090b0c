import type { JobStatus } from '@ils/contract/jobs'
import type { App } from '../../app.ts'
import { listOrdersOfJobs, type OrderRow } from '../store.ts'

/** A LIMS remembers a key for seven days. After that it would make a second job of what it has made already. */
const KEY_HOLDS_MS = 6 * 86_400_000
const PAGE = 200

/** The job that the lab made of an order long ago, whose answer was never heard; undefined: its key still holds, or there is none. */
export async function findMade(
  app: App,
  row: OrderRow,
  originalJobId: string | null,
  signal: AbortSignal,
): Promise<JobStatus | undefined> {
  if (row.tries === 0 || app.clock.now().getTime() - row.taken_at.getTime() < KEY_HOLDS_MS) return undefined
  const query = { practice: row.practice, orderRef: row.order_ref ?? row.id, limit: PAGE }
  const { items } = await app.lims.listJobs({ query, signal })
  const later = items.filter(({ kind, receivedAt }) => kind === row.kind && new Date(receivedAt) >= row.taken_at)
  // The number is the practice's own, and may stand on several orders.
  const jobIds = later.map(({ id }) => id)
  const known = new Set((await listOrdersOfJobs(app.pool, jobIds)).map(({ job_id }) => job_id))
  for (const { id } of later) {
    if (known.has(id)) continue
    const job = await app.lims.getJob({ params: { jobId: id }, signal })
    if (job.patientRef !== row.patient_id && (originalJobId === null || job.original !== originalJobId)) continue
    app.log.warn({ order: row.id, job: id }, 'the lab had made a job of an order long ago')
    return app.lims.getJobStatus({ params: { jobId: id }, signal })
  }
  return undefined
}
