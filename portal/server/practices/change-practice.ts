import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { practiceChanged } from '../../contract/events.ts'
import type { Practice, Preferences } from '../../contract/practices.ts'
import { markPracticeClosed } from '../access/public.ts'
import type { App } from '../app.ts'
import { showWithTerms } from './find-practices.ts'
import { mustBeVersion, mustMayClose, mustSeePractice, noPractice } from './policy.ts'
import { lockPractice, updatePractice } from './store.ts'

type Profile = Pick<Practice, 'name' | 'phone' | 'email' | 'address' | 'licence'>
export interface ChangePractice extends Partial<Profile> {
  /** The version that was seen: a change by somebody else in between is a conflict, not lost. */
  readonly version: number
  readonly preferences?: Partial<Preferences>
  readonly closed?: boolean
}

/** Changes what a practice says of itself. Of a closed one nobody comes in any more. */
export async function changePractice(app: App, actor: Actor, id: string, input: ChangePractice): Promise<Practice> {
  mustSeePractice(actor, id)
  const { version, preferences, closed, ...profile } = input
  if (closed !== undefined) mustMayClose(actor)
  return inTransaction(app.db, async (trx) => {
    const before = await lockPractice(trx, id)
    if (!before) throw noPractice(id)
    mustBeVersion(before.version, version)
    const closed_at = closed === undefined ? before.closed_at : closed ? (before.closed_at ?? app.clock.now()) : null
    const after = await updatePractice(trx, before, {
      ...profile,
      preferences: { ...before.preferences, ...preferences },
      closed_at,
    })
    if (closed !== undefined) await markPracticeClosed(trx, id, closed_at)
    // Which fields, not what stands in them: a licence is nobody's but theirs.
    const changed = Object.keys(input).filter((field) => field !== 'version')
    const data = { practice: id, changed }
    await record(app, trx, practiceChanged, { subject: id, subjectVersion: after.version, practice: id, data }, actor)
    await keepAudit(app, trx, actor, { action: 'practice.changed', subject: id, practice: id, detail: { changed } })
    return showWithTerms(trx, after)
  })
}
