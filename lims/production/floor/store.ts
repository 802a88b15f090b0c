import type { ScanAnswer } from '@ils/contract/floor'
import type { Db, Trx } from '@ils/platform/db/database'
import type { JobRef } from '../jobs/store.ts'

export interface ScanRow {
  scan_id: string
  fingerprint: string
  job_id: string | null
  tray: string | null
  station: string | null
  operator: string
  verb: string
  at: Date
  received_at: Date
  answer: ScanAnswer | null
}

/**
 * Claims a scan id. A claim of the same id that is under way is waited for; one that is over answers what it came to,
 * and this one must do nothing.
 */
export async function claimScan(trx: Trx, row: Omit<ScanRow, 'answer'>): Promise<ScanRow | null> {
  const { rows } = await trx.raw<{ rows: unknown[] }>(
    `insert into scans (scan_id, fingerprint, job_id, tray, station, operator, verb, at, received_at, answer)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'null') on conflict (scan_id) do nothing returning 1`,
    [
      ...[row.scan_id, row.fingerprint, row.job_id, row.tray, row.station, row.operator, row.verb],
      ...[row.at, row.received_at],
    ],
  )
  if (rows.length > 0) return null
  const known = await trx<ScanRow>('scans').where({ scan_id: row.scan_id }).first()
  if (!known) throw new Error(`scan ${row.scan_id} was there and is not`)
  return known
}

export async function keepAnswer(trx: Trx, scanId: string, jobId: string | null, answer: ScanAnswer): Promise<void> {
  await trx.raw('update scans set answer = ?::jsonb, job_id = ? where scan_id = ?', [
    JSON.stringify(answer),
    jobId,
    scanId,
  ])
}

/** The job that lies in a tray; until the transaction ends nobody else binds that tray. */
export async function lockTray(db: Db, tray: string): Promise<string | null> {
  await db.raw('select pg_advisory_xact_lock(hashtextextended(?, 6001))', [tray])
  return jobInTray(db, tray)
}

export async function jobInTray(db: Db, tray: string): Promise<string | null> {
  const { rows } = await db.raw<{ rows: { id: string }[] }>('select id from jobs where tray = ?', [tray])
  return rows[0]?.id ?? null
}

/** The release that decided a job. */
export async function findReleaseOf(db: Db, ref: JobRef): Promise<number | null> {
  const [column, value] = 'id' in ref ? ['id', ref.id] : ['tray', ref.tray]
  const { rows } = await db.raw<{ rows: { release: number | null }[] }>(
    `select release from jobs where ${column} = ?`,
    [value],
  )
  return rows[0]?.release ?? null
}
