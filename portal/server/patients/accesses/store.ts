import type { Db } from '@ils/platform/db/database'

export interface AccessRow {
  id: string
  patient_id: string
  practice: string
  account_id: string | null
  by_name: string
  what: string
  at: Date
}

/** What the same person did a moment ago is not noted again: one look asks for several things. */
export async function insertAccess(db: Db, row: AccessRow, quiet: Date): Promise<void> {
  await db.raw(
    `insert into patient_accesses (id, patient_id, practice, account_id, by_name, what, at)
     select v.* from (values (?::text, ?::text, ?::text, ?::text, ?::text, ?::text, ?::timestamptz))
       as v (id, patient_id, practice, account_id, by_name, what, at)
      where not exists (select 1 from patient_accesses a
        where a.patient_id = v.patient_id and a.account_id = v.account_id and a.what = v.what and a.at > ?)`,
    // Text and times of the columns above; an account may be null.
    [row.id, row.patient_id, row.practice, row.account_id, row.by_name, row.what, row.at, quiet] as never[],
  )
}

export async function listAccessRows(
  db: Db,
  patientId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<AccessRow[]> {
  const query = db<AccessRow>('patient_accesses')
    .where({ patient_id: patientId })
    .orderBy('id', 'desc')
    .limit(page.limit)
  if (page.after !== undefined) void query.where('id', '<', page.after)
  return query
}

/** Nobody may remove single ones: the database does it itself, and not before a year. */
export async function forgetAccesses(db: Db, before: Date): Promise<number> {
  const said = await db.raw<{ rows: { forgotten: number }[] }>('select forget_patient_accesses(?) as forgotten', [
    before,
  ])
  return said.rows[0]?.forgotten ?? 0
}
