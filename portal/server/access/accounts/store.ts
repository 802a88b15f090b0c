import type { Db, Trx } from '@ils/platform/db/database'
import type { Role } from '../../../contract/roles.ts'
import type { Language } from '../../../contract/shapes.ts'

export interface AccountRow {
  id: string
  name: string
  email: string
  roles: Role[]
  practice: string | null
  leads: boolean
  language: Language
  password: string | null
  password_at: Date | null
  two_step_secret: string | null
  two_step_since: Date | null
  two_step_used: number | null
  recovery_codes: string[]
  issuer: string | null
  subject: string | null
  last_sign_in_at: Date | null
  disabled_at: Date | null
  practice_closed_at: Date | null
  version: number
  created_at: Date
}

type Needed = 'id' | 'name' | 'email' | 'roles' | 'practice' | 'leads' | 'language' | 'created_at'
export type NewAccount = Pick<AccountRow, Needed> & Partial<Omit<AccountRow, Needed>>

/** Undefined where somebody has the address already. */
export async function insertAccount(db: Db, account: NewAccount): Promise<AccountRow | undefined> {
  const [row] = await db<AccountRow>('accounts')
    .insert(account)
    .onConflict(db.raw('(lower(email))'))
    .ignore()
    .returning('*')
  return row
}

export async function findAccount(db: Db, id: string): Promise<AccountRow | undefined> {
  return db<AccountRow>('accounts').where({ id }).first()
}

export async function findAccountByEmail(db: Db, email: string): Promise<AccountRow | undefined> {
  return db<AccountRow>('accounts').whereRaw('lower(email) = lower(?)', [email]).first()
}

export async function findAccountBySubject(db: Db, issuer: string, subject: string): Promise<AccountRow | undefined> {
  return db<AccountRow>('accounts').where({ issuer, subject }).first()
}

/** Held until the transaction ends: who changes an account, or uses up a code of it, does so alone. */
export async function lockAccount(trx: Trx, id: string): Promise<AccountRow | undefined> {
  return trx<AccountRow>('accounts').where({ id }).forUpdate().first()
}

/** A change that others may have seen: it counts as a version. */
export async function changeAccountRow(
  trx: Trx,
  before: AccountRow,
  changes: Partial<AccountRow>,
): Promise<AccountRow> {
  const version = before.version + 1
  await trx<AccountRow>('accounts')
    .where({ id: before.id })
    .update({ ...changes, version })
  return { ...before, ...changes, version }
}

export async function noteAccount(
  db: Db,
  id: string,
  changes: Partial<Pick<AccountRow, 'last_sign_in_at' | 'password' | 'two_step_used' | 'recovery_codes'>>,
): Promise<void> {
  await db<AccountRow>('accounts').where({ id }).update(changes)
}

export async function listAccountRows(
  db: Db,
  page: { after: string | undefined; limit: number; practice: string | null | undefined },
): Promise<AccountRow[]> {
  const query = db<AccountRow>('accounts').orderBy('id').limit(page.limit)
  if (page.after !== undefined) void query.where('id', '>', page.after)
  if (page.practice !== undefined) void query.where({ practice: page.practice })
  return query
}

export async function listActiveRows(db: Db, practice: string): Promise<AccountRow[]> {
  return db<AccountRow>('accounts').where({ practice }).whereNull('disabled_at').orderBy('id')
}

/** Whether the portal was set up: an administrator is there. */
export async function adminExists(db: Db): Promise<boolean> {
  return (await db('accounts').whereRaw("'admin' = any(roles)").first('id')) !== undefined
}

/** Administrators who can sign in, besides one. */
export async function otherAdmins(trx: Trx, except: string): Promise<number> {
  const rows = await trx<AccountRow>('accounts')
    .whereRaw("'admin' = any(roles)")
    .whereNull('disabled_at')
    .whereNot({ id: except })
    .whereRaw('(password is not null or issuer is not null)')
    .select('id')
  return rows.length
}

/** Changes that could leave the portal without an administrator go one after another. */
export async function lockAdministration(trx: Trx): Promise<void> {
  await trx.raw("select pg_advisory_xact_lock(hashtextextended('ils:portal:administration', 0))")
}

/** Nobody of a closed practice comes in; opened again, all do. */
export async function markPracticeClosed(trx: Trx, practice: string, at: Date | null): Promise<void> {
  await trx<AccountRow>('accounts').where({ practice }).update({ practice_closed_at: at })
}
