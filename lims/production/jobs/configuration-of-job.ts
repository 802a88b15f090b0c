import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import type { Configuration } from '@ils/rules/language/rulebook'
import { findMaking } from './store.ts'

/** What was judged when the job was made: configurations are kept as they were judged. */
export async function configurationOf(db: Db, jobId: string): Promise<Configuration> {
  const kept = await findMaking(db, jobId)
  if (!kept) throw new Error(`job ${jobId} has no configuration`)
  if (kept.configuration === null) {
    const message = `Job ${jobId} was brought from another system without its order: the rules cannot be asked about it`
    throw new Refusal('conflict', message, { causes: [{ code: 'no_order', field: 'job', message, value: jobId }] })
  }
  return kept.configuration as Configuration
}
