import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { mustFindJudgement } from './judgements/find-judgement.ts'
import { practiceFor } from './judging/policy.ts'
import { listJudgements } from './judgements/store.ts'
import { rejudge } from './judgements/rejudge.ts'
import { replayJudgement } from './judgements/replay-judgement.ts'
import { showJudgement } from './judgements/show-judgement.ts'
import { showQuality } from './judgements/show-quality.ts'

const bind = binderFor<App>()

export const judgementRoutes = [
  bind(limsApi.listJudgements, async ({ app, actor, query }) => {
    const position = readPosition(query.after, 1)?.[0]
    const rows = await listJudgements(app.db, {
      before: position === undefined ? undefined : Number(position),
      limit: query.limit + 1,
      rule: query.rule,
      release: query.release,
      practice: practiceFor(actor, query.practice, 'query.practice') ?? undefined,
      outcome: query.outcome,
      code: query.code,
    })
    return { body: pageOf(rows, query.limit, ({ n }) => [n], showJudgement) }
  }),
  bind(limsApi.getJudgement, async ({ app, actor, params }) => ({
    body: showJudgement(await mustFindJudgement(app.db, actor, params.judgementId)),
  })),
  bind(limsApi.replayJudgement, async ({ app, actor, params, query }) => ({
    body: await replayJudgement(app, actor, params.judgementId, { withReasons: query.explain === true }),
  })),
  bind(limsApi.rejudge, async ({ app, actor, params, body }) => ({
    body: await rejudge(app, actor, params.judgementId, body),
  })),
  bind(limsApi.getQuality, async ({ app, actor, query }) => ({ body: await showQuality(app, actor, query) })),
]
