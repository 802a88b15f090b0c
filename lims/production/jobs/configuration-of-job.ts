import type { Db } from '@ils/platform/db/database'
import type { Configuration } from '@ils/rules/language/rulebook'
import { findMaking } from './store.ts'

/** What was judged when the job was made: configurations are kept as they were judged. */
export async function configurationOf(db: Db, jobId: string): Promise<Configuration> {
  const kept = await findMaking(db, jobId)
  if (!kept) throw new Error(`job ${jobId} has no configuration`)
  return kept.configuration as Configuration
}
