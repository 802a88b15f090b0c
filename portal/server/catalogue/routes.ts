import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { askLims, receiveNews } from '../events/public.ts'
import { newsOf } from './news/write-news.ts'
import { callMirror } from './mirror-catalogue.ts'
import { partAtHand, rulebookText } from './part-at-hand.ts'
import { practiceForPrices } from './policy.ts'
import type { PartHead } from './store.ts'

const bind = binderFor<App>()
const LIMS_JUDGES_MS = 8000

const about = (head: PartHead) => ({
  release: { number: head.release, hash: head.release_hash },
  practice: head.practice === '' ? null : head.practice,
  hash: head.hash,
})

export const catalogueRoutes = [
  bind(portalApi.getCatalogueState, async ({ app, actor, query }) => {
    const head = await partAtHand(app, practiceForPrices(actor, query.practice))
    const state = head.away_since === null ? ('current' as const) : ('last_known' as const)
    const { since, checked_at: checkedAt } = head
    return { body: { ...about(head), state, since: since.toISOString(), checkedAt: checkedAt.toISOString() } }
  }),
  bind(portalApi.getOrderingRules, async ({ app, actor, query }) => {
    const head = await partAtHand(app, practiceForPrices(actor, query.practice))
    return {
      etag: `${head.release}-${head.hash}-${head.practice}`,
      // The rulebook is kept as text: it is not read to be written once more.
      text: async () => {
        const rulebook = await rulebookText(app, head)
        return Buffer.concat([
          Buffer.from(`${JSON.stringify(about(head)).slice(0, -1)},"rulebook":`),
          rulebook,
          Buffer.from('}'),
        ])
      },
    }
  }),
  bind(portalApi.listCatalogueNews, async ({ app, actor, query }) => ({
    body: { items: await newsOf(app, practiceForPrices(actor, query.practice)) },
  })),
  bind(portalApi.judgeConfiguration, async ({ app, actor, body, signal }) => {
    const practice = practiceForPrices(actor, body.practice)
    const { configuration, nearest = false } = body
    const asked = { configuration, nearest, ...(practice === null ? {} : { practice }) }
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(LIMS_JUDGES_MS)])
    const said = await askLims(app, actor, (lims) => lims.validate({ body: asked, signal: inTime }))
    const { nearest: _, ...toEstimate } = asked
    const expectedOn =
      said.outcome === 'refused'
        ? null
        : (await askLims(app, actor, (lims) => lims.estimateJob({ body: toEstimate, signal: inTime })))
            .estimatedCompletionDate
    return { body: { ...said, expectedOn } }
  }),
  bind(portalApi.limsCatalogueNews, async ({ app, headers, body }) => {
    const said = await receiveNews(app, { headers, body }, async (event) => {
      if (event.type === 'catalog.updated') await callMirror(app, event.id)
    })
    return said
  }),
]
