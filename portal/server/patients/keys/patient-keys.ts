import { randomBytes } from 'node:crypto'
import type { Db, Trx } from '@ils/platform/db/database'
import { openSealer, type Sealer } from '@ils/platform/sealing/open-sealer'
import type { App } from '../../app.ts'
import { findPatientKeys, insertPatientKey } from './store.ts'

const KEY_BYTES = 32
const purposeOf = (patientId: string): string => `patient-key ${patientId}`

/** A key of their own for a new patient: what is sealed with it is gone when it is dropped. */
export async function makePatientKey(app: App, trx: Trx, patientId: string): Promise<Sealer> {
  const key = randomBytes(KEY_BYTES)
  await insertPatientKey(trx, patientId, app.sealer.seal(key, purposeOf(patientId)))
  return openSealer([key.toString('base64')])
}

/** What opens and seals for each of these patients; who was erased is missing. */
export async function patientSealers(
  app: App,
  db: Db,
  patientIds: readonly string[],
): Promise<ReadonlyMap<string, Sealer>> {
  const sealed = await findPatientKeys(db, [...new Set(patientIds)])
  const sealers = new Map<string, Sealer>()
  for (const [patientId, text] of sealed) {
    const key = app.sealer.open(text, purposeOf(patientId))
    sealers.set(patientId, openSealer([key.toString('base64')]))
  }
  return sealers
}

export async function patientSealer(app: App, db: Db, patientId: string): Promise<Sealer | undefined> {
  return (await patientSealers(app, db, [patientId])).get(patientId)
}
