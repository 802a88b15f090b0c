import type { Comparison } from '@ils/contract/recalls'
import type { Db } from '@ils/platform/db/database'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { App, ReadyRelease } from '../../app.ts'
import { judgeTwice, type JudgedTwice } from '../../releases/public.ts'
import type { JobOnFloor, LensOnFloor } from '../floor/job-on-floor.ts'
import { configurationOf } from '../jobs/configuration-of-job.ts'
import { lensesOf } from '../jobs/lenses-of-decision.ts'
import { labOf, type Lab } from '../lab/lab-of-release.ts'
import { differencesInWords } from './differences-in-words.ts'
import { workInTheWay } from './work-in-the-way.ts'

export interface ComparedJob extends JudgedTwice {
  readonly release: ReadyRelease
  readonly lab: Lab
  readonly configuration: Configuration
  /** The lenses as the release in force would have them, from their beginning. */
  readonly planned: readonly LensOnFloor[]
  readonly differences: readonly string[]
  readonly inTheWay: readonly string[]
}

/** A job’s order by the release that decided it and by the one in force, with the world as it was judged. */
export async function compareJob(app: App, db: Db, job: JobOnFloor): Promise<ComparedJob> {
  const [own, { release }] = await Promise.all([app.rules.release(job.release), app.rules.inForce(job.practice)])
  const configuration = await configurationOf(db, job.id)
  const judged = judgeTwice(own.compiled, release.compiled, 'order', configuration)
  const lab = labOf(release.compiled)
  const planned = lensesOf(judged.after, lab, app.clock.now())
  const { before, after, difference } = judged
  return {
    ...judged,
    ...{ release, lab, configuration, planned },
    differences: difference === null ? [] : differencesInWords(before, after, release.compiled, lab),
    inTheWay: difference === null ? [] : workInTheWay(job, planned, judged, release.compiled, lab),
  }
}

export function showComparison(compared: ComparedJob): Comparison {
  const { release, before, after, difference, differences, inTheWay } = compared
  return {
    ...{ release: release.number, before: before.outcome, after: after.outcome, differs: difference !== null },
    respects: [...(difference?.respects ?? [])],
    differences: [...differences],
    rules: [...new Set([...(difference?.rules.values() ?? [])].flat())].sort(),
    inTheWay: [...inTheWay],
  }
}
