import { Type } from '@sinclair/typebox'
import { FullConfiguration } from './configuration.ts'
import { endpoint } from './endpoint.ts'
import { Id, Instant, Line, Nullable, PracticeId, Words } from './shapes.ts'
import { SimpleOrder } from './simple-order.ts'

/** Paths that integrators were promised and that a later version serves: they can be programmed against already. */
const jobStates = ['pending', 'in_production', 'quality_check', 'on_hold', 'completed', 'shipped', 'cancelled'] as const

const JobShape = Type.Object(
  {
    jobId: Id('job', 'The job'),
    status: Words(jobStates, 'Where it is on its way'),
    estimatedCompletionDate: Nullable(Type.String({ format: 'date', description: 'The promised day' })),
    queuePosition: Nullable(
      Type.Integer({ minimum: 1, description: 'How many are before it at its station, itself included' }),
    ),
  },
  { additionalProperties: false },
)

const forPractice = {
  practice: Type.Optional(PracticeId),
  patientRef: Type.Optional(Line('Your reference for the wearer; never a name', 80)),
  orderRef: Type.Optional(Line('Your number of the order', 80)),
}

export const createJob = endpoint({
  method: 'POST',
  path: '/api/jobs/create',
  noun: 'jobs',
  summary: 'Order: make a job',
  coming: 'with production',
  access: { scope: 'rules:read' },
  body: Type.Union([
    Type.Object({ configuration: FullConfiguration, ...forPractice }, { additionalProperties: false }),
    Type.Composite([SimpleOrder, Type.Object(forPractice)], { additionalProperties: false }),
  ]),
  answer: { status: 201, means: 'The job', body: JobShape },
  repeat: 'keyed',
})

export const getJobStatus = endpoint({
  method: 'GET',
  path: '/api/jobs/:jobId/status',
  noun: 'jobs',
  summary: 'Where a job is',
  coming: 'with production',
  access: { scope: 'rules:read' },
  params: Type.Object({ jobId: Id('job', 'The job') }, { additionalProperties: false }),
  answer: { status: 200, means: 'Its state', body: JobShape },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const registerWebhook = endpoint({
  method: 'POST',
  path: '/api/webhooks/status',
  noun: 'webhooks',
  summary: 'Be told when a job changes',
  coming: 'with webhooks',
  access: { scope: 'events:read' },
  body: Type.Object(
    {
      url: Type.String({ format: 'uri', maxLength: 2000, description: 'Where to' }),
      events: Type.Optional(
        Type.Array(Type.String({ maxLength: 80 }), { maxItems: 100, description: 'Only these types; left out: all' }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: {
    status: 201,
    means: 'The endpoint and, this once, its secret',
    body: Type.Object(
      {
        id: Id('whk', 'The endpoint'),
        url: Type.String(),
        secret: Nullable(Type.String({ secret: true, description: 'To verify signatures with' })),
        createdAt: Instant('When it was registered'),
      },
      { additionalProperties: false },
    ),
  },
  repeat: 'keyed',
})
