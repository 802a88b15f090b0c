import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { showDrafts } from './drafts/draft.ts'
import { beginDraft, saveDraft, unknownDraft } from './drafts/save-draft.ts'
import { deleteDraft, findDraft, listDraftRows } from './drafts/store.ts'
import { practiceToOrder } from './policy.ts'

const bind = binderFor<App>()

export const draftRoutes = [
  bind(portalApi.listDrafts, async ({ app, actor }) => {
    const drafts = await showDrafts(app, await listDraftRows(app.db, practiceToOrder(actor)))
    return { body: { items: drafts.map(({ form: _, ...line }) => line) } }
  }),
  bind(portalApi.beginDraft, async ({ app, actor, body }) => ({ body: await beginDraft(app, actor, body) })),
  bind(portalApi.getDraft, async ({ app, actor, params }) => {
    const row = await findDraft(app.db, practiceToOrder(actor), params.draftId)
    const [draft] = await showDrafts(app, row ? [row] : [])
    if (!draft) throw unknownDraft(params.draftId)
    return { body: draft }
  }),
  bind(portalApi.saveDraft, async ({ app, actor, params, body }) => ({
    body: await saveDraft(app, actor, params.draftId, body),
  })),
  bind(portalApi.removeDraft, async ({ app, actor, params }) => {
    if (!(await deleteDraft(app.db, practiceToOrder(actor), params.draftId))) throw unknownDraft(params.draftId)
    return { body: {} }
  }),
]
