import type { EventKind } from '@ils/contract/event'
import { checkOf } from '@ils/contract/validate'
import type { Static, TObject } from '@sinclair/typebox'
import { asEventActor, type Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { correlationId } from '../correlation.ts'
import type { Db } from '../db/database.ts'
import { wakeAfterCommit } from '../db/wake.ts'
import { unsentChannel } from './channels.ts'
import { insertEvent } from './store.ts'

export interface Fact<D> {
  readonly subject: string
  /** How many changes the subject had, this one included: receivers keep the latest. */
  readonly subjectVersion: number
  readonly practice: string | null
  readonly releaseId?: string | null
  /** When it happened, where that was before it is written down: a late scan, an imported past. */
  readonly at?: Date
  readonly data: D
}

/** Says what happened, in the transaction in which it happened; the relay hears of it after the commit. */
export async function record<D extends TObject>(
  app: Foundation,
  trx: Db,
  kind: EventKind<D>,
  fact: Fact<Static<D>>,
  actor: Actor,
): Promise<void> {
  const checked = checkOf(kind.data)(fact.data, 'data')
  if (!checked.ok)
    throw new Error(`${kind.type} is not as declared: ${checked.causes.map((c) => c.message).join('; ')}`)
  await insertEvent(trx, {
    id: app.ids('evt'),
    type: kind.type,
    version: kind.version,
    practice: fact.practice,
    subject: fact.subject,
    subjectVersion: fact.subjectVersion,
    at: fact.at ?? app.clock.now(),
    releaseId: fact.releaseId ?? null,
    correlationId: correlationId(),
    actor: asEventActor(actor),
    data: fact.data,
  })
  wakeAfterCommit(app.pool, trx, unsentChannel(app.schema))
}
