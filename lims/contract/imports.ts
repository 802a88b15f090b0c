import { Type, type Static } from '@sinclair/typebox'
import { FullConfiguration } from './configuration.ts'
import { endpoint } from './endpoint.ts'
import { StationId } from './floor.ts'
import { faultParties } from './floor-verbs.ts'
import { jobStates, tracks } from './job-states.ts'
import { frameWays, jobKinds } from './jobs.ts'
import { Cause } from './problem.ts'
import { Instant, Line, Nullable, PracticeId, Words } from './shapes.ts'
import { SimpleOrder } from './simple-order.ts'

const closed = { additionalProperties: false } as const

const ExternalId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$',
  description: 'Its number in the system it comes from: by it a repeat is known',
})

const importedTypes = [
  'started',
  'finished',
  'breakage',
  'held',
  'resumed',
  'inspected',
  'shipped',
  'cancelled',
] as const

const ImportedEvent = Type.Object(
  {
    at: Instant('When it happened'),
    type: Words(importedTypes, 'What happened'),
    station: Type.Optional(StationId),
    eye: Type.Optional(
      Words(['right', 'left', 'both'], 'Which lens; left out: both, or the pair where the step is of the pair'),
    ),
    operator: Type.Optional(Line('Who did it', 80)),
    machine: Type.Optional(Line('The machine', 64)),
    reason: Type.Optional(Line('Of a breakage its code; else why, in words', 200)),
    fault: Type.Optional(Words(faultParties, 'Who answers for a breakage; left out: as the reason says')),
    owner: Type.Optional(Line('Who has to do something about a hold', 80)),
    measured: Type.Optional(
      Type.Unsafe<Record<string, number | string>>({
        type: 'object',
        additionalProperties: { type: ['number', 'string'], maxLength: 40 },
        maxProperties: 40,
        propertyNames: { type: 'string', maxLength: 60 },
        description: 'What an inspection measured, by the rulebook’s names',
      }),
    ),
    verdict: Type.Optional(Words(['pass', 'fail', 'overridden'], 'What came of an inspection; left out: pass')),
    carrier: Type.Optional(Line('Who took it', 60)),
    tracking: Type.Optional(Line('Number of the parcel', 80)),
    fee: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1e9, description: 'Fee of a cancellation, in minor units' }),
    ),
  },
  closed,
)
export type ImportedEvent = Static<typeof ImportedEvent>

const ImportedStep = Type.Object(
  {
    eye: Words(tracks, 'The lens, or both together'),
    step: StationId,
    at: Type.Optional(
      Type.Integer({
        ...{ minimum: 0, maximum: 100_000 },
        description:
          'Its place on the way, by which steps of both tracks are ordered; left out: as the rules in force place it, else behind the step before, and those of the pair behind all of the lenses',
      }),
    ),
    doneAt: Type.Optional(Instant('When it was done; left out: not yet, or an event says it')),
  },
  closed,
)

/** One job as another system knew it. */
export const ImportedJob = Type.Object(
  {
    externalId: ExternalId,
    practice: Type.Optional(PracticeId),
    patientRef: Type.Optional(Line('Your reference for the wearer, never a name', 80)),
    orderRef: Type.Optional(Line('The practice’s number of the order', 80)),
    receivedAt: Instant('When it was taken'),
    promisedOn: Type.Optional(Type.String({ format: 'date', description: 'The day it was promised for' })),
    status: Words(
      jobStates,
      'Where it is. Between taken and made its steps decide; that it is on hold, completed, shipped or cancelled they must say too',
    ),
    kind: Type.Optional(Words(jobKinds, 'New (default), or made again')),
    original: Type.Optional(ExternalId),
    reason: Type.Optional(Line('Why it is made again', 80)),
    priority: Type.Optional(Line('standard (default), rush, same-day', 40)),
    frameWay: Type.Optional(Words(frameWays, 'Where its frame is; default: enclosed')),
    frameHere: Type.Optional(Type.Boolean({ description: 'The frame that was to come has come' })),
    tray: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$',
        description: 'The tray it lies in; only of an open job',
      }),
    ),
    order: Type.Optional(
      Type.Union([Type.Object({ configuration: FullConfiguration }, closed), SimpleOrder], {
        description: 'What was ordered, in either form: judged by the rules in force, and never refused for it',
      }),
    ),
    route: Type.Optional(
      Type.Array(ImportedStep, {
        maxItems: 120,
        description: 'Its way, each lens in order; left out: as the rules in force say, or as its events tell',
      }),
    ),
    events: Type.Array(ImportedEvent, { maxItems: 2000, description: 'What happened to it, in any order' }),
    total: Type.Optional(Type.Integer({ minimum: -1e9, maximum: 1e9, description: 'Price, in minor units' })),
  },
  closed,
)
export type ImportedJob = Static<typeof ImportedJob>

const ImportAnswer = Type.Object(
  {
    line: Type.Integer({ minimum: 1, description: 'Number of the line it answers' }),
    externalId: Nullable(Type.String()),
    result: Words(
      ['made', 'already_there', 'refused'],
      'made: it is there now; already_there: an earlier line said the same; refused: nothing was kept of it',
    ),
    jobId: Nullable(Type.String({ description: 'The job' })),
    message: Nullable(Type.String({ description: 'Why it was refused, or what is to be known of it' })),
    causes: Type.Array(Cause, { description: 'Why it was refused: line, field, value and limit' }),
  },
  closed,
)
export type ImportAnswer = Static<typeof ImportAnswer>

export const importJobs = endpoint({
  method: 'POST',
  path: '/api/import',
  noun: 'imports',
  summary: 'Bring jobs and their past from another system, one a line',
  description:
    'Each line is answered by itself, in order. Sent again, a job that is there stays as it is. What was closed only comes into the past; what is open comes onto the floor at its next step. Everything is marked imported and keeps its time.',
  access: { scope: 'imports:write' },
  lines: { request: ImportedJob, answer: ImportAnswer },
  answer: { status: 200, means: 'A line for each line', type: 'application/x-ndjson' },
  bodyLimitBytes: 1024 * 1024,
  refusals: ['nothing_in_force'],
  repeat: 'natural',
})
