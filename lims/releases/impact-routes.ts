import type { ImpactChange } from '@ils/contract/impacts'
import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { acknowledgeImpact } from './impacts/acknowledge-impact.ts'
import { cancelImpact } from './impacts/cancel-impact.ts'
import { mustFindDraft } from './drafts/policy.ts'
import { findInForce } from './activations/views.ts'
import { listChanges, listImpacts, type ChangeRow } from './impacts/store.ts'
import { mustBeOfTheLab } from './policy.ts'
import { impactFrom, mustFindImpact, showImpact } from './impacts/show-impact.ts'
import { startImpact } from './impacts/start-impact.ts'

const bind = binderFor<App>()

export const impactRoutes = [
  bind(limsApi.startImpact, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await startImpact(app, actor, params.draftId, body) }
  }),
  bind(limsApi.getImpact, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    return { body: await showImpact(app.db, params.impactId) }
  }),
  bind(limsApi.listImpacts, async ({ app, actor, params: { draftId }, query }) => {
    mustBeOfTheLab(actor)
    await mustFindDraft(app.db, draftId)
    const position = readPosition(query.after, 1)?.[0]
    const before = position === undefined ? undefined : String(position)
    const rows = await listImpacts(app.db, { draftId, before, limit: query.limit + 1 })
    const inForce = (await findInForce(app.db))?.hash
    return {
      body: pageOf(
        rows,
        query.limit,
        ({ id }) => [id],
        (row) => impactFrom(row, inForce),
      ),
    }
  }),
  bind(limsApi.listImpactChanges, async ({ app, actor, params: { impactId }, query }) => {
    mustBeOfTheLab(actor)
    await mustFindImpact(app.db, impactId)
    const position = readPosition(query.after, 1)?.[0]
    const rows = await listChanges(app.db, {
      ...{ impactId, limit: query.limit + 1, before: position === undefined ? undefined : Number(position) },
      ...{ respect: query.respect, rule: query.rule, practice: query.practice },
    })
    return { body: pageOf(rows, query.limit, ({ n }) => [n], showChange) }
  }),
  bind(limsApi.cancelImpact, async ({ app, actor, params }) => {
    mustBeOfTheLab(actor)
    return { body: await cancelImpact(app, actor, params.impactId) }
  }),
  bind(limsApi.acknowledgeImpact, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await acknowledgeImpact(app, actor, params.impactId, body) }
  }),
]

function showChange({ judgement_id, ...row }: ChangeRow): ImpactChange {
  return { judgementId: judgement_id, ...row }
}
