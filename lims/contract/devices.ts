import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { Id, Instant, Line as Text, Nullable, Page, pageQuery, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const

const LineId = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$',
  description: 'The line, as the lab calls it',
  examples: ['edger-1'],
})
const Machine = Text('The machine (or design engine), as the rulebook’s catalogue names it', 64)

const lineKinds = ['tcp', 'folder'] as const
const lineStates = ['off', 'waiting', 'connected', 'failed'] as const
const crcStyles = ['none', 'decimal', 'five digits'] as const

const ms = (description: string, maximum: number) =>
  Type.Optional(Type.Integer({ minimum: 100, maximum, description: `${description}, in milliseconds` }))
const LabelName = '^[!-<>-~]{1,20}$'

/** How a machine wants to be spoken to, where it differs from the standard’s usual way. */
export const LineSettings = Type.Object(
  {
    needCrc: Type.Optional(Type.Boolean({ description: 'Every packet of the machine must have a check sum' })),
    crc: Type.Optional(Words(crcStyles, 'How our check sums are written; left out: none')),
    confirmMs: ms('How long a packet waits for its receipt', 60_000),
    packetMs: ms('How long a packet that has begun, or data that were announced, may be silent', 120_000),
    answerMs: ms('How long we may think before the machine hears “busy”', 60_000),
    resends: Type.Optional(Type.Integer({ minimum: 0, maximum: 20, description: 'How often a packet is sent again' })),
    labels: Type.Optional(
      Type.Array(Type.String({ pattern: LabelName }), {
        maxItems: 400,
        description: 'Labels it gets besides those of its class, where it lists none itself',
      }),
    ),
    overrides: Type.Optional(
      Type.Record(Type.String({ pattern: LabelName }), Type.String({ maxLength: 200, pattern: '^[ -~]*$' }), {
        maxProperties: 100,
        description: 'What stands in a label for this machine, whatever the decision says: {"LMATID": "26;26"}',
      }),
    ),
    points: Type.Optional(
      Type.Record(Type.String({ pattern: '^[ -~]{1,20}$' }), Type.String({ maxLength: 60 }), {
        maxProperties: 100,
        description: 'Of a conveyor: its number of a decision point to the rulebook’s word: {"05": "before-edging"}',
      }),
    ),
    answerMinutes: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1440,
        description: 'Of a design engine: after how many minutes without an answer it is asked again; left out: 30',
      }),
    ),
    finishOnPass: Type.Optional(
      Type.Boolean({ description: 'Of an inspection: what passes has its step ended, without a scan' }),
    ),
  },
  { ...closed, description: 'What differs from the usual' },
)
export type LineSettings = Static<typeof LineSettings>

const Folder = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\u0000-\\u001f\\u007f]+$',
  description: 'A folder below ILS_DEVICE_FOLDER',
  examples: ['lds/in'],
})
export const LineFolders = Type.Object(
  { in: Folder, out: Folder, done: Folder, failed: Folder },
  { ...closed, description: 'Where files come in, go out, and lie afterwards' },
)
export type LineFolders = Static<typeof LineFolders>

const Peers = Type.Array(
  Type.String({
    pattern: '^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$',
    description: 'An address, or a network as 10.0.7.0/24',
  }),
  { maxItems: 50, description: 'Who may connect; none: only this computer' },
)

const lineFields = {
  machine: Machine,
  kind: Words(lineKinds, 'A port of its own, or folders'),
  port: Nullable(Type.Integer({ minimum: 1, maximum: 65_535, description: 'Of `tcp`: where we listen for it' })),
  peers: Peers,
  folders: Nullable(LineFolders),
  settings: LineSettings,
  enabled: Type.Boolean({ description: 'false: nobody is let in' }),
}

