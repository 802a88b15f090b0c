import { limsApi } from '@ils/contract/lims'
import type { Review } from '@ils/contract/reviews'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { cancelSchedule } from './reviews/cancel-schedule.ts'
import { listReviewRows, type ReviewRow } from './drafts/views.ts'
import { publishDraft } from './reviews/publish-draft.ts'
import { mustBeOfTheLab } from './policy.ts'
import { listSchedules } from './activations/views.ts'
import { sayReview } from './reviews/say-review.ts'
import { scheduleDraft } from './reviews/schedule-draft.ts'
import { showDraft } from './drafts/show-draft.ts'
import { scheduleOf } from './activations/show-release.ts'

const bind = binderFor<App>()

export const reviewRoutes = [
  bind(limsApi.submitDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return {
      body: await sayReview(app, actor, params.draftId, {
        verdict: 'submitted',
        version: body.version,
        comment: body.notes,
      }),
    }
  }),
  bind(limsApi.withdrawDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await sayReview(app, actor, params.draftId, { verdict: 'withdrawn', ...body }) }
  }),
  bind(limsApi.approveDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await sayReview(app, actor, params.draftId, { verdict: 'approved', ...body }) }
  }),
  bind(limsApi.declineDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await sayReview(app, actor, params.draftId, { verdict: 'declined', ...body }) }
  }),
  bind(limsApi.listReviews, async ({ app, actor, params, query }) => {
    mustBeOfTheLab(actor)
    await showDraft(app.db, params.draftId)
    const before = readPosition(query.after, 1)?.[0]
    const rows = await listReviewRows(app.db, {
      draftId: params.draftId,
      before: before === undefined ? undefined : Number(before),
      limit: query.limit + 1,
    })
    return { body: pageOf(rows, query.limit, ({ n }) => [n], showReview) }
  }),
  bind(limsApi.publishDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await publishDraft(app, actor, params.draftId, body) }
  }),
  bind(limsApi.scheduleDraft, async ({ app, actor, params, body }) => {
    mustBeOfTheLab(actor)
    return { body: await scheduleDraft(app, actor, params.draftId, body) }
  }),
  bind(limsApi.listSchedules, async ({ app, actor, query }) => {
    mustBeOfTheLab(actor)
    const [dueAt, id] = readPosition(query.after, 2) ?? []
    const before = dueAt === undefined || id === undefined ? undefined : { dueAt: String(dueAt), id: String(id) }
    const rows = await listSchedules(app.db, { before, state: query.state, limit: query.limit + 1 })
    return { body: pageOf(rows, query.limit, (row) => [row.due_at.toISOString(), row.id], scheduleOf) }
  }),
  bind(limsApi.cancelSchedule, async ({ app, actor, params, query }) => {
    mustBeOfTheLab(actor)
    return { body: await cancelSchedule(app, actor, params.scheduleId, query.reason ?? null) }
  }),
]

function showReview(row: ReviewRow): Review {
  const { id, kind, version, hash, comment, stands } = row
  return {
    id,
    kind,
    version,
    hash,
    comment,
    by: { id: row.by_id, name: row.by_name },
    at: row.at.toISOString(),
    stands,
  }
}
