import type { AnswerOf } from '@ils/contract/endpoint'
import type { limsApi } from '@ils/contract/lims'
import { calendarOf } from '../jobs/promise-of-job.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import { slackHours } from '../promise/promise.ts'
import type { QueueLine } from '../views.ts'
import type { BatchRow } from './batches/store.ts'

type Line = AnswerOf<(typeof limsApi)['stationQueue']>['items'][number]

export function showQueueLine(row: QueueLine, lab: Lab, now: Date): Line {
  const slack = slackHours(now, row.latest_start, calendarOf(row, lab))
  return {
    ...{ jobId: row.job_id, eye: row.eye, state: row.state, stop: row.stop, practice: row.practice },
    ...{ orderRef: row.order_ref, tray: row.tray, priority: row.priority, promisedOn: row.promised_on },
    slackHours: Math.round(slack * 10) / 10,
    since: row.since.toISOString(),
    ...{ opc: row.opc, program: row.program, attempt: row.attempt },
  }
}

type Batch = AnswerOf<(typeof limsApi)['listBatches']>['items'][number]

export function showBatch(row: BatchRow): Batch {
  return {
    ...{ id: row.id, station: row.station, machine: row.machine, program: row.program, state: row.state },
    ...{ lenses: row.lenses, room: row.room, dueAt: row.due_at.toISOString(), openedAt: row.opened_at.toISOString() },
    closedAt: row.closed_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}
