import { limsApi } from '@ils/contract/lims'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { findEntries } from './judging/find-entries.ts'
import { showRules } from './judging/show-rules.ts'

const bind = binderFor<App>()

export const catalogueRoutes = [
  bind(limsApi.getCatalog, ({ app, actor, query }) => findEntries(app, actor, query)),
  bind(limsApi.getRules, ({ app, actor, query }) => showRules(app, actor, query)),
]
