import { Type, type Static } from '@sinclair/typebox'
import { FullConfiguration } from './configuration.ts'
import { endpoint } from './endpoint.ts'
import { jobStateMeans, jobStates, stepStates, tracks } from './job-states.ts'
import { ReleaseNumber, Sha256 } from './rulebook-shapes.ts'
import { Id, Instant, Line, Nullable, Page, pageQuery, PracticeId, Words } from './shapes.ts'
import { SimpleOrder } from './simple-order.ts'

const closed = { additionalProperties: false } as const

const statusMeans = Object.entries(jobStateMeans)
  .map(([state, means]) => `\`${state}\`: ${means}.`)
  .join(' ')

const jobParams = Type.Object({ jobId: Id('job', 'The job') }, closed)

/** The short answer that integrators were promised. */
export const JobStatus = Type.Object(
  {
    jobId: Id('job', 'The job'),
    status: Words(jobStates, statusMeans),
    estimatedCompletionDate: Nullable(Type.String({ format: 'date', description: 'The promised day' })),
    queuePosition: Nullable(
      Type.Integer({
        minimum: 1,
        description: 'Its place in the queue of the station where it is; null where it is in none',
      }),
    ),
  },
  closed,
)
export type JobStatus = Static<typeof JobStatus>

export const frameWays = ['none', 'enclosed', 'to_come', 'remote'] as const
export const jobKinds = ['new', 'remake', 'redo', 'non_adapt'] as const
export type JobKind = (typeof jobKinds)[number]

const forPractice = {
  practice: Type.Optional(PracticeId),
  patientRef: Type.Optional(Line('Your reference for the wearer, never a name: alike orders are found by it', 80)),
  orderRef: Type.Optional(Line('Your number of the order', 80)),
  frameWay: Type.Optional(
    Words(
      frameWays,
      'none: uncut lenses; enclosed: the frame comes with the order; to_come: later; remote: edged to a trace, the frame stays with you',
    ),
  ),
}

export const NewJob = Type.Union([
  Type.Object({ configuration: FullConfiguration, ...forPractice }, closed),
  Type.Composite([SimpleOrder, Type.Object(forPractice)], closed),
])
export type NewJob = Static<typeof NewJob>

export const createJob = endpoint({
  method: 'POST',
  path: '/api/jobs/create',
  noun: 'jobs',
  summary: 'Order: make a job',
  description:
    'Judged anew by the release in force. Refused with every cause and nothing stored, or stored with its lenses, route, programs and price. An order that the rules hold is taken and stands `on_hold` with the cause. Send `Idempotency-Key`: a repeat gets the first answer.',
  access: { scope: 'jobs:write' },
  body: NewJob,
  answer: { status: 201, means: 'The job', body: JobStatus },
  refusals: ['job_refused', 'job_to_confirm', 'nothing_in_force'],
  repeat: 'keyed',
})

/** The same as for making it, without what only a job has. */
const JobToEstimate = Type.Union([
  Type.Object({ configuration: FullConfiguration, practice: forPractice.practice }, closed),
  Type.Composite([SimpleOrder, Type.Object({ practice: forPractice.practice })], closed),
])
export type JobToEstimate = Static<typeof JobToEstimate>

export const estimateJob = endpoint({
  method: 'POST',
  path: '/api/jobs/estimate',
  noun: 'jobs',
  summary: 'Which day would be promised if it were ordered now',
  description:
    'By the calendar of the lab and the work that waits at its stations, as CreateJob promises it; nothing is ordered or kept by it.',
  access: { scope: 'rules:read' },
  body: JobToEstimate,
  answer: {
    status: 200,
    means: 'The day',
    body: Type.Object(
      {
        estimatedCompletionDate: Nullable(
          Type.String({ format: 'date', description: 'Null where the lab cannot make it as it is' }),
        ),
      },
      closed,
    ),
  },
  refusals: ['nothing_in_force', 'not_allowed'],
  repeat: 'safe',
})

export const getJobStatus = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId/status',
  noun: 'jobs',
  summary: 'Where a job is',
  access: { scope: 'jobs:read' },
  params: jobParams,
  answer: { status: 200, means: 'Its state', body: JobStatus },
  refusals: ['not_found'],
  repeat: 'safe',
})

