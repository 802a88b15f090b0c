import { deviceEvents } from '@ils/contract/device-events'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { wakeAfterCommit } from '@ils/platform/db/wake'
import { record } from '@ils/platform/events/record-event'
import type { App } from '../../app.ts'
import type { LineRow } from './store.ts'

/** Told after a commit that changed lines: whoever serves them listens. */
export const linesChannel = (schema: string): string => `ils_lines_${schema}`

/** Who may connect to a lab's computer is for the audit trail too. */
export async function sayLine(
  app: App,
  trx: Trx,
  actor: Actor,
  line: LineRow,
  did: 'made' | 'changed' | 'removed',
): Promise<void> {
  const { id, machine, kind, port, peers, enabled, version } = line
  const data = { line: id, machine, did, enabled }
  await record(
    app,
    trx,
    deviceEvents.lineChanged,
    { subject: id, subjectVersion: version, practice: null, data },
    actor,
  )
  await keepAudit(app, trx, actor, {
    ...{ action: `line.${did}`, subject: id, practice: null },
    detail: { machine, kind, port, peers, enabled },
  })
  wakeAfterCommit(app.pool, trx, linesChannel(app.schema))
}
