import { catalogUpdated, rulesPublished, rulesRolledBack, scheduleSuspended } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { record } from '@ils/platform/events/record-event'
import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../app.ts'
import type { ActivationRow } from './views.ts'

/** What a gate tells of an activation. Times come as text: it went through JSON. */
export type Activated = Omit<ActivationRow, 'at'> & {
  readonly at: string
  readonly suspended: readonly SuspendedSchedule[]
}

export interface SuspendedSchedule {
  readonly id: string
  readonly draft_id: string
  readonly name: string
  readonly version: number
  readonly hash: string | null
}

/** One activation is one event; its place among activations is the version that receivers compare. */
export async function announceActivation(app: App, trx: Trx, activated: Activated, actor: Actor): Promise<void> {
  const { n, release, hash, before, practices, kind } = activated
  const isBack = kind === 'rolled_back' || kind === 'pilot_ended'
  await record(
    app,
    trx,
    isBack ? rulesRolledBack : rulesPublished,
    {
      subject: 'rules',
      subjectVersion: n,
      practice: null,
      releaseId: String(release),
      data: { activation: n, release, hash, before, practices, kind },
    },
    actor,
  )
  for (const practice of practices ?? [null]) {
    // Who pilots a release is nobody else's affair: each of them is told apart.
    const told = practice === null ? null : [practice]
    const subject = practice === null ? 'catalogue' : `catalogue:${practice}`
    const data = { release, hash, activation: n, practices: told }
    const fact = { subject, subjectVersion: n, practice, releaseId: String(release), data }
    await record(app, trx, catalogUpdated, fact, actor)
  }
  const reason = `Release ${release} came into force: merge the draft onto it`
  await announceSuspended(app, trx, activated.suspended, reason, actor)
}

export async function announceSuspended(
  app: App,
  trx: Trx,
  suspended: readonly SuspendedSchedule[],
  reason: string,
  actor: Actor,
): Promise<void> {
  for (const { id, draft_id, name, version, hash } of suspended) {
    await record(
      app,
      trx,
      scheduleSuspended,
      {
        subject: id,
        subjectVersion: 2,
        practice: null,
        data: { scheduleId: id, draftId: draft_id, name, version, hash, reason },
      },
      actor,
    )
  }
}
