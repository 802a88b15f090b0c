import type { Db } from '@ils/platform/db/database'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { App } from '../../app.ts'
import { configurationOf } from '../jobs/configuration-of-job.ts'
import type { Fee } from './cancel-job.ts'
import type { JobOnFloor } from './job-on-floor.ts'

/** What cancelling a job costs by the policy of the release that decided it. */
export async function feeOf(app: App, db: Db, job: JobOnFloor): Promise<Fee> {
  // Brought from another system without its order: no rule can be asked what it costs.
  if (job.judgementId === null) return { amount: 0, rules: [], says: [] }
  const { compiled } = await app.rules.release(job.release)
  if (!asks(compiled, 'policy.event')) return { amount: 0, rules: [], says: [] }
  const asked = await configurationOf(db, job.id)
  const begun = job.lenses.some(({ picked, attempt }) => picked || attempt > 1)
  const policy: Record<string, FactValue> = {
    'policy.event': 'cancel',
    'policy.charged': Math.max(0, job.total),
    'policy.surfacingStarted': begun,
  }
  const known = Object.fromEntries(Object.entries(policy).filter(([id]) => asks(compiled, id)))
  const decision = judge(compiled, 'policy', { ...asked, job: { ...asked.job, ...known } })
  return {
    amount: Math.max(0, decision.job.total),
    rules: [...new Set(decision.job.charges.map(({ rule }) => rule))],
    says: decision.causes.map(({ message }) => message),
  }
}

const asks = ({ slots }: CompiledRelease, fact: string): boolean => slots.has(fact)
