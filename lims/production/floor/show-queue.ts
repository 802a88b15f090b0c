import type { AnswerOf } from '@ils/contract/endpoint'
import type { limsApi } from '@ils/contract/lims'
import { calendarOf } from '../jobs/promise-of-job.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import { slackHours } from '../promise/promise.ts'
import type { QueueLine } from '../views.ts'
import type { BatchRow } from './batches/store.ts'

type Line = AnswerOf<(typeof limsApi)['stationQueue']>['items'][number]

export function showQueueLine(row: QueueLine, station: string, lab: Lab, now: Date): Line {
  const slack = slackHours(now, row.latest_start, calendarOf(row, lab))
  return {
    ...{ jobId: row.job_id, eye: row.eye, state: row.state, stop: row.stop, practice: row.practice },
    ...{ orderRef: row.order_ref, tray: row.tray, priority: row.priority, promisedOn: row.promised_on },
    slackHours: Math.round(slack * 10) / 10,
    since: row.since.toISOString(),
    ...{ opc: row.opc, program: programOf(row, station), attempt: row.attempt },
  }
}

/** Programs are slots by the machine’s work: `program.generator` at `generate`, `program.ar` at `ar-coat`. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  generate: 'generator',
  polish: 'polisher',
  engrave: 'engraver',
  edge: 'edger',
  tint: 'tint',
  'tint-coated': 'tint',
  'hard-coat': 'hardCoat',
  'ar-coat': 'ar',
  mirror: 'mirror',
  'surface-inspection': 'inspection',
  'design-engine': 'engine',
}

function programOf({ making, eye }: QueueLine, station: string): string | null {
  const slot = `program.${PROGRAMS[station] ?? station}`
  const value = making.lenses?.[eye]?.make?.[slot] ?? making.job?.make?.[slot]
  return typeof value === 'string' ? value : null
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
