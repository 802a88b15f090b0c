import type { EventKind } from '@ils/contract/event'
import { checkOf } from '@ils/contract/validate'
import type { Static, TObject } from '@sinclair/typebox'
import { asEventActor, type Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { correlationId } from '../correlation.ts'
import type { Db } from '../db/database.ts'
import { wakeAfterCommit } from '../db/wake.ts'
import { unsentChannel } from './channels.ts'
import { insertEvent, insertEvents, type NewEvent } from './store.ts'

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
  await insertEvent(trx, newEvent(app, kind, fact, actor))
  wakeAfterCommit(app.pool, trx, unsentChannel(app.schema))
}

export interface Said {
  readonly kind: EventKind
  readonly fact: Fact<Readonly<Record<string, unknown>>>
}

/** The same of many things at once, in their order: what is brought in bulk would wait for each of them otherwise. */
export async function recordMany(app: Foundation, trx: Db, said: readonly Said[], actor: Actor): Promise<void> {
  if (said.length === 0) return
  await insertEvents(
    trx,
    said.map(({ kind, fact }) => newEvent(app, kind, fact, actor)),
  )
  wakeAfterCommit(app.pool, trx, unsentChannel(app.schema))
}

function newEvent(
  app: Foundation,
  kind: Omit<EventKind, 'data'> & { readonly data: TObject },
  fact: Fact<unknown>,
  actor: Actor,
): NewEvent {
  const checked = checkOf(kind.data)(fact.data, 'data')
  if (!checked.ok)
    throw new Error(`${kind.type} is not as declared: ${checked.causes.map((c) => c.message).join('; ')}`)
  return {
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
    data: fact.data as NewEvent['data'], // It is as its kind declares: an object.
  }
}
