import type { Db, Trx } from './database.ts'

type Hook = () => void
const hooks = new WeakMap<Trx, Hook[]>()

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
      const result = await db.transaction(async (trx) => {
        const value = await run(trx)
        after = hooks.get(trx) ?? []
        return value
      })
      for (const hook of after) hook()
      return result
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS || !TRY_AGAIN.has(codeOf(error))) throw error
    }
  }
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
