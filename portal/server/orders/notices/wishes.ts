import type { Actor } from '@ils/platform/actor'
import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import type { NoticeKind, NoticeWishes } from '../../../contract/notices.ts'
import { listPeople, type Person } from '../../access/public.ts'
import type { App } from '../../app.ts'
import { findBranch } from '../../practices/public.ts'
import { practiceToOrder } from '../policy.ts'
import type { OrderRow } from '../store.ts'
import { findWishes, listWishes, putWishes, type WishesRow } from './store.ts'

/** Who ordered wants to know what needs an answer or moves the day; that all went well they see on the screen. */
const usual: NoticeWishes = { orders: 'mine', branchId: null, kinds: ['refused', 'held', 'promise'], usual: true }

const shown = (row: WishesRow | undefined): NoticeWishes =>
  row ? { orders: row.orders, branchId: row.branch_id, kinds: row.kinds, usual: false } : usual

/** Which mails somebody gets. */
export async function myWishes(app: App, actor: Actor): Promise<NoticeWishes> {
  practiceToOrder(actor)
  return shown(await findWishes(app.db, accountOf(actor)))
}

/** Chooses them. */
export async function setWishes(
  app: App,
  actor: Actor,
  { orders, branchId, kinds }: Omit<NoticeWishes, 'usual'>,
): Promise<NoticeWishes> {
  const practice = practiceToOrder(actor)
  const branch = orders === 'branch' ? branchId : null
  if (orders === 'branch') await mustBeBranch(app.db, practice, branch)
  const row = { account_id: accountOf(actor), orders, branch_id: branch, kinds, changed_at: app.clock.now() }
  await putWishes(app.db, row)
  return shown(row)
}

async function mustBeBranch(db: Db, practice: string, branchId: string | null): Promise<void> {
  const known = branchId !== null && (await findBranch(db, practice, branchId)) !== undefined
  if (known) return
  const message = branchId === null ? 'Say which branch' : `Your practice has no branch ${branchId}`
  throw new Refusal(branchId === null ? 'invalid_request' : 'not_found', message, {
    causes: [{ code: 'unknown_branch', field: 'body.branchId', message, value: branchId }],
  })
}

function accountOf({ id }: Actor): string {
  // The mount lets only people who are signed in through to these endpoints.
  if (id === null) throw new Error('nobody is signed in')
  return id
}

/** Who of the practice wants a mail about this kind of change of this order. */
export async function whoWantsToKnow(db: Db, order: OrderRow, kind: NoticeKind): Promise<Person[]> {
  const people = await listPeople(db, order.practice)
  const ids = people.map(({ id }) => id)
  const chosen = new Map((await listWishes(db, ids)).map((row) => [row.account_id, row]))
  return people.filter(({ id }) => wants(shown(chosen.get(id)), id, order, kind))
}

export async function stillWants(db: Db, accountId: string, order: OrderRow, kind: NoticeKind): Promise<boolean> {
  return wants(shown(await findWishes(db, accountId)), accountId, order, kind)
}

function wants({ orders, branchId, kinds }: NoticeWishes, id: string, order: OrderRow, kind: NoticeKind): boolean {
  if (!kinds.includes(kind)) return false
  return orders === 'practice' || (orders === 'branch' ? order.branch_id === branchId : order.taken_by_id === id)
}
