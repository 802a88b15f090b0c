import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { jobStates, stepStates, tracks } from './job-states.ts'
import { ReleaseNumber } from './rulebook-shapes.ts'
import { Id, Line, Nullable, Page, pageQuery, Words } from './shapes.ts'
import { outcomes } from './validation.ts'

const closed = { additionalProperties: false } as const
const Sentences = (description: string) => Type.Array(Type.String(), { description })

const Comparison = Type.Object(
  {
    release: ReleaseNumber,
    before: Words(outcomes, 'What its release says'),
    after: Words(outcomes, 'What the release in force says'),
    differs: Type.Boolean({ description: 'It would be decided differently now' }),
    respects: Sentences('In which ways: program, route, tolerance, price, promise …'),
    differences: Sentences('What is different, in words'),
    rules: Sentences('The rules it is put down to'),
    inTheWay: Sentences('Work that is done and would be different now: it cannot simply be judged anew'),
  },
  { ...closed, description: 'Both judged now, with the world as it was when the job was taken' },
)
export type Comparison = Static<typeof Comparison>

const RecallJob = Type.Object(
  {
    jobId: Id('job', 'The job'),
    practice: Nullable(Type.String()),
    orderRef: Nullable(Type.String()),
    status: Words(jobStates, 'Where it is on its way'),
    estimatedCompletionDate: Type.String({ format: 'date', description: 'The promised day' }),
    tray: Nullable(Type.String()),
    hold: Nullable(Type.String({ description: 'Why it is on hold' })),
    lenses: Type.Array(
      Type.Object(
        {
          eye: Words(tracks, 'The lens, or both together'),
          station: Nullable(Type.String({ description: 'The step it stands before or in; null: all are done' })),
          state: Words(stepStates, 'How far that step is'),
        },
        closed,
      ),
      { description: 'Where they are' },
    ),
    comparison: Nullable(Comparison),
  },
  closed,
)
export type RecallJob = Static<typeof RecallJob>

export const listRecallJobs = endpoint({
  method: 'GET',
  path: '/api/recalls/:release/jobs',
  noun: 'recalls',
  summary: 'Open jobs that a release decided, and where they are',
  description:
    'With `compare` each is judged by its own release and by the one in force for its practice, and the differences are said in words. Nothing is changed.',
  access: { scope: 'releases:read' },
  params: Type.Object({ release: ReleaseNumber }, closed),
  query: Type.Object(
    { ...pageQuery, compare: Type.Optional(Type.Boolean({ description: 'Say what would be different now' })) },
    closed,
  ),
  answer: { status: 200, means: 'A page of jobs', body: Page(RecallJob, 'Jobs') },
  refusals: ['not_found', 'nothing_in_force'],
  repeat: 'safe',
})

const recallDeeds = ['hold', 'rejudge'] as const

const Recall = Type.Object(
  {
    id: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{7,79}$',
      description: 'Made by you, once for each recall: sent again it goes on where it was, and does nothing twice',
    }),
    release: ReleaseNumber,
    do: Words(recallDeeds, 'hold: stop them; rejudge: make them by the release in force'),
    reason: Line('Why, in words: it stands in every job and in the audit trail', 200),
    owner: Type.Optional(Line('Who has to do something about those on hold', 80)),
    jobs: Type.Optional(
      Type.Array(Id('job', 'A job'), { minItems: 1, maxItems: 10_000, description: 'Only these; left out: all' }),
    ),
    dry: Type.Optional(Type.Boolean({ description: 'true: only say what would be done' })),
  },
  closed,
)
export type Recall = Static<typeof Recall>

const RecallLine = Type.Object(
  {
    jobId: Type.String({ description: 'The job' }),
    did: Words(
      ['held', 'rejudged', 'passed_over'],
      'held: it stands still; rejudged: it is made by the release in force; passed_over: nothing was to be done',
    ),
    sentence: Type.String({ description: 'What was done and why' }),
    differences: Sentences('What is different, in words'),
    repeated: Type.Boolean({ description: 'This recall did it before' }),
    done: Type.Integer({ description: 'How many were looked at, this one included' }),
    total: Type.Integer({ description: 'How many there are' }),
  },
  closed,
)
export type RecallLine = Static<typeof RecallLine>

export const recallRelease = endpoint({
  method: 'POST',
  path: '/api/recalls',
  noun: 'recalls',
  summary: 'Hold the open jobs of a release, or judge them anew',
  description:
    'Each job by itself, answered by a line as it is done. What is done to a lens stays done: where that would be different now, or the release in force does not accept the order, the job is held with the difference named.',
  access: { scope: 'recalls:write' },
  body: Recall,
  lines: { answer: RecallLine },
  answer: { status: 200, means: 'A line for each job', type: 'application/x-ndjson' },
  refusals: ['not_found', 'conflict', 'nothing_in_force'],
  repeat: 'natural',
})
