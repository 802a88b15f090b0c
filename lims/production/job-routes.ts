import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { cancelByRequest } from './jobs/cancel-by-request.ts'
import { createJob } from './jobs/create-job.ts'
import { estimateJob } from './jobs/estimate-job.ts'
import { remakeJob } from './jobs/remake-job.ts'
import { showJob, showStatus } from './jobs/show-job.ts'
import { findJob } from './jobs/store.ts'
import { labOf } from './lab/lab-of-release.ts'
import { mustSeeJob, practiceToList } from './policy.ts'
import { listJobLines, placeInQueue } from './views.ts'

const bind = binderFor<App>()

export const jobRoutes = [
  bind(limsApi.createJob, async ({ app, actor, body }) => {
    const { job, queuePosition } = await createJob(app, actor, body)
    return { body: showStatus(job, queuePosition) }
  }),
  bind(limsApi.estimateJob, async ({ app, actor, body }) => ({
    body: { estimatedCompletionDate: await estimateJob(app, actor, body) },
  })),
  bind(limsApi.getJobStatus, async ({ app, actor, params }) => {
    const job = await findJob(app.db, params.jobId)
    mustSeeJob(actor, job, params.jobId)
    return { body: showStatus(job, await placeInQueue(app.db, job.id)) }
  }),
  bind(limsApi.getJob, async ({ app, actor, params }) => {
    const job = await findJob(app.db, params.jobId)
    mustSeeJob(actor, job, params.jobId)
    const { release } = await app.rules.inForce(null)
    return { body: showJob(job, labOf(release.compiled), app.clock.now()) }
  }),
  bind(limsApi.listJobs, async ({ app, actor, query }) => {
    const [at, id] = readPosition(query.after, 2) ?? []
    const rows = await listJobLines(app.db, {
      limit: query.limit + 1,
      after: at === undefined ? undefined : { at: new Date(at), id: String(id) },
      practice: practiceToList(actor, query.practice),
      states: query.status?.split(',').filter(Boolean),
      ...{ orderRef: query.orderRef, tray: query.tray, late: query.late },
    })
    return {
      body: pageOf(
        rows,
        query.limit,
        (row) => [row.received_at.toISOString(), row.id],
        (row) => ({
          ...{ id: row.id, practice: row.practice, orderRef: row.order_ref, status: row.state, kind: row.kind },
          ...{ priority: row.priority, tray: row.tray, late: row.late, release: row.release },
          estimatedCompletionDate: row.state === 'cancelled' ? null : row.promised_on,
          receivedAt: row.received_at.toISOString(),
        }),
      ),
    }
  }),
  bind(limsApi.remakeJob, async ({ app, actor, params, body }) => {
    const { job, queuePosition } = await remakeJob(app, actor, params.jobId, body)
    return { body: showStatus(job, queuePosition) }
  }),
  bind(limsApi.cancelJob, async ({ app, actor, params, body }) => ({
    body: await cancelByRequest(app, actor, params.jobId, body),
  })),
]
