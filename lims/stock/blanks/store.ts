import type { Db, Trx } from '@ils/platform/db/database'

export interface BlankRow {
  opc: string
  label: string
  supplier: string | null
  product: string | null
  reorder_at: number | null
  reorder_to: number | null
  on_hand: number
  reserved: number
  version: number
}

export type Eye = 'right' | 'left'

/** A blank after a change, and how many were free before it. */
export type Level = BlankRow & { free_before: number }

export async function findBlank(db: Db, opc: string): Promise<BlankRow | undefined> {
  return db<BlankRow>('blanks').where({ opc }).first()
}

export async function findFree(db: Db, opcs: readonly string[]): Promise<{ opc: string; free: number }[]> {
  const { rows } = await db.raw<{ rows: { opc: string; free: number }[] }>(
    'select opc, on_hand - reserved as free from blanks where opc = any(?::text[])',
    [[...opcs]],
  )
  return rows
}

/**
 * Whoever changes what is there holds the rows of the blanks first, always by OPC, and only then looks at lots: the
 * next statement sees what those before left, and two who want the same blanks do not lock each other out.
 */
export async function lockBlanks(trx: Trx, opcs: readonly string[]): Promise<BlankRow[]> {
  const { rows } = await trx.raw<{ rows: BlankRow[] }>(
    'select * from blanks where opc = any(?::text[]) order by opc for no key update',
    [[...opcs]],
  )
  return rows
}

/** The same for what a lens takes and for what was reserved for it instead. */
export async function lockForLens(trx: Trx, opc: string, jobId: string, eye: Eye): Promise<BlankRow | undefined> {
  const { rows } = await trx.raw<{ rows: BlankRow[] }>(
    `select * from blanks b
      where b.opc in (select :opc union select r.opc from reservations r where r.job_id = :jobId and r.eye = :eye)
      order by b.opc for no key update of b`,
    { opc, jobId, eye },
  )
  return rows.find((row) => row.opc === opc)
}

export async function insertBlank(trx: Trx, row: BlankRow): Promise<boolean> {
  const made = await trx('blanks').insert(row).onConflict('opc').ignore().returning('opc')
  return made.length === 1
}

export type BlankSettings = Pick<BlankRow, 'label' | 'supplier' | 'product' | 'reorder_at' | 'reorder_to'>

export async function updateBlank(trx: Trx, opc: string, settings: BlankSettings, version: number): Promise<void> {
  await trx('blanks')
    .where({ opc })
    .update({ ...settings, version })
}

/** Those that are not there yet; answers how many that were. By OPC, so that two who come at once do not lock each other out. */
export async function insertMissing(
  trx: Trx,
  blanks: readonly Pick<BlankRow, 'opc' | 'label' | 'supplier' | 'product'>[],
  levels: { reorder_at: number | null; reorder_to: number | null },
): Promise<number> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into blanks (opc, label, supplier, product, reorder_at, reorder_to)
     select n.opc, n.label, n.supplier, n.product, :at::integer, :to::integer
       from json_to_recordset(:blanks::json) as n (opc text, label text, supplier text, product text)
      order by n.opc collate "C" on conflict (opc) do nothing`,
    { blanks: JSON.stringify(blanks), at: levels.reorder_at, to: levels.reorder_to },
  )
  return rowCount
}

export async function findLotCount(trx: Trx, opc: string, lot: string): Promise<number | undefined> {
  const row = await trx<{ opc: string; lot: string; on_hand: number }>('blank_lots')
    .where({ opc, lot })
    .first('on_hand')
  return row?.on_hand
}

/** The lot of the blank that this lens took last and has not given back. */
export async function findTakenLot(
  trx: Trx,
  lens: { jobId: string; eye: Eye; opc: string; lot: string | null },
): Promise<string | undefined> {
  const { rows } = await trx.raw<{ rows: { lot: string }[] }>(
    `select m.lot from stock_moves m
      where m.job_id = :jobId and m.eye = :eye and m.opc = :opc and (:lot::text is null or m.lot = :lot)
        and m.kind in ('used', 'exchanged', 'returned')
      group by m.lot having sum(m.change) < 0 order by max(m.n) desc limit 1`,
    lens,
  )
  return rows[0]?.lot
}
