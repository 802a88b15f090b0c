import type { Job, JobStatus } from '@ils/contract/jobs'
import type { JobOnFloor, LensOnFloor } from '../floor/job-on-floor.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import { slackHours } from '../promise/promise.ts'
import { calendarOf } from './promise-of-job.ts'

export function showStatus(job: JobOnFloor, queuePosition: number | null): JobStatus {
  return { jobId: job.id, status: job.state, estimatedCompletionDate: dayOf(job), queuePosition }
}

/** A job that is not wanted any more is promised for no day. */
const dayOf = (job: JobOnFloor): string | null => (job.state === 'cancelled' ? null : job.promisedOn)

export function showJob(job: JobOnFloor, lab: Lab, now: Date): Job {
  const open = job.endedAt === null
  const slack = open ? Math.round(slackHours(now, job.latestStart, calendarOf(job, lab)) * 10) / 10 : null
  return {
    ...{ id: job.id, practice: job.practice, patientRef: job.patientRef, orderRef: job.orderRef },
    ...{ status: job.state, version: job.version, kind: job.kind, original: job.originalId, reason: job.reason },
    ...{ priority: job.priority, frameWay: job.frameWay, tray: job.tray, hold: job.hold },
    estimatedCompletionDate: dayOf(job),
    promise: {
      at: job.promisedAt.toISOString(),
      firstAt: job.firstPromisedAt.toISOString(),
      reason: job.promiseReason,
      slackHours: slack,
    },
    ...{ release: job.release, judgementId: job.judgementId, decisionHash: job.decisionHash },
    ...{ currency: job.currency, total: job.total, fee: job.fee, shipped: job.shipped },
    lenses: job.lenses.map(showLens),
    receivedAt: job.receivedAt.toISOString(),
    endedAt: job.endedAt?.toISOString() ?? null,
  }
}

function showLens(lens: LensOnFloor): Job['lenses'][number] {
  const { eye, route, at, state, station, stop, attempt, opc, lot, batch } = lens
  return {
    ...{ eye, station, step: route[at]?.step ?? null, state, stop, attempt, opc, lot, batch },
    steps: route.map((one, i) => ({
      ...{ step: one.step, at: one.at },
      state: i < at ? 'done' : i > at ? 'waiting' : state,
    })),
  }
}
