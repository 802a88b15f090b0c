import type { Db, Trx } from '@ils/platform/db/database'
import type { AccountRow } from '../accounts/store.ts'

export interface SignInRow {
  id: string
  account_id: string
  hash: string
  last_hash: string | null
  last_until: Date | null
  /** `code`: the password was right and the code is awaited. */
  state: 'code' | 'open' | 'ended'
  device: string
  address: string
  started_at: Date
  rotated_at: Date
  used_at: Date
  ends_at: Date
  ended_at: Date | null
}

/** A sign-in together with whose it is. */
export interface HeldSignIn {
  readonly signIn: SignInRow
  readonly account: AccountRow
}

export async function insertSignIn(db: Db, row: SignInRow): Promise<void> {
  await db('sign_ins').insert(row)
}

/** By what the cookie carries now, or carried until a moment ago. */
export async function findSignIn(db: Db, hash: string, now: Date): Promise<HeldSignIn | undefined> {
  const { rows } = await db.raw<{ rows: { sign_in: string; account_id: string }[] }>(
    `select s.id as sign_in, s.account_id from sign_ins s
      where s.hash = :hash or (s.last_hash = :hash and s.last_until > :now) limit 1`,
    { hash, now },
  )
  const [found] = rows
  if (!found) return undefined
  return findHeld(db, found.sign_in, found.account_id)
}

export async function findHeld(db: Db, signInId: string, accountId: string): Promise<HeldSignIn | undefined> {
  const [signIn, account] = await Promise.all([
    db<SignInRow>('sign_ins').where({ id: signInId }).first(),
    db<AccountRow>('accounts').where({ id: accountId }).first(),
  ])
  return signIn && account ? { signIn, account } : undefined
}

export async function noteSignInUse(db: Db, id: string, at: Date): Promise<void> {
  await db<SignInRow>('sign_ins').where({ id }).update({ used_at: at })
}

/** Gives the sign-in another secret; false where another call of it did so a moment ago. */
export async function rotateSignIn(
  db: Db,
  before: SignInRow,
  next: Pick<SignInRow, 'hash' | 'last_until' | 'rotated_at' | 'used_at'> & Partial<SignInRow>,
): Promise<boolean> {
  const changed = await db<SignInRow>('sign_ins')
    .where({ id: before.id, hash: before.hash })
    .whereNot({ state: 'ended' })
    .update({ last_hash: before.hash, ...next })
  return changed === 1
}

export async function endSignInRow(db: Db, accountId: string, id: string, at: Date): Promise<boolean> {
  const changed = await db<SignInRow>('sign_ins')
    .where({ id, account_id: accountId })
    .whereNot({ state: 'ended' })
    .update({ state: 'ended', ended_at: at })
  return changed === 1
}

/** All sign-ins of an account but one; answers how many. */
export async function endSignInsOf(trx: Trx, accountId: string, at: Date, except: string | null): Promise<number> {
  const query = trx<SignInRow>('sign_ins').where({ account_id: accountId }).whereNot({ state: 'ended' })
  if (except !== null) void query.whereNot({ id: except })
  return query.update({ state: 'ended', ended_at: at })
}

export async function openSignInsOf(
  db: Db,
  accountId: string,
  since: { now: Date; usedAfter: Date },
): Promise<SignInRow[]> {
  return db<SignInRow>('sign_ins')
    .where({ account_id: accountId, state: 'open' })
    .where('ends_at', '>', since.now)
    .where('used_at', '>', since.usedAfter)
    .orderBy('id', 'desc')
    .limit(100)
}

export async function forgetSignIns(db: Db, endedBefore: Date): Promise<void> {
  await db('sign_ins').where('ends_at', '<', endedBefore).delete()
}
