import { limsApi } from '@ils/contract/lims'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { readLog } from './read-log.ts'

const bind = binderFor<App>()

export const eventRoutes = [
  bind(limsApi.readEvents, async ({ app, actor, query, signal }) => ({
    body: await readLog(app, actor, query, signal),
  })),
]
