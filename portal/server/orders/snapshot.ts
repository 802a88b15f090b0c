import { createHash } from 'node:crypto'
import type { FullConfiguration } from '@ils/contract/configuration'
import type { Sealer } from '@ils/platform/sealing/open-sealer'
import { canonicalJson } from '@ils/rules/language/canonical-json'
import type { PatientLine } from '../../contract/patients.ts'

/** What an order keeps of whom it is for, as it was then. */
export interface Snapshot {
  readonly patient: PatientLine
  readonly configuration: FullConfiguration
  readonly note: string | null
}

const purposeOf = (orderId: string): string => `order ${orderId}`

export const sealSnapshot = (sealer: Sealer, orderId: string, snapshot: Snapshot): string =>
  sealer.seal(JSON.stringify(snapshot), purposeOf(orderId))

export const openSnapshot = (sealer: Sealer, orderId: string, sealed: string): Snapshot =>
  // It was written by the function above.
  JSON.parse(sealer.open(sealed, purposeOf(orderId)).toString('utf8')) as Snapshot

/** Equal for equal orders for one patient: what was only confirmed makes no difference. */
export function alikeOf(patientId: string, { ordered, job, right, left }: FullConfiguration): string {
  const what = { patientId, ordered: [...ordered].sort(), job, right: right ?? {}, left: left ?? {} }
  return createHash('sha256').update(canonicalJson(what)).digest('base64url')
}

/** Whether two orders are the same but for the eyes that are made. */
export const sameLenses = (one: FullConfiguration, other: FullConfiguration): boolean =>
  alikeOf('', { ...one, ordered: ['right', 'left'] }) === alikeOf('', { ...other, ordered: ['right', 'left'] })
