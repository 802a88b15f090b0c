import type { Scan } from '@ils/contract/floor'
import type { App } from '../../app.ts'
import { jobRefOf } from './read-scan.ts'
import { findReleaseOf } from './store.ts'

/**
 * What asks the release that decided a job has it brought into memory before its transaction: inside, it would wait for
 * a second connection while it holds one, and so would everybody else.
 */
export async function haveItsRelease(app: App, { verb, job }: Pick<Scan, 'verb' | 'job'>): Promise<void> {
  if ((verb !== 'inspect' && verb !== 'cancel') || job === undefined) return
  const number = await findReleaseOf(app.db, jobRefOf(job))
  if (number !== null) await app.rules.release(number)
}
