import { limsApi } from '@ils/contract/lims'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { importJobs } from './imports/import-jobs.ts'

const bind = binderFor<App>()

export const importRoutes = [
  bind(limsApi.importJobs, async ({ app, actor, lines, signal }) => ({
    lines: await importJobs(app, actor, lines, signal),
  })),
]
