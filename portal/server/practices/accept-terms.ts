import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { termsAccepted } from '../../contract/events.ts'
import type { Practice } from '../../contract/practices.ts'
import type { App } from '../app.ts'
import { showWithTerms } from './find-practices.ts'
import { mustSeePractice, noPractice } from './policy.ts'
import { insertTerms, lockPractice, updatePractice } from './store.ts'
import { TERMS_VERSION } from './terms.ts'

/** Accepts the terms for a practice, by somebody of it: nobody of the lab can. */
export async function acceptTerms(app: App, actor: Actor, id: string, version: string): Promise<Practice> {
  mustSeePractice(actor, id)
  if (actor.practice === null || actor.id === null)
    throw new Refusal('not_allowed', 'Terms are accepted by somebody of the practice')
  const accountId = actor.id
  if (version !== TERMS_VERSION) throw new Refusal('conflict', `Version ${TERMS_VERSION} of the terms is in force`)
  return inTransaction(app.db, async (trx) => {
    const before = await lockPractice(trx, id)
    if (!before) throw noPractice(id)
    await insertTerms(trx, {
      ...{ id: app.ids('trm'), practice: id, terms_version: version },
      ...{ account_id: accountId, account_name: actor.name, at: app.clock.now() },
    })
    const practice = await updatePractice(trx, before, {})
    const fact = { subject: id, subjectVersion: practice.version, practice: id, data: { practice: id, version } }
    await record(app, trx, termsAccepted, fact, actor)
    await keepAudit(app, trx, actor, { action: 'terms.accepted', subject: id, practice: id, detail: { version } })
    return showWithTerms(trx, practice)
  })
}
