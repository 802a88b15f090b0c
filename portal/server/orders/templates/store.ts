import type { Db, Trx } from '@ils/platform/db/database'
import type { Template } from '../../../contract/templates.ts'

export type Wanted = Omit<Template, 'id' | 'name' | 'by' | 'removed' | 'version'>

export interface TemplateRow {
  id: string
  practice: string
  name: string
  wanted: Wanted
  by_name: string
  removed_at: Date | null
  version: number
  created_at: Date
}

const MOST_OFTEN = 10
const REMOVED_DAYS = 30

/** False where the practice has one of this name. */
export async function insertTemplate(trx: Trx, row: TemplateRow): Promise<boolean> {
  // Removed long ago, so that nobody brings it back any more.
  await trx('order_templates')
    .where({ practice: row.practice })
    .where('removed_at', '<', new Date(row.created_at.getTime() - REMOVED_DAYS * 86_400_000))
    .delete()
  const written = await trx('order_templates')
    .insert({ ...row, wanted: JSON.stringify(row.wanted) })
    .onConflict(trx.raw('(practice, lower(name)) where removed_at is null'))
    .ignore()
    .returning('id')
  return written.length === 1
}

export async function listTemplateRows(db: Db, practice: string): Promise<TemplateRow[]> {
  return db<TemplateRow>('order_templates').where({ practice }).whereNull('removed_at').orderByRaw('lower(name), id')
}

export async function lockTemplate(trx: Trx, practice: string, id: string): Promise<TemplateRow | undefined> {
  return trx<TemplateRow>('order_templates').where({ id, practice }).forUpdate().first()
}

/** Whether another one of the practice has this name. */
export async function nameTaken(trx: Trx, { id, practice }: TemplateRow, name: string): Promise<boolean> {
  const found = await trx<TemplateRow>('order_templates')
    .where({ practice })
    .whereNot({ id })
    .whereNull('removed_at')
    .whereRaw('lower(name) = lower(?)', [name])
    .first('id')
  return found !== undefined
}

export async function updateTemplate(
  trx: Trx,
  before: TemplateRow,
  changes: Partial<Pick<TemplateRow, 'name' | 'removed_at'>>,
): Promise<TemplateRow> {
  const version = before.version + 1
  await trx<TemplateRow>('order_templates')
    .where({ id: before.id })
    .update({ ...changes, version })
  return { ...before, ...changes, version }
}

export async function countLens(
  trx: Trx,
  lens: { readonly practice: string; readonly design: string; readonly material: string; readonly at: Date },
): Promise<void> {
  const { at, ...which } = lens
  await trx('lens_counts')
    .insert({ ...which, times: 1, last_at: at })
    .onConflict(['practice', 'design', 'material'])
    .merge({ times: trx.raw('lens_counts.times + 1'), last_at: at })
}

export async function mostCounted(db: Db, practice: string) {
  return db<{ practice: string; design: string; material: string; times: number; last_at: Date }>('lens_counts')
    .where({ practice })
    .orderBy([
      { column: 'times', order: 'desc' },
      { column: 'last_at', order: 'desc' },
    ])
    .limit(MOST_OFTEN)
    .select('design', 'material', 'times')
}
