import type { Db } from '@ils/platform/db/database'

export interface MessageRow {
  n: number
  line: string
  at: Date
  direction: 'in' | 'out' | 'note'
  about: string
  job: string | null
  status: number | null
  bytes: number
  text: string
}

export async function insertMessages(db: Db, rows: readonly Omit<MessageRow, 'n'>[]): Promise<void> {
  await db.raw(
    `insert into line_messages (line, at, direction, about, job, status, bytes, text)
     select line, at, direction, about, job, status, bytes, text from json_to_recordset(?::json)
       as n (line text, at timestamptz, direction text, about text, job text, status integer, bytes integer, text text)`,
    [JSON.stringify(rows)],
  )
}

export async function messagesOfLine(db: Db, line: string, limit: number): Promise<MessageRow[]> {
  return db<MessageRow>('line_messages').where({ line }).orderBy('n', 'desc').limit(limit)
}

/** The oldest first and not too many at once; answers how many. */
export async function deleteOldMessages(db: Db, before: Date, most: number): Promise<number> {
  const { rowCount } = await db.raw<{ rowCount: number }>(
    `delete from line_messages where n in
       (select n from line_messages where at < ? order by at limit ?)`,
    [before, most],
  )
  return rowCount
}
