import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { practiceToOrder } from './policy.ts'
import { addTemplate, changeTemplate, showTemplate } from './templates/keep-template.ts'
import { listTemplateRows, mostCounted } from './templates/store.ts'

const bind = binderFor<App>()

export const templateRoutes = [
  bind(portalApi.listTemplates, async ({ app, actor }) => ({
    body: { items: (await listTemplateRows(app.db, practiceToOrder(actor))).map(showTemplate) },
  })),
  bind(portalApi.addTemplate, async ({ app, actor, body }) => ({ body: await addTemplate(app, actor, body) })),
  bind(portalApi.changeTemplate, async ({ app, actor, params, body }) => ({
    body: await changeTemplate(app, actor, params.templateId, body),
  })),
  bind(portalApi.oftenOrdered, async ({ app, actor }) => ({
    body: { items: await mostCounted(app.db, practiceToOrder(actor)) },
  })),
]
