import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { faultParties, floorVerbs, pickModes, verbNames, type FloorVerb } from './floor-verbs.ts'
import { jobStates, stepStates, tracks } from './job-states.ts'
import { Cause } from './problem.ts'
import { Id, Instant, Line, Nullable, Page, pageQuery, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const

export const StationId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$',
  description: 'The station, as the rulebook names it',
  examples: ['polish'],
})

const verbTable = Object.entries<FloorVerb>(floorVerbs)
  .map(
    ([name, { means, needs, may }]) => `\`${name}\`: ${means}. Needs ${needs.join(', ')}; may have ${may.join(', ')}.`,
  )
  .join('\n')

/** One act on the floor. Which fields a verb needs stands in `floorVerbs`. */
export const Scan = Type.Object(
  {
    scanId: Type.String({
      pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{7,79}$',
      description: 'Made by the scanner, once for each act: a repeat changes nothing and gets the first answer',
    }),
    verb: Words(verbNames, 'What was done'),
    at: Type.Optional(Instant('When it was done; left out: now')),
    operator: Type.Optional(Line('Badge or name of who did it; left out: whose key it is', 80)),
    job: Type.Optional(Line('The job: its id, or its tray as `tray:12345`', 80)),
    station: Type.Optional(StationId),
    machine: Type.Optional(Line('The machine, as the rulebook names it', 64)),
    eye: Type.Optional(Words(['right', 'left', 'both'], 'Which lens; left out: all that stand at the station')),
    tray: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$', description: 'The tray’s number' })),
    reassign: Type.Optional(Type.Boolean({ description: 'Also when the tray or the job was bound otherwise' })),
    opc: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9-]{1,20}$', description: 'What was scanned on the blank' })),
    lot: Type.Optional(Line('Lot of the blank', 40)),
    mode: Type.Optional(Words(pickModes, 'What happened at the pick')),
    reason: Type.Optional(Line('Code of the reason, or why in words', 200)),
    fault: Type.Optional(Words(faultParties, 'Who answers for it; left out: as the reason says')),
    note: Type.Optional(Line('What else is to be said', 500)),
    owner: Type.Optional(Line('Who has to do something', 80)),
    until: Type.Optional(Instant('When it ends by itself')),
    why: Type.Optional(Line('Why it is done nevertheless', 500)),
    measured: Type.Optional(
      Type.Unsafe<Record<string, number | string>>({
        type: 'object',
        additionalProperties: { type: ['number', 'string'], maxLength: 40, minimum: -100_000, maximum: 100_000 },
        minProperties: 1,
        maxProperties: 40,
        propertyNames: { type: 'string', maxLength: 60 },
        description:
          'What was measured, by the rulebook’s names without `measured.`, in natural units: {"sphere": -2.25, "axis": 90}',
      }),
    ),
    batch: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$', description: 'The batch' })),
    program: Type.Optional(Line('Program or recipe that was run', 80)),
    density: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: 'Density measured, in percent' })),
    carrier: Type.Optional(Line('Who takes it', 60)),
    tracking: Type.Optional(Line('Number of the parcel', 80)),
  },
  { ...closed, description: 'One act on the floor' },
)
export type Scan = Static<typeof Scan>

export const ScanAnswer = Type.Object(
  {
    scanId: Type.String(),
    result: Words(['applied', 'repeated', 'refused'], 'Carried out now; carried out before; or not, and why'),
    sentence: Type.String({ description: 'What it came to, for whoever scanned' }),
    code: Nullable(Type.String({ description: 'Code of the refusal' })),
    causes: Type.Array(Cause, { description: 'Why it was refused' }),
    jobId: Nullable(Type.String({ description: 'The job' })),
    status: Nullable(Words(jobStates, 'Where the job is now')),
    station: Nullable(Type.String({ description: 'Where the lens goes next' })),
    stock: Type.Array(Type.String(), { description: 'What it did to stock, in words' }),
    verdict: Nullable(Words(['pass', 'fail', 'overridden'], 'Of an inspection')),
  },
  closed,
)
export type ScanAnswer = Static<typeof ScanAnswer>

export const scan = endpoint({
  method: 'POST',
  path: '/api/floor/scan',
  noun: 'floor',
  summary: 'One act on the floor, judged at once',
  description: `A refusal is an answer here, not an error: \`result\` says it, so that the operator reads why.\n\n${verbTable}`,
  access: { scope: 'floor:write' },
  body: Scan,
  answer: { status: 200, means: 'What it came to', body: ScanAnswer },
  repeat: 'natural',
})

export const scanMany = endpoint({
  method: 'POST',
  path: '/api/floor/scans',
  noun: 'floor',
  summary: 'Acts kept while there was no network',
  description:
    'Late, in bulk and twice: each is applied once, in the order of `at` for each job, and answered by itself; conflicts go back to whoever scanned.',
  access: { scope: 'floor:write' },
  body: Type.Object({ scans: Type.Array(Scan, { minItems: 1, maxItems: 1000 }) }, closed),
  answer: {
    status: 200,
    means: 'What each came to, in the order they were sent',
    body: Type.Object({ answers: Type.Array(ScanAnswer) }, closed),
  },
  bodyLimitBytes: 4 * 1024 * 1024,
  repeat: 'natural',
})

