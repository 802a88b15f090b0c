import type { Db } from '@ils/platform/db/database'

interface ReadRow {
  account_id: string
  what: string
  up_to: string
  at: Date
}

export async function putRead(db: Db, row: ReadRow): Promise<void> {
  await db<ReadRow>('account_reads').insert(row).onConflict(['account_id', 'what']).merge()
}

export async function listReads(db: Db, accountId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db<ReadRow>('account_reads').where({ account_id: accountId })
  return new Map(rows.map((row) => [row.what, row.up_to]))
}
