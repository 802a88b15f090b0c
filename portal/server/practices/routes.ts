import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import { finishOpenId, withCookie } from '../access/public.ts'
import type { App } from '../app.ts'
import { acceptTerms } from './accept-terms.ts'
import { addPractice } from './add-practice.ts'
import { addBranch, changeBranch, listBranches } from './change-branch.ts'
import { changePractice } from './change-practice.ts'
import { getPractice, withTerms } from './find-practices.ts'
import { inviteStaff } from './invite-staff.ts'
import { showPractice } from './show.ts'
import { findPractice, listPracticeRows } from './store.ts'
import { addSupplier, changeSupplier, listSuppliers } from './suppliers/change-supplier.ts'

const bind = binderFor<App>()

export const practiceRoutes = [
  bind(portalApi.finishOpenId, async (call) =>
    withCookie(
      await finishOpenId(call.app, call.body.query, call, async (trx, practice) => {
        const found = await findPractice(trx, practice)
        return found?.closed_at === null
      }),
    ),
  ),
  bind(portalApi.inviteAccount, async ({ app, actor, body }) => ({
    body: await inviteStaff(app, actor, body),
  })),
  bind(portalApi.listPractices, async ({ app, actor, query }) => {
    const id = readPosition(query.after, 1)?.[0]
    const after = id === undefined ? undefined : String(id)
    const rows = await listPracticeRows(app.db, { after, limit: query.limit + 1, only: actor.practice })
    const found = await withTerms(app.db, rows)
    return { body: pageOf(found, query.limit, ({ practice }) => [practice.id], showPractice) }
  }),
  bind(portalApi.addPractice, async ({ app, actor, body }) => ({
    body: await addPractice(app, actor, body),
  })),
  bind(portalApi.getPractice, async ({ app, actor, params }) => ({
    body: await getPractice(app, actor, params.practiceId),
  })),
  bind(portalApi.changePractice, async ({ app, actor, params, body }) => ({
    body: await changePractice(app, actor, params.practiceId, body),
  })),
  bind(portalApi.acceptTerms, async ({ app, actor, params, body }) => ({
    body: await acceptTerms(app, actor, params.practiceId, body.version),
  })),
  bind(portalApi.listSuppliers, async ({ app, actor, params }) => ({
    body: await listSuppliers(app, actor, params.practiceId),
  })),
  bind(portalApi.addSupplier, async ({ app, actor, params, body }) => ({
    body: await addSupplier(app, actor, params.practiceId, body),
  })),
  bind(portalApi.changeSupplier, async ({ app, actor, params, body }) => ({
    body: await changeSupplier(app, actor, { practice: params.practiceId, supplierId: params.supplierId }, body),
  })),
  bind(portalApi.listBranches, async ({ app, actor, params }) => ({
    body: await listBranches(app, actor, params.practiceId),
  })),
  bind(portalApi.addBranch, async ({ app, actor, params, body }) => ({
    body: await addBranch(app, actor, params.practiceId, body),
  })),
  bind(portalApi.changeBranch, async ({ app, actor, params, body }) => ({
    body: await changeBranch(app, actor, { practice: params.practiceId, branchId: params.branchId }, body),
  })),
]