export const Line = Type.Object(
  {
    id: LineId,
    ...lineFields,
    version: Type.Integer({ minimum: 1, description: 'How many changes it had' }),
    state: Words(lineStates, 'Not served; nobody connected; in touch; cannot be served'),
    stateNote: Nullable(Type.String({ description: 'Why, or with whom' })),
    seenAt: Nullable(Instant('When the machine last said something')),
    changedAt: Instant('When it was last set up'),
  },
  { ...closed, description: 'A machine’s connection' },
)
export type Line = Static<typeof Line>

const LineMessage = Type.Object(
  {
    n: Type.Integer({ description: 'Counts up' }),
    at: Instant('When'),
    direction: Words(['in', 'out', 'note'], 'From the machine, to it, or something that was noticed'),
    about: Type.String({ description: 'What it was about, or the code of what was noticed' }),
    job: Nullable(Type.String({ description: 'What the machine called the job' })),
    status: Nullable(Type.Integer({ description: 'STATUS, where one was said' })),
    bytes: Type.Integer({ description: 'How long it was' }),
    text: Type.String({ description: 'Its records; personal labels are empty' }),
  },
  closed,
)
export type LineMessage = Static<typeof LineMessage>

const oneLine = Type.Object({ lineId: LineId }, closed)

export const listLines = endpoint({
  method: 'GET',
  path: '/api/devices/lines',
  noun: 'devices',
  summary: 'Lines to machines, and who is connected',
  access: { scope: 'devices:read' },
  answer: { status: 200, means: 'All lines, by id', body: Type.Object({ lines: Type.Array(Line) }, closed) },
  repeat: 'safe',
})

