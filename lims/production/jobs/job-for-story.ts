import type { Actor } from '@ils/platform/actor'
import { judge } from '@ils/rules/engine/judge'
import type { Cause } from '@ils/rules/engine/decision'
import type { App } from '../../app.ts'
import { labOf } from '../lab/lab-of-release.ts'
import { mustSeeJob } from '../policy.ts'
import { findJob, findMaking } from './store.ts'
import type { Configuration } from '@ils/rules/language/rulebook'

/** What is to be known of a job so that its events can be told in words. */
export interface JobForStory {
  readonly practice: string | null
  readonly imported: boolean
  readonly currency: string
  /** A station as people call it. */
  stationName(id: string): string
  /** What a release says to the order that the job was made by, advice left out. */
  causesBy(release: string | null): Promise<readonly Cause[]>
}

export async function jobForStory(app: App, actor: Actor, jobId: string): Promise<JobForStory> {
  const job = await findJob(app.db, jobId)
  mustSeeJob(actor, job, jobId)
  const { compiled } = await app.rules.release(job.release)
  const { stations } = labOf(compiled)
  return {
    ...{ practice: job.practice, imported: job.imported, currency: job.currency },
    stationName: (id) => stations.get(id)?.label ?? id,
    async causesBy(release) {
      const kept = release === null ? undefined : await findMaking(app.db, jobId)
      const order = kept?.configuration as Configuration | null | undefined // Kept as it was judged; null: imported without.
      if (!order) return []
      const judged = await app.rules.release(Number(release))
      return judge(judged.compiled, 'order', order).causes.filter(({ severity }) => severity !== 'advise')
    },
  }
}
