import type { Db } from '@ils/platform/db/database'
import { judge } from '@ils/rules/engine/judge'
import type { App } from '../../app.ts'
import { configurationOf } from '../jobs/configuration-of-job.ts'
import type { JobOnFloor } from './job-on-floor.ts'
import type { Verdict } from './inspect-lens.ts'
import { readGiven } from './read-given.ts'

interface Measured {
  readonly eye: 'right' | 'left'
  readonly measured: Readonly<Record<string, number | string>>
}

const UNKNOWN = 'it was brought from another system without its order: no tolerance of it is known'

/** What the tolerances of the release that decided the job say to what was measured. */
export async function verdictOn(app: App, db: Db, job: JobOnFloor, { eye, measured }: Measured): Promise<Verdict> {
  if (job.judgementId === null) return { passed: false, causes: [UNKNOWN], rules: [] }
  const { compiled } = await app.rules.release(job.release)
  const facts = readGiven(compiled, 'measured', measured)
  const asked = await configurationOf(db, job.id)
  const decision = judge(compiled, 'measured', { ...asked, [eye]: { ...asked[eye], ...facts } })
  const causes = decision.causes.filter(
    (cause) => (cause.eye === null || cause.eye === eye) && cause.severity !== 'advise' && cause.settled === undefined,
  )
  return {
    passed: causes.length === 0,
    causes: causes.map(({ message }) => message),
    rules: [...new Set(causes.flatMap(({ rule }) => (rule === undefined ? [] : [rule])))],
  }
}