const QueueLine = Type.Object(
  {
    jobId: Id('job', 'The job'),
    eye: Words(tracks, 'The lens, or both together'),
    state: Words(stepStates, 'How far the step is'),
    stop: Nullable(Type.String({ description: 'Why it cannot be begun, in words' })),
    practice: Nullable(Type.String()),
    orderRef: Nullable(Type.String()),
    tray: Nullable(Type.String()),
    priority: Type.String(),
    promisedOn: Type.String({ format: 'date' }),
    slackHours: Type.Number({ description: 'Working hours to spare; below 0: it will be late as it is' }),
    since: Instant('Since when it stands here'),
    opc: Nullable(Type.String()),
    program: Nullable(Type.String({ description: 'Program for this station' })),
    attempt: Type.Integer({ description: 'Above 1: a lens was lost before' }),
  },
  closed,
)

export const stationQueue = endpoint({
  method: 'GET',
  path: '/api/floor/stations/:station/queue',
  noun: 'floor',
  summary: 'What waits at a station: least time to spare first, then rush',
  access: { scope: 'floor:read' },
  params: Type.Object({ station: StationId }, closed),
  query: Type.Object(pageQuery, closed),
  answer: { status: 200, means: 'A page of the queue', body: Page(QueueLine, 'Lenses and pairs') },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const listStations = endpoint({
  method: 'GET',
  path: '/api/floor/stations',
  noun: 'floor',
  summary: 'The stations with what waits at each, and the reasons that can be given there',
  access: { scope: 'floor:read' },
  answer: {
    status: 200,
    means: 'Stations in the order of the way',
    body: Type.Object(
      {
        stations: Type.Array(
          Type.Object(
            {
              id: Type.String(),
              label: Type.String(),
              minutes: Type.Number({ description: 'Usual time for one' }),
              places: Type.Integer({ description: 'How many at once' }),
              machines: Type.Array(Type.String()),
              waiting: Type.Integer({ description: 'How many stand before it' }),
              started: Type.Integer(),
              stopped: Type.Integer({ description: 'How many of them cannot be begun' }),
              waitMinutes: Type.Number({ description: 'Work that stands before it, shared by its places' }),
              reasons: Type.Array(
                Type.Object(
                  {
                    code: Type.String(),
                    label: Type.String(),
                    fault: Words(faultParties, 'Who answers for it'),
                    lost: Type.Boolean({ description: 'The lens is lost; otherwise it is worked again' }),
                    restart: Type.String({ description: 'The step it goes back to' }),
                  },
                  closed,
                ),
              ),
            },
            closed,
          ),
        ),
      },
      closed,
    ),
  },
  refusals: ['nothing_in_force'],
  repeat: 'safe',
})

const Batch = Type.Object(
  {
    id: Type.String({ description: 'The batch' }),
    station: Type.String(),
    machine: Nullable(Type.String()),
    program: Nullable(Type.String()),
    state: Words(['open', 'closed', 'finished'], 'Taking lenses; running; taken out'),
    lenses: Type.Integer({ description: 'How many lie in it' }),
    room: Type.Integer({ description: 'How many it holds' }),
    dueAt: Instant('When it is closed even if it is not full'),
    openedAt: Instant('Since when'),
    closedAt: Nullable(Instant('When it began')),
    finishedAt: Nullable(Instant('When it was taken out')),
  },
  closed,
)

export const listBatches = endpoint({
  method: 'GET',
  path: '/api/floor/batches',
  noun: 'floor',
  summary: 'Batches, the newest first',
  access: { scope: 'floor:read' },
  query: Type.Object(
    {
      ...pageQuery,
      station: Type.Optional(StationId),
      state: Type.Optional(Words(['open', 'closed', 'finished'], 'Only those')),
    },
    closed,
  ),
  answer: { status: 200, means: 'A page of batches', body: Page(Batch, 'Batches') },
  repeat: 'safe',
})

export const findTray = endpoint({
  method: 'GET',
  path: '/api/floor/trays/:tray',
  noun: 'floor',
  summary: 'What lies in a tray, and where it was seen last',
  access: { scope: 'floor:read' },
  params: Type.Object({ tray: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9-]{0,39}$' }) }, closed),
  answer: {
    status: 200,
    means: 'The tray',
    body: Type.Object(
      {
        tray: Type.String(),
        jobId: Nullable(Type.String({ description: 'null: it is free' })),
        status: Nullable(Words(jobStates, 'Where the job is')),
        since: Nullable(Instant('Since when it is bound')),
        seen: Type.Array(
          Type.Object(
            { station: Type.String(), at: Instant('When'), operator: Type.String(), verb: Type.String() },
            closed,
          ),
          { description: 'Its last scans, the newest first' },
        ),
      },
      closed,
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})
