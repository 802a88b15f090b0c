import type { Db } from '@ils/platform/db/database'

export type WhyRefused = 'not_a_peer' | 'line_taken' | 'too_many'

export interface RefusedPeer {
  line: string
  peer: string
  reason: WhyRefused
  times: number
  first_at: Date
  last_at: Date
}

/** Adds what was counted since the last time; a line that is gone has nobody to refuse. */
export async function addRefusals(db: Db, counted: readonly RefusedPeer[]): Promise<void> {
  await db.raw(
    `insert into line_refusals (line, peer, reason, times, first_at, last_at)
     select n.line, n.peer, n.reason, n.times, n.first_at, n.last_at
       from json_to_recordset(?::json) as n (line text, peer text, reason text, times bigint, first_at timestamptz, last_at timestamptz)
       join lines l on l.id = n.line
      order by n.line, n.peer, n.reason
     on conflict (line, peer, reason) do update
       set times = line_refusals.times + excluded.times, last_at = greatest(line_refusals.last_at, excluded.last_at)`,
    [JSON.stringify(counted)],
  )
}

export async function refusalsOfLine(db: Db, line: string, limit: number): Promise<RefusedPeer[]> {
  return db<RefusedPeer>('line_refusals').where({ line }).orderBy('last_at', 'desc').limit(limit)
}

export async function deleteOldRefusals(db: Db, before: Date): Promise<void> {
  await db('line_refusals').where('last_at', '<', before).delete()
}