const StepOfJob = Type.Object(
  {
    step: Type.String({ description: 'The station' }),
    at: Type.Integer({ description: 'Its place on the way' }),
    state: Words(stepStates, 'How far it is'),
  },
  closed,
)

const Lens = Type.Object(
  {
    eye: Words(tracks, 'The lens, or both together'),
    station: Nullable(Type.String({ description: 'Where it is' })),
    step: Nullable(Type.String({ description: 'The step it stands before or in; null: all are done' })),
    state: Words(stepStates, 'How far that step is'),
    stop: Nullable(Type.String({ description: 'Why the step cannot be begun, in words' })),
    attempt: Type.Integer({ minimum: 1, description: '1: the first lens; one more for every lens lost' }),
    opc: Nullable(Type.String({ description: 'The blank it is or will be made of' })),
    lot: Nullable(Type.String({ description: 'Lot of the blank that was taken' })),
    batch: Nullable(Type.String({ description: 'The batch it lies in' })),
    steps: Type.Array(StepOfJob, { description: 'Its whole way' }),
  },
  closed,
)

const Hold = Type.Object(
  {
    code: Nullable(Type.String({ description: 'Code of the cause, where a rule held it' })),
    reason: Type.String({ description: 'Why, in words' }),
    owner: Nullable(Type.String({ description: 'Who has to do something' })),
    until: Nullable(Instant('When it ends by itself')),
    since: Instant('Since when'),
  },
  closed,
)

export const Job = Type.Object(
  {
    id: Id('job', 'The job'),
    practice: Nullable(Type.String({ description: 'Whose it is' })),
    patientRef: Nullable(Type.String()),
    orderRef: Nullable(Type.String()),
    status: Words(jobStates, 'Where it is on its way'),
    version: Type.Integer({ minimum: 1, description: 'How many changes it had' }),
    kind: Words(jobKinds, 'New, or made again'),
    original: Nullable(Id('job', 'The job that it makes again')),
    reason: Nullable(Type.String({ description: 'Why it is made again' })),
    priority: Type.String({ description: 'standard, rush, same-day' }),
    frameWay: Words(frameWays, 'Where its frame is'),
    tray: Nullable(Type.String()),
    hold: Nullable(Hold),
    estimatedCompletionDate: Nullable(Type.String({ format: 'date', description: 'The promised day' })),
    promise: Type.Object(
      {
        at: Instant('The promised moment'),
        firstAt: Instant('What was promised first'),
        reason: Nullable(Type.String({ description: 'Why it moved, in words' })),
        slackHours: Nullable(Type.Number({ description: 'Working hours to spare; below 0: it will be late as it is' })),
      },
      closed,
    ),
    release: ReleaseNumber,
    judgementId: Nullable(Id('jdg', 'What was judged; null: imported without its order')),
    decisionHash: Nullable(Sha256('The decision it is made by')),
    currency: Type.String({ description: 'ISO 4217' }),
    total: Type.Integer({ description: 'Price, in minor units' }),
    fee: Nullable(Type.Integer({ description: 'Fee of a cancellation, in minor units' })),
    shipped: Nullable(
      Type.Object({ carrier: Type.String(), tracking: Nullable(Type.String()), at: Instant('When it left') }, closed),
    ),
    lenses: Type.Array(Lens),
    receivedAt: Instant('When it was taken'),
    endedAt: Nullable(Instant('When it left or was cancelled')),
  },
  closed,
)
export type Job = Static<typeof Job>

export const getJob = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId',
  noun: 'jobs',
  summary: 'A job with its lenses and their way',
  access: { scope: 'jobs:read' },
  params: jobParams,
  answer: { status: 200, means: 'The job', body: Job },
  refusals: ['not_found'],
  repeat: 'safe',
})

const JobLine = Type.Object(
  {
    id: Id('job', 'The job'),
    practice: Nullable(Type.String()),
    orderRef: Nullable(Type.String()),
    status: Words(jobStates, 'Where it is on its way'),
    kind: Words(jobKinds, 'New, or made again'),
    priority: Type.String(),
    tray: Nullable(Type.String()),
    estimatedCompletionDate: Nullable(Type.String({ format: 'date' })),
    late: Type.Boolean({ description: 'Its promise is later than the first one was' }),
    release: ReleaseNumber,
    receivedAt: Instant('When it was taken'),
  },
  closed,
)

