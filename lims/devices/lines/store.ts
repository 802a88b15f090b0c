import type { LineFolders, LineSettings } from '@ils/contract/devices'
import type { Initialisation } from '@ils/oma/session/initialisation'
import type { Db, Trx } from '@ils/platform/db/database'

export interface LineRow {
  id: string
  machine: string
  kind: 'tcp' | 'folder'
  port: number | null
  peers: string[]
  folders: LineFolders | null
  settings: LineSettings
  known: Initialisation | null
  enabled: boolean
  version: number
  state: 'off' | 'waiting' | 'connected' | 'failed'
  state_note: string | null
  seen_at: Date | null
  changed_at: Date
}

export async function listLineRows(db: Db): Promise<LineRow[]> {
  return db<LineRow>('lines').orderBy('id')
}

export async function findLine(db: Db, id: string): Promise<LineRow | undefined> {
  return db<LineRow>('lines').where({ id }).first()
}

export async function lockLine(trx: Trx, id: string): Promise<LineRow | undefined> {
  // Two who set up the same new line would both find nothing to lock.
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 6011))', [id])
  return trx<LineRow>('lines').where({ id }).forUpdate().first()
}

export async function findLineOfPort(db: Db, port: number): Promise<LineRow | undefined> {
  return db<LineRow>('lines').where({ port }).first()
}

export async function writeLine(trx: Trx, row: LineRow): Promise<void> {
  const { peers, folders, settings, known, ...plain } = row
  await trx('lines')
    .insert({
      ...plain,
      ...{
        peers: trx.raw('?::text[]', [peers]),
        folders: jsonOf(folders),
        settings: jsonOf(settings),
        known: jsonOf(known),
      },
    })
    .onConflict('id')
    .merge()
}

export async function deleteLine(trx: Trx, id: string): Promise<void> {
  await trx('lines').where({ id }).delete()
}

/** How it is served now; says nothing of a line that was set up otherwise in the meantime. */
export async function updateState(
  db: Db,
  { id, version }: Pick<LineRow, 'id' | 'version'>,
  { state, state_note }: Pick<LineRow, 'state' | 'state_note'>,
): Promise<void> {
  await db('lines').where({ id, version }).update({ state, state_note })
}

export async function updateSeen(db: Db, id: string, seen_at: Date): Promise<void> {
  await db('lines').where({ id }).update({ seen_at })
}

export async function updateKnown(db: Db, id: string, known: Initialisation): Promise<void> {
  await db('lines')
    .where({ id })
    .update({ known: jsonOf(known) })
}

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
