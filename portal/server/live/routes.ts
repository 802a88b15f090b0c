import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { followPractice } from './follow-practice.ts'

const bind = binderFor<App>()

export const liveRoutes = [
  bind(portalApi.followLive, ({ app, actor, query, signal }) =>
    Promise.resolve({ lines: followPractice(app, actor, query.after, signal) }),
  ),
]
