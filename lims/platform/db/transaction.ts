import { askPrepared, type Prepared } from './ask-prepared.ts'
import type { Db, Trx } from './database.ts'

type Hook = () => void
const hooks = new WeakMap<Trx, Hook[]>()

const lastOnes = new WeakMap<Trx, Promise<unknown>[]>()

const attempts = new WeakMap<Trx, number>()

const MOST_ATTEMPTS = 4
// serialization_failure and deadlock_detected: nothing was done, and doing it again may work.
const TRY_AGAIN = new Set(['40001', '40P01'])

/**
 * Runs in one transaction: all of it happens, or none. Inside another one it joins that one, so a verb can be
 * used alone or as a part of more. The function may run again after a deadlock: it must only touch the database.
 */
export async function inTransaction<T>(db: Db, run: (trx: Trx) => Promise<T>): Promise<T> {
  if (isTransaction(db)) return run(db)
  for (let attempt = 1; ; attempt++) {
    try {
      let after: Hook[] = []
      let last: Promise<unknown>[] = []
      const result = await db.transaction(async (trx) => {
        attempts.set(trx, attempt)
        const value = await run(trx)
        after = hooks.get(trx) ?? []
        last = lastOnes.get(trx) ?? []
        return value
      })
      // Where one of them failed, the database has taken the commit for a rollback.
      await Promise.all(last)
      for (const hook of after) hook()
      return result
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS || !TRY_AGAIN.has(codeOf(error))) throw error
    }
  }
}

/** What it counted on was not so. Nothing of the transaction stays, and it runs again, where it is not taken for granted. */
export class NotAsExpected extends Error {
  // As a failure to serialise.
  readonly code = '40001'
}

/** Something failed to serialise before, or was not as expected: now is the time to look first. */
export function isRunAgain(trx: Trx): boolean {
  return (attempts.get(trx) ?? 1) > 1
}

/**
 * A statement whose answer says nothing, as the last of a transaction: the commit goes out right behind it, and does
 * nothing where it fails, which is found out then.
 */
export async function askLast(trx: Trx, asked: Prepared): Promise<void> {
  let sent = (): void => undefined
  const gone = new Promise<void>((resolve) => (sent = resolve))
  const done = askPrepared(trx, asked, sent)
  const known = lastOnes.get(trx)
  if (known) known.push(done)
  else lastOnes.set(trx, [done])
  // Whether it failed is looked at after the commit.
  done.catch(() => undefined)
  await Promise.race([gone, done])
}

/** Does something once the transaction is committed; nothing if it is rolled back. A crash in between loses it: for wake-ups only. */
export function afterCommit(db: Db, hook: Hook): void {
  if (!isTransaction(db)) {
    hook()
    return
  }
  const known = hooks.get(db)
  if (known) known.push(hook)
  else hooks.set(db, [hook])
}

function isTransaction(db: Db): db is Trx {
  return db.isTransaction === true
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
