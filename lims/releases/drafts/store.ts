import type { DraftEdit } from '@ils/contract/draft-edits'
import type { Db, Trx } from '@ils/platform/db/database'
import type { Fault } from '@ils/rules/language/fault'
import type { Operation } from '@ils/rules/rulebook/operation'

export interface DraftRow {
  id: string
  name: string
  note: string
  base: number | null
  version: number
  hash: string | null
  good_version: number | null
  good_hash: string | null
  faults: Fault[]
  discarded_at: Date | null
  created_by: string
  created_by_name: string
  created_at: Date
  changed_by: string
  changed_by_name: string
  changed_at: Date
  /** The release that was made of it. */
  release: number | null
}

export type EditKind = 'begin' | DraftEdit['kind']

export interface EditRow {
  draft_id: string
  version: number
  kind: EditKind
  title: string | null
  operations: readonly Operation[]
  touched: readonly string[]
  restores: number | null
  content_hash: string | null
  hash: string | null
  faults: readonly Fault[]
  base: number | null
  by_id: string
  by_name: string
  at: Date
}

const DRAFT = 'select d.*, r.number as release from drafts d left join releases r on r.draft_id = d.id where d.id = ?'

export async function findDraft(db: Db, id: string): Promise<DraftRow | undefined> {
  const { rows } = await db.raw<{ rows: DraftRow[] }>(DRAFT, [id])
  return rows[0]
}

/** For a change: the row is held until the transaction ends. */
export async function lockDraft(trx: Trx, id: string): Promise<DraftRow | undefined> {
  const { rows } = await trx.raw<{ rows: DraftRow[] }>(`${DRAFT} for update of d`, [id])
  return rows[0]
}

export async function insertDraft(trx: Trx, draft: Omit<DraftRow, 'release'>): Promise<void> {
  await trx('drafts').insert({ ...draft, faults: JSON.stringify(draft.faults) })
}

export async function updateDraft(
  trx: Trx,
  id: string,
  changes: Partial<Omit<DraftRow, 'id' | 'release' | 'faults'>> & { readonly faults?: readonly Fault[] },
): Promise<void> {
  const { faults, ...others } = changes
  await trx('drafts')
    .where({ id })
    .update({ ...others, ...(faults ? { faults: JSON.stringify(faults) } : {}) })
}

export async function insertEdit(trx: Trx, edit: EditRow): Promise<void> {
  await trx('draft_edits').insert({
    ...edit,
    operations: JSON.stringify(edit.operations),
    touched: [...edit.touched],
    faults: JSON.stringify(edit.faults),
  })
}

/** The steps of a draft's history, the first one first; small, whatever was edited. */
export type HistoryRow = Pick<EditRow, 'version' | 'kind' | 'restores'>

export async function readHistory(db: Db, draftId: string): Promise<HistoryRow[]> {
  return db<EditRow>('draft_edits')
    .where({ draft_id: draftId })
    .orderBy('version')
    .select('version', 'kind', 'restores')
}

/** `hash` is null where the version is not sound. */
export type VersionRow = Pick<EditRow, 'version' | 'hash' | 'faults' | 'base' | 'touched'>

export async function findVersion(db: Db, draftId: string, version: number): Promise<VersionRow | undefined> {
  const { rows } = await db.raw<{ rows: VersionRow[] }>(
    `select e.version, coalesce(e.content_hash, e.hash) as hash, e.faults, e.base, e.touched
       from draft_edits e where e.draft_id = :draftId and e.version = :version`,
    { draftId, version },
  )
  return rows[0]
}

/** How a version is made: the content of `root` where it has one, else what is one row further, with the operations on it. */
export interface WayRow {
  version: number
  root: string | null
  restores: number | null
  operations: Operation[]
}

/** From the version back to the nearest one whose content is kept. */
export async function findWayTo(db: Db, draftId: string, version: number): Promise<WayRow[]> {
  const { rows } = await db.raw<{ rows: WayRow[] }>(
    `with recursive way as (
       select e.version, coalesce(e.content_hash, e.hash) as root, e.restores, e.operations, 0 as step
         from draft_edits e where e.draft_id = :draftId and e.version = :version
        union all
       select e.version, coalesce(e.content_hash, e.hash), e.restores, e.operations, w.step + 1
         from way w join draft_edits e on e.draft_id = :draftId and e.version = coalesce(w.restores, w.version - 1)
        where w.root is null
     )
     select version, root, restores, operations from way order by step`,
    { draftId, version },
  )
  return rows
}

/** Of the column. */
const MOST_VERSIONS = 2_147_483_647

export type ListedEdit = Omit<EditRow, 'operations' | 'faults'> & { operations: number }

/** The newest first, without the beginning. */
export async function listEdits(
  db: Db,
  page: { draftId: string; before: number | undefined; limit: number },
): Promise<ListedEdit[]> {
  const { rows } = await db.raw<{ rows: ListedEdit[] }>(
    `select e.draft_id, e.version, e.kind, e.title, e.touched, e.restores, e.content_hash, e.hash, e.base, e.by_id, e.by_name,
            e.at, jsonb_array_length(e.operations) as operations
       from draft_edits e
      where e.draft_id = :draftId and e.kind <> 'begin' and e.version < :before
      order by e.version desc limit :limit`,
    { draftId: page.draftId, before: page.before ?? MOST_VERSIONS, limit: page.limit },
  )
  return rows
}
