import type { Db } from '@ils/platform/db/database'

interface LockOutRow {
  name: string
  wrong: number
  last_at: Date
  locked_until: Date | null
}

/** Until when any of these may not try, if so. */
export async function lockedUntil(db: Db, names: readonly string[], now: Date): Promise<Date | null> {
  const row = await db<LockOutRow>('lock_outs')
    .whereIn('name', [...names])
    .where('locked_until', '>', now)
    .max('locked_until as until')
    .first<{ until: Date | null }>()
  return row.until
}

/** Counts a wrong try, those of long ago forgotten; answers how many there are by now. */
export async function countWrong(db: Db, name: string, at: Date, forgetBefore: Date): Promise<number> {
  const { rows } = await db.raw<{ rows: { wrong: number }[] }>(
    `insert into lock_outs as l (name, wrong, last_at) values (:name, 1, :at)
     on conflict (name) do update set wrong = case when l.last_at < :forgetBefore then 1 else l.wrong + 1 end, last_at = :at
     returning wrong`,
    { name, at, forgetBefore },
  )
  return rows[0]?.wrong ?? 1
}

export async function lockUntil(db: Db, name: string, until: Date): Promise<void> {
  await db<LockOutRow>('lock_outs').where({ name }).update({ locked_until: until })
}

export async function forgetWrong(db: Db, name: string): Promise<void> {
  await db('lock_outs').where({ name }).delete()
}

export async function forgetOldLockOuts(db: Db, before: Date): Promise<void> {
  await db('lock_outs').where('last_at', '<', before).delete()
}
