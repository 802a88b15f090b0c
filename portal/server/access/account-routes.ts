import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import { pagePolicy } from '@ils/platform/http/page-policy'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { changeAccount, signOutAccount } from './accounts/change-account.ts'
import { inviteAgain } from './accounts/invite-account.ts'
import { showAccount } from './accounts/show.ts'
import { listAccountRows } from './accounts/store.ts'
import { listMails, mailAsPage, showMail } from './mails/outbox.ts'
import { accountsToSee } from './policy.ts'
import { noteRead, readsOf } from './reads/note-read.ts'

const bind = binderFor<App>()
const done = { body: {} }

const afterId = (after: string | undefined): string | undefined => {
  const id = readPosition(after, 1)?.[0]
  return id === undefined ? undefined : String(id)
}

/** Who has access, and the outbox. */
export const accountRoutes = [
  bind(portalApi.getReads, async ({ app, actor }) => ({ body: await readsOf(app, actor) })),
  bind(portalApi.noteRead, async ({ app, actor, body }) => ({ body: await noteRead(app, actor, body) })),
  bind(portalApi.listAccounts, async ({ app, actor, query }) => {
    const practice = accountsToSee(actor, query)
    const rows = await listAccountRows(app.db, { after: afterId(query.after), limit: query.limit + 1, practice })
    return { body: pageOf(rows, query.limit, (row) => [row.id], showAccount) }
  }),
  bind(portalApi.inviteAgain, async ({ app, actor, params }) => {
    await inviteAgain(app, actor, params.accountId)
    return done
  }),
  bind(portalApi.changeAccount, async ({ app, actor, params, body }) => ({
    body: await changeAccount(app, actor, params.accountId, body),
  })),
  bind(portalApi.signOutAccount, async ({ app, actor, params }) => {
    await signOutAccount(app, actor, params.accountId)
    return done
  }),
  bind(portalApi.listMails, async ({ app, actor, query }) => {
    const rows = await listMails(app, actor, { after: afterId(query.after), limit: query.limit + 1 })
    return {
      body: pageOf(
        rows,
        query.limit,
        (row) => [row.id],
        (row) => showMail(app, row),
      ),
    }
  }),
  bind(portalApi.showMailPage, async ({ app, actor, params }) => {
    const html = await mailAsPage(app, actor, params.mailId)
    return {
      body: Buffer.from(html),
      type: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': pagePolicy(html, { apart: true }) },
    }
  }),
]