export const getLine = endpoint({
  method: 'GET',
  path: '/api/devices/lines/:lineId',
  noun: 'devices',
  summary: 'One line: what was agreed with its machine, who was sent away, what was said last',
  access: { scope: 'devices:read' },
  params: oneLine,
  answer: {
    status: 200,
    means: 'The line',
    body: Type.Object(
      {
        ...Line.properties,
        known: Nullable(
          Type.Unsafe<object>({ type: 'object', description: 'What was agreed at its last initialisation' }),
        ),
        refused: Type.Array(
          Type.Object(
            {
              peer: Type.String({ description: 'Its address; `others`: more than were counted one by one' }),
              reason: Words(
                ['not_a_peer', 'line_taken', 'too_many'],
                'Not a peer; another is connected; all are taken',
              ),
              times: Type.Integer({ description: 'How often' }),
              firstAt: Instant('First'),
              lastAt: Instant('Last'),
            },
            closed,
          ),
          { description: 'Who was sent away, the latest first; the first 100' },
        ),
        messages: Type.Array(LineMessage, { description: 'What was said last, the newest first; the first 100' }),
      },
      closed,
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const putLine = endpoint({
  method: 'PUT',
  path: '/api/devices/lines/:lineId',
  noun: 'devices',
  summary: 'Set up a line to a machine, or change it; it is served so at once',
  access: { scope: 'devices:write' },
  params: oneLine,
  body: Type.Object(
    {
      ...lineFields,
      port: Type.Optional(lineFields.port),
      peers: Type.Optional(Peers),
      folders: Type.Optional(lineFields.folders),
      settings: Type.Optional(LineSettings),
      version: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'The version you saw; left out: any' }),
      ),
    },
    closed,
  ),
  answer: { status: 200, means: 'The line as it is now', body: Line },
  refusals: ['conflict', 'nothing_in_force'],
  repeat: 'natural',
})

export const removeLine = endpoint({
  method: 'DELETE',
  path: '/api/devices/lines/:lineId',
  noun: 'devices',
  summary: 'Take a line away: its machine is sent off at once',
  access: { scope: 'devices:write' },
  params: oneLine,
  answer: { status: 200, means: 'The line as it was', body: Line },
  refusals: ['not_found'],
  repeat: 'natural',
})

const number = (description: string) => Type.Number({ description })
const Box = Type.Object(
  {
    a: number('Boxed width, mm'),
    b: number('Boxed height, mm'),
    ed: number('Effective diameter, mm'),
    circumference: number('Around, mm'),
    circumference3d: Nullable(number('Around along the groove, mm; null: no heights were measured')),
    points: Type.Integer({ description: 'How many were measured' }),
  },
  closed,
)
export const TraceFigures = Type.Object(
  { right: Nullable(Box), left: Nullable(Box), dbl: Nullable(number('Distance between lenses, mm')) },
  closed,
)
export type TraceFigures = Static<typeof TraceFigures>

const Eyes = Type.Array(Words(['right', 'left'], 'An eye'))

const Trace = Type.Object(
  {
    id: Id('trc', 'The trace'),
    line: Type.String({ description: 'The line it came over' }),
    jobId: Nullable(Type.String({ description: 'The job; null: nobody knows one of that name yet' })),
    jobText: Type.String({ description: 'What the machine called the job' }),
    eyes: Eyes,
    figures: TraceFigures,
    faults: Type.Array(Type.Object({ code: Type.String(), severity: Type.String(), message: Type.String() }, closed), {
      description: 'What should be known of it',
    }),
    at: Instant('When it came'),
  },
  { ...closed, description: 'The measured shape of a frame' },
)
export type Trace = Static<typeof Trace>

export const listTraces = endpoint({
  method: 'GET',
  path: '/api/devices/traces',
  noun: 'devices',
  summary: 'Traces, the newest first',
  access: { scope: 'devices:read' },
  query: Type.Object(
    {
      ...pageQuery,
      job: Type.Optional(Id('job', 'Only of this job')),
    },
    closed,
  ),
  answer: { status: 200, means: 'A page of traces', body: Page(Trace, 'Traces') },
  repeat: 'safe',
})

export const getTrace = endpoint({
  method: 'GET',
  path: '/api/devices/traces/:traceId',
  noun: 'devices',
  summary: 'One trace: its records and a drawing',
  access: { scope: 'devices:read' },
  params: Type.Object({ traceId: Id('trc', 'The trace') }, closed),
  answer: {
    status: 200,
    means: 'The trace',
    body: Type.Object(
      {
        ...Trace.properties,
        message: Type.String({ description: 'Its records, as OMA/VCA text; personal labels are empty' }),
        svg: Type.String({ description: 'Both eyes from the front, in mm, as an SVG document' }),
      },
      closed,
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})

const DesignRequest = Type.Object(
  {
    id: Id('dsr', 'The request'),
    line: Type.String({ description: 'The line it went over' }),
    jobId: Type.String({ description: 'The job' }),
    eyes: Eyes,
    attempt: Type.Integer({ description: 'Above 1: it was asked before' }),
    file: Type.String({ description: 'Name of the request’s file' }),
    state: Words(['asked', 'answered', 'refused', 'failed'], 'Asked; answered; refused by the engine; or by us'),
    surfaceFiles: Type.Array(Type.String(), { description: 'Surface files of the answer' }),
    note: Nullable(Type.String({ description: 'What was said beyond that' })),
    askedAt: Instant('When it was asked'),
    answeredAt: Nullable(Instant('When the answer was read')),
  },
  { ...closed, description: 'What a design engine was asked' },
)
export type DesignRequest = Static<typeof DesignRequest>

export const listDesignRequests = endpoint({
  method: 'GET',
  path: '/api/devices/design-requests',
  noun: 'devices',
  summary: 'What design engines were asked, the newest first',
  access: { scope: 'devices:read' },
  query: Type.Object(
    {
      ...pageQuery,
      job: Type.Optional(Id('job', 'Only of this job')),
      state: Type.Optional(Words(['asked', 'answered', 'refused', 'failed'], 'Only those')),
    },
    closed,
  ),
  answer: { status: 200, means: 'A page of requests', body: Page(DesignRequest, 'Requests') },
  repeat: 'safe',
})
