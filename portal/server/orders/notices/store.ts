import type { Db, Trx } from '@ils/platform/db/database'
import type { NoticeKind, NoticeWishes } from '../../../contract/notices.ts'

export interface WishesRow {
  account_id: string
  orders: NoticeWishes['orders']
  branch_id: string | null
  kinds: NoticeKind[]
  changed_at: Date
}

export async function findWishes(db: Db, accountId: string): Promise<WishesRow | undefined> {
  return db<WishesRow>('notice_wishes').where({ account_id: accountId }).first()
}

export async function listWishes(db: Db, accountIds: readonly string[]): Promise<WishesRow[]> {
  return db<WishesRow>('notice_wishes').whereIn('account_id', [...accountIds])
}

export async function putWishes(db: Db, row: WishesRow): Promise<void> {
  await db('notice_wishes').insert(row).onConflict('account_id').merge()
}

export interface NoticeRow {
  order_id: string
  account_id: string
  change: string
  kind: NoticeKind
  facts: { readonly from?: string; readonly reason?: string }
  noted_at: Date
  over_at: Date | null
  mail_id: string | null
}

/** False where it was noted before. */
export async function insertNotice(trx: Db, row: Omit<NoticeRow, 'over_at' | 'mail_id'>): Promise<boolean> {
  const kept = await trx('order_notices')
    .insert({ ...row, facts: JSON.stringify(row.facts) })
    .onConflict(['order_id', 'account_id', 'change'])
    .ignore()
    .returning('change')
  return kept.length > 0
}

type Whose = Pick<NoticeRow, 'order_id' | 'account_id'>

/** What somebody was not told yet, in the order in which it happened; nobody else tells it meanwhile. */
export async function lockOpenNotices(trx: Trx, whose: Whose): Promise<NoticeRow[]> {
  // Two tasks of one order and person: the second one waits here and finds nothing.
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 8))', [
    `ils:portal:notices ${whose.order_id} ${whose.account_id}`,
  ])
  return trx<NoticeRow>('order_notices')
    .where({ ...whose })
    .whereNull('over_at')
    .orderBy('noted_at')
    .orderBy('change')
}

export async function lastMailedAt(trx: Trx, whose: Whose): Promise<Date | undefined> {
  const row = await trx<NoticeRow>('order_notices')
    .where({ ...whose })
    .whereNotNull('mail_id')
    .orderBy('over_at', 'desc')
    .first('over_at')
  return row?.over_at ?? undefined
}

export async function closeNotices(
  trx: Trx,
  whose: Whose,
  changes: readonly string[],
  over: Pick<NoticeRow, 'over_at' | 'mail_id'>,
): Promise<void> {
  await trx<NoticeRow>('order_notices')
    .where({ ...whose })
    .whereIn('change', [...changes])
    .update(over)
}

export async function forgetNotices(db: Db, notedBefore: Date): Promise<void> {
  await db('order_notices').where('noted_at', '<', notedBefore).whereNotNull('over_at').delete()
}
