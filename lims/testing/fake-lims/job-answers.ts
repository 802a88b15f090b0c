import { limsApi } from '@ils/contract/lims'
import type { Cause } from '@ils/contract/problem'
import type { Job, JobStatus, NewJob } from '@ils/contract/jobs'
import type { JobState } from '@ils/contract/job-states'
import { Refusal } from '@ils/platform/refusal'
import { pageOf, sees, type Handlers } from './answer-as.ts'
import { exampleOf } from './example-of.ts'
import { judge } from './order-answers.ts'
import { happen, now, type FakeKey, type FakeState } from './state.ts'

const PROMISED_DAYS = 3

const statusOf = (job: Job): JobStatus => ({
  ...{ jobId: job.id, status: job.status, estimatedCompletionDate: job.estimatedCompletionDate, queuePosition: null },
})

export function findJob(state: FakeState, key: FakeKey | undefined, jobId: string): Job {
  const job = state.jobs.get(jobId)
  if (!job || (key && !sees(key, job.practice))) throw new Refusal('not_found', `There is no job ${jobId}`)
  return job
}

function make(state: FakeState, key: FakeKey, order: NewJob): Job {
  const practice = order.practice ?? key.practice
  if (!sees(key, practice)) {
    throw new Refusal(
      'not_allowed',
      `These credentials order for ${String(key.practice)} only, not for ${String(practice)}`,
    )
  }
  const { valid, causes, release, price } = judge(state, order)
  if (!valid) {
    const said: Cause[] = causes.map(({ code, field, message, seen, limit }) => ({
      ...{ code, field: `body.${field ?? ''}`, message, value: seen, limit },
    }))
    throw new Refusal('job_refused', causes[0]?.message ?? '', { causes: said })
  }
  const at = now()
  const promised = new Date(at.getTime() + PROMISED_DAYS * 86_400_000).toISOString()
  const id = state.ids('job')
  const job: Job = {
    ...(exampleOf(limsApi.getJob.answer.body) as Job),
    ...{ id, practice, patientRef: order.patientRef ?? null, orderRef: order.orderRef ?? null, status: 'pending' },
    ...{ version: 1, frameWay: order.frameWay ?? 'enclosed', priority: 'standard', release: release.number },
    ...{ currency: price.currency, total: price.total, receivedAt: at.toISOString() },
    estimatedCompletionDate: promised.slice(0, 10),
    promise: { at: promised, firstAt: promised, reason: null, slackHours: null },
  }
  state.jobs.set(id, job)
  happen(state, {
    ...{ type: 'job.created', practice, subject: id },
    data: {
      ...aboutJob(job),
      ...{ kind: job.kind, original: null, reason: null, priority: job.priority, frameWay: job.frameWay, routes: {} },
      ...{ promisedOn: promised.slice(0, 10), total: job.total, currency: job.currency, rules: [] },
    },
  })
  return job
}

const aboutJob = ({ id, orderRef, status }: Job) => ({ jobId: id, orderRef, status })

/** As if the floor had moved it: whoever listens is told. */
export function moveJob(state: FakeState, jobId: string, status: JobState, reason: string | null = null): void {
  const before = findJob(state, undefined, jobId)
  if (before.status === status) return
  const ended = status === 'shipped' || status === 'cancelled' ? now().toISOString() : null
  const job: Job = { ...before, status, version: before.version + 1, endedAt: ended }
  state.jobs.set(jobId, job)
  const about = { practice: job.practice, subject: jobId }
  happen(state, { ...about, type: 'job.status_changed', data: { ...aboutJob(job), from: before.status, reason } })
  if (status === 'shipped') {
    const scan = { station: null, operator: 'fake', machine: null, scanId: null, note: null }
    happen(state, {
      ...about,
      type: 'job.shipped',
      data: { ...aboutJob(job), ...scan, carrier: 'post', tracking: null },
    })
  }
}

function cancel(state: FakeState, job: Job, reason: string): void {
  if (job.status === 'cancelled') return
  if (job.status === 'shipped') throw new Refusal('job_over', `Job ${job.id} has left the lab`)
  moveJob(state, job.id, 'cancelled', reason)
  const data = {
    ...aboutJob(findJob(state, undefined, job.id)),
    ...{ station: null, operator: 'fake', machine: null, scanId: null, note: null },
    ...{ reason, fee: 0, currency: job.currency, rules: [] },
  }
  happen(state, { type: 'job.cancelled', practice: job.practice, subject: job.id, data })
}

export const jobAnswers: Handlers = {
  createJob: ({ state, key, body }) => statusOf(make(state, key, body)),
  getJobStatus: ({ state, key, params }) => statusOf(findJob(state, key, params.jobId)),
  getJob: ({ state, key, params }) => findJob(state, key, params.jobId),
  cancelJob: ({ state, key, params, body }) => {
    const job = findJob(state, key, params.jobId)
    if (body.dry !== true) cancel(state, job, body.reason)
    return { cancelled: body.dry !== true, currency: job.currency, fee: 0, causes: [] }
  },
  listJobs: ({ state, key, query }) => {
    const states = query.status?.split(',')
    const newestFirst = [...state.jobs.values()].reverse()
    const fits = newestFirst.filter(
      ({ practice, orderRef, status }) =>
        sees(key, practice) &&
        (query.practice === undefined || query.practice === practice) &&
        (query.orderRef === undefined || query.orderRef === orderRef) &&
        (states === undefined || states.includes(status)),
    )
    const page = pageOf(fits, query, ({ id }) => id)
    const lines = page.items.map(
      ({ id, practice, orderRef, status, kind, priority, tray, release, receivedAt, ...job }) => ({
        ...{ id, practice, orderRef, status, kind, priority, tray, release, receivedAt, late: false },
        estimatedCompletionDate: job.estimatedCompletionDate,
      }),
    )
    return { items: lines, next: page.next }
  },
}
