import { randomBytes } from 'node:crypto'
import type { Db } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import { findIndexKey, keepIndexKey } from '../keys/store.ts'

const KEY_BYTES = 32
const PURPOSE = 'patient-index-key'

// One for each database that this process talks to.
const known = new WeakMap<Db, Promise<Buffer>>()

/** The key of the blind index. It is made once, and other than seal keys it is never replaced: the index hangs on it. */
export function indexKey(app: App): Promise<Buffer> {
  const found = known.get(app.pool)
  if (found) return found
  const key = readIndexKey(app)
  known.set(app.pool, key)
  key.catch(() => known.delete(app.pool))
  return key
}

async function readIndexKey(app: App): Promise<Buffer> {
  const first = await findIndexKey(app.pool)
  if (first !== undefined) return app.sealer.open(first, PURPOSE)
  await keepIndexKey(app.pool, app.sealer.seal(randomBytes(KEY_BYTES), PURPOSE))
  const kept = await findIndexKey(app.pool)
  if (kept === undefined) throw new Error('the key of the patient index was not kept')
  return app.sealer.open(kept, PURPOSE)
}
