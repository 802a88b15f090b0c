import { deviceEvents } from '@ils/contract/device-events'
import type { Actor } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import type { RequestRow } from './store.ts'

/** A request has come to its end. */
export async function sayDesign(
  app: App,
  trx: Trx,
  actor: Actor,
  { id, job_id: jobId, eyes }: Pick<RequestRow, 'id' | 'job_id' | 'eyes'>,
  end: {
    readonly state: 'answered' | 'refused' | 'failed'
    readonly note: string | null
    readonly files: readonly string[]
  },
): Promise<void> {
  const data = { requestId: id, jobId, eyes, ...end, files: [...end.files] }
  await record(app, trx, deviceEvents.designAnswered, { subject: id, subjectVersion: 1, practice: null, data }, actor)
}
