import type { Db } from '@ils/platform/db/database'

/** Everything of a mirrored part but its text, which is large. */
export interface PartHead {
  practice: string
  etag: string
  release: number
  release_hash: string
  hash: string
  since: Date
  checked_at: Date
  away_since: Date | null
  asked_at: Date
}
export interface PartRow extends PartHead {
  rulebook: string
}

const HEAD = [
  ...['practice', 'etag', 'release', 'release_hash', 'hash', 'since', 'checked_at', 'away_since', 'asked_at'],
] as const

export async function findPartHead(db: Db, practice: string): Promise<PartHead | undefined> {
  return db<PartRow>('ordering_parts')
    .where({ practice })
    .first(...HEAD)
}

/** The text of exactly that part; undefined where it was replaced meanwhile. */
export async function findRulebook(db: Db, practice: string, hash: string): Promise<string | undefined> {
  return (await db<PartRow>('ordering_parts').where({ practice, hash }).first('rulebook'))?.rulebook
}

/** The text of whatever part is in force for a practice now. */
export async function putPart(db: Db, row: PartRow): Promise<void> {
  await db<PartRow>('ordering_parts').insert(row).onConflict('practice').merge()
}

export async function notePart(db: Db, practice: string, changes: Partial<PartHead>): Promise<void> {
  await db<PartRow>('ordering_parts').where({ practice }).update(changes)
}

export async function noteAway(db: Db, practice: string, at: Date): Promise<void> {
  await db<PartRow>('ordering_parts').where({ practice }).whereNull('away_since').update({ away_since: at })
}

/** Practices that asked lately, those who asked last first. */
export async function practicesAtWork(db: Db, since: Date): Promise<string[]> {
  const rows = await db<PartRow>('ordering_parts')
    .where('asked_at', '>=', since)
    .orderBy('asked_at', 'desc')
    .select('practice')
  return rows.map((row) => row.practice)
}

/** Who has not asked for long starts anew when they do. */
export async function forgetParts(db: Db, before: Date): Promise<void> {
  await db<PartRow>('ordering_parts').where('asked_at', '<', before).delete()
}
