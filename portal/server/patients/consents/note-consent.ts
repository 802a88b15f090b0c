import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Consent } from '../../../contract/patients.ts'
import type { App } from '../../app.ts'
import { practiceOfPatients, unknownPatient } from '../policy.ts'
import { findPatient } from '../store.ts'
import { insertConsent, type ConsentRow } from './store.ts'

/** Notes what a patient agreed to, or not any more. What was said before stays. */
export async function noteConsent(
  app: App,
  actor: Actor,
  patientId: string,
  { kind, given, textVersion }: Pick<Consent, 'kind' | 'given' | 'textVersion'>,
): Promise<Consent> {
  const practice = practiceOfPatients(actor)
  return inTransaction(app.db, async (trx) => {
    if (!(await findPatient(trx, practice, patientId))) throw unknownPatient(patientId)
    const row: ConsentRow = {
      ...{ id: app.ids('cns'), patient_id: patientId, kind, given, text_version: textVersion },
      ...{ by_name: actor.name, at: app.clock.now() },
    }
    await insertConsent(trx, row)
    const detail = { kind, given, textVersion }
    await keepAudit(app, trx, actor, { action: 'patient.consent_noted', subject: patientId, practice, detail })
    return showConsent(row)
  })
}

export function showConsent(row: ConsentRow): Consent {
  const { id, kind, given } = row
  return { id, kind, given, textVersion: row.text_version, by: row.by_name, at: row.at.toISOString() }
}