export const listJobs = endpoint({
  method: 'GET',
  path: '/api/jobs',
  noun: 'jobs',
  summary: 'Jobs, the newest first',
  access: { scope: 'jobs:read' },
  query: Type.Object(
    {
      ...pageQuery,
      practice: Type.Optional(PracticeId),
      status: Type.Optional(
        Type.String({ maxLength: 200, pattern: '^[a-z_,]+$', description: 'Only these states, comma-separated' }),
      ),
      orderRef: Type.Optional(Line('Your number of the order', 80)),
      tray: Type.Optional(Line('The tray it lies in', 40)),
      late: Type.Optional(Type.Boolean({ description: 'Only those whose promise moved' })),
    },
    closed,
  ),
  answer: { status: 200, means: 'A page of jobs', body: Page(JobLine, 'Jobs') },
  repeat: 'safe',
})

const Changes = Type.Object(
  {
    kind: Words(['remake', 'redo', 'non_adapt'], 'remake: by the lab’s fault; redo: the order changed; non_adapt'),
    reason: Line('Why it is made again, by the words of the rulebook: lab-error, prescriber-change, non-adapt …', 80),
    eyes: Type.Optional(
      Type.Array(Words(['right', 'left'], 'The lens'), {
        minItems: 1,
        maxItems: 2,
        description: 'Default: as ordered',
      }),
    ),
    order: Type.Optional(NewJob),
    orderRef: Type.Optional(Line('Your number of the order', 80)),
    note: Type.Optional(Line('What was seen', 500)),
  },
  closed,
)

export const remakeJob = endpoint({
  method: 'POST',
  path: '/api/jobs/:jobId/remake',
  noun: 'jobs',
  summary: 'Make a job again: remake, redo or non-adapt',
  description:
    'A job of its own, with its original: the order as it was, or `order` where something changes. Judged by the release in force, whose redo rules say who pays.',
  access: { scope: 'jobs:write' },
  params: jobParams,
  body: Changes,
  answer: { status: 201, means: 'The new job', body: JobStatus },
  refusals: ['not_found', 'job_refused', 'job_to_confirm'],
  repeat: 'keyed',
})

export const cancelJob = endpoint({
  method: 'POST',
  path: '/api/jobs/:jobId/cancel',
  noun: 'jobs',
  summary: 'Cancel a job; its fee follows the rules',
  access: { scope: 'jobs:write' },
  params: jobParams,
  body: Type.Object(
    {
      reason: Line('Why', 200),
      dry: Type.Optional(Type.Boolean({ description: 'true: only say what it would cost' })),
    },
    closed,
  ),
  answer: {
    status: 200,
    means: 'What it costs, and whether it is cancelled',
    body: Type.Object(
      {
        cancelled: Type.Boolean(),
        currency: Type.String({ description: 'ISO 4217' }),
        fee: Type.Integer({ description: 'In minor units' }),
        causes: Type.Array(Type.String(), { description: 'What the rules say to it' }),
      },
      closed,
    ),
  },
  refusals: ['not_found', 'job_over'],
  repeat: 'natural',
})

const StoryLine = Type.Object(
  {
    at: Instant('When it happened'),
    type: Type.String({ description: 'The event' }),
    by: Type.String({ description: 'Who did it' }),
    station: Nullable(Type.String()),
    sentence: Type.String({ description: 'What happened, in words' }),
    rules: Type.Array(Type.String(), { description: 'Rules that said so' }),
    imported: Type.Boolean({ description: 'Brought from another system' }),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  closed,
)

export const jobStory = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId/story',
  noun: 'jobs',
  summary: 'What happened to a job, by whom and why',
  access: { scope: 'jobs:read' },
  params: jobParams,
  answer: {
    status: 200,
    means: 'Its story in order',
    body: Type.Object({ jobId: Id('job', 'The job'), lines: Type.Array(StoryLine) }, closed),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})
