import type { Actor } from '@ils/platform/actor'
import type { Db } from '@ils/platform/db/database'
import type { Language } from '../../../contract/shapes.ts'
import { findAccount, listActiveRows, type AccountRow } from './store.ts'

/** Somebody who can sign in, as far as a mail needs to know them. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly practice: string | null
  readonly language: Language
}

const comesIn = ({ disabled_at, practice_closed_at, password, issuer }: AccountRow): boolean =>
  disabled_at === null && practice_closed_at === null && (password !== null || issuer !== null)

const shown = ({ id, name, email, practice, language }: AccountRow): Person => ({ id, name, email, practice, language })

/** Undefined where they cannot sign in any more. */
export async function findPerson(db: Db, accountId: string): Promise<Person | undefined> {
  const row = await findAccount(db, accountId)
  return row && comesIn(row) ? shown(row) : undefined
}

/** Everybody of a practice who can sign in. */
export async function listPeople(db: Db, practice: string): Promise<Person[]> {
  return (await listActiveRows(db, practice)).filter(comesIn).map(shown)
}

export const languageOf = async (db: Db, { id }: Actor): Promise<Language> =>
  (id === null ? undefined : await findAccount(db, id))?.language ?? 'en'
