import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { practiceAdded } from '../../contract/events.ts'
import type { Practice, Preferences } from '../../contract/practices.ts'
import type { App } from '../app.ts'
import { showPractice } from './show.ts'
import { insertPractice, type PracticeRow } from './store.ts'

const USUAL: Preferences = { cylinder: 'minus', priceShown: 'pair', language: 'en' }

/** Adds a practice, by the number that it has at the lab. */
export async function addPractice(
  app: App,
  actor: Actor,
  input: { readonly id: string; readonly name: string; readonly preferences?: Partial<Preferences> },
): Promise<Practice> {
  const { id, name } = input
  return inTransaction(app.db, async (trx) => {
    const practice: PracticeRow = {
      ...{ id, name, phone: null, email: null, address: null, licence: null, closed_at: null },
      preferences: { ...USUAL, ...input.preferences },
      version: 1,
      created_at: app.clock.now(),
    }
    if (!(await insertPractice(trx, practice))) {
      const message = `There is a practice ${id} already`
      throw new Refusal('conflict', message, { causes: [{ code: 'taken', field: 'body.id', message, value: id }] })
    }
    const data = { practice: id, changed: [] }
    await record(app, trx, practiceAdded, { subject: id, subjectVersion: 1, practice: id, data }, actor)
    await keepAudit(app, trx, actor, { action: 'practice.added', subject: id, practice: id, detail: {} })
    return showPractice({ practice, terms: undefined })
  })
}
