import type { Trx } from '@ils/platform/db/database'
import type { Configuration } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { findMaking, lockJob, updateMaking } from './store.ts'

type Facts = Readonly<Record<string, FactValue>>

/** What was measured of a frame, as facts of the rulebook. */
export interface FrameFacts {
  readonly job: Facts
  readonly right?: Facts
  readonly left?: Facts
}

/** Adds what the order did not say of its frame; what it said stays, since the decision stands on it. */
export async function keepFrame(trx: Trx, jobId: string, frame: FrameFacts): Promise<readonly string[]> {
  await lockJob(trx, { id: jobId })
  const kept = await findMaking(trx, jobId)
  if (!kept) throw new Error(`job ${jobId} has no configuration`)
  const before = kept.configuration as Configuration // Kept as it was judged.
  const added: string[] = []
  const filled = (known: Facts | undefined, measured: Facts | undefined): Facts => {
    const missing = Object.entries(measured ?? {}).filter(([id]) => (known?.[id] ?? null) === null)
    added.push(...missing.map(([id]) => id))
    return { ...known, ...Object.fromEntries(missing) }
  }
  const configuration: Configuration = {
    ...before,
    job: filled(before.job, frame.job),
    ...(before.right && { right: filled(before.right, frame.right) }),
    ...(before.left && { left: filled(before.left, frame.left) }),
  }
  if (added.length > 0) await updateMaking(trx, jobId, { configuration, making: kept.making })
  return [...new Set(added)]
}
