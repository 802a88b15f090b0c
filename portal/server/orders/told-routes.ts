import { binderFor } from '@ils/platform/http/binding'
import { pagePolicy } from '@ils/platform/http/page-policy'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { answerHold } from './answer-hold.ts'
import { confirmOrder } from './confirmation/confirm-order.ts'
import { myWishes, setWishes } from './notices/wishes.ts'

const bind = binderFor<App>()

/** What an ECP is told beside the screen, and answers to it. */
export const toldRoutes = [
  bind(portalApi.getNoticeWishes, async ({ app, actor }) => ({ body: await myWishes(app, actor) })),
  bind(portalApi.setNoticeWishes, async ({ app, actor, body }) => ({ body: await setWishes(app, actor, body) })),
  bind(portalApi.answerHold, async ({ app, actor, params, body }) => ({
    body: await answerHold(app, actor, params.orderId, body),
  })),
  bind(portalApi.showConfirmation, async ({ app, actor, params, query }) => {
    const { html } = await confirmOrder(app, actor, params.orderId, query.language)
    return {
      body: Buffer.from(html),
      type: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': pagePolicy(html, { apart: false }) },
    }
  }),
  bind(portalApi.printConfirmation, async ({ app, actor, params, query }) => {
    const { html, paper, at, name } = await confirmOrder(app, actor, params.orderId, query.language)
    return {
      body: await app.pdf.print(html, { paper, at }),
      type: 'application/pdf',
      headers: { 'content-disposition': `inline; filename="${name}"` },
    }
  }),
]
