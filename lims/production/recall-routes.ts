import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { listRecallJobs } from './recalls/list-recall-jobs.ts'
import { recallRelease } from './recalls/recall-release.ts'

const bind = binderFor<App>()

export const recallRoutes = [
  bind(limsApi.listRecallJobs, async ({ app, actor, params, query }) => {
    const { limit, compare = false } = query
    const [after = ''] = readPosition(query.after, 1) ?? []
    const asked = { after: String(after), limit: limit + 1, compare }
    const jobs = await listRecallJobs(app, actor, params.release, asked)
    return {
      body: pageOf(
        jobs,
        limit,
        ({ jobId }) => [jobId],
        (job) => job,
      ),
    }
  }),
  bind(limsApi.recallRelease, async ({ app, actor, body, signal }) => ({
    lines: await recallRelease(app, actor, body, signal),
  })),
]
