import { limsApi } from '@ils/contract/lims'
import { simpleOrderOf } from '@ils/contract/simple-order'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { validateMany } from './judging/validate-many.ts'
import { validate } from './judging/validate.ts'

const bind = binderFor<App>()

export const judgingRoutes = [
  bind(limsApi.validate, async ({ app, actor, body }) => ({ body: await validate(app, actor, body) })),
  bind(limsApi.validateByQuery, async ({ app, actor, query }) => ({
    body: await validate(app, actor, simpleOrderOf(query)),
  })),
  bind(limsApi.validateMany, async ({ app, actor, lines, signal }) => ({
    lines: validateMany(app, actor, lines, signal),
  })),
]
