import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import type { Scope } from './roles.ts'
import { Instant, Nullable, PracticeId, Words } from './shapes.ts'
import { TextPatch } from './text-patch.ts'
import { WebhookBody } from './webhook-body.ts'

/** Where the socket is opened: this path of the LIMS, by ws or wss. Frames are JSON text, one message each. */
export const LIVE_PATH = '/api/live'

const closed = { additionalProperties: false } as const
const PRACTICE = '[A-Za-z0-9][A-Za-z0-9._-]{0,63}'

export interface LiveRoom {
  readonly form: string
  /** Of the whole name. */
  readonly pattern: string
  readonly scope: Scope
  /** Only for credentials that see the whole lab. */
  readonly labOnly: boolean
  /** `events`: all that happens there, in order, none left out. `snapshot`: how it is, and only the newest. */
  readonly mode: 'events' | 'snapshot'
  readonly means: string
}

/** What can be listened to. Who belongs to a practice is sent what is of that practice, whatever room it comes from. */
export const liveRooms: readonly LiveRoom[] = [
  {
    ...{ form: 'practice:<practice>', pattern: `practice:${PRACTICE}`, scope: 'events:read', labOnly: false },
    ...{ mode: 'events', means: 'Everything that happens to one practice' },
  },
  {
    ...{ form: 'job:<job>', pattern: 'job:job_[0-9a-z]{26}', scope: 'jobs:read', labOnly: false },
    ...{ mode: 'events', means: 'Everything that happens to one job' },
  },
  {
    ...{ form: 'station:<station>', pattern: `station:${PRACTICE}`, scope: 'floor:read', labOnly: true },
    ...{ mode: 'events', means: 'What happens at one station, and what comes to it' },
  },
  {
    ...{ form: 'jobs', pattern: 'jobs', scope: 'jobs:read', labOnly: false },
    ...{ mode: 'events', means: 'What happens to jobs and batches' },
  },
  {
    ...{ form: 'stock', pattern: 'stock', scope: 'stock:read', labOnly: true },
    ...{ mode: 'events', means: 'What happens to stock' },
  },
  {
    ...{ form: 'devices', pattern: 'devices', scope: 'devices:read', labOnly: true },
    ...{ mode: 'events', means: 'What happens at lines to machines' },
  },
  {
    ...{ form: 'rules', pattern: 'rules', scope: 'releases:read', labOnly: true },
    ...{ mode: 'events', means: 'What happens to drafts and releases' },
  },
  {
    ...{ form: 'lab', pattern: 'lab', scope: 'events:read', labOnly: true },
    ...{ mode: 'events', means: 'Everything that happens' },
  },
  {
    ...{ form: 'catalogue', pattern: 'catalogue', scope: 'rules:read', labOnly: false },
    ...{ mode: 'snapshot', means: 'The release in force, for one’s own practice or for everyone (LiveCatalogue)' },
  },
  {
    ...{ form: 'catalogue:<practice>', pattern: `catalogue:${PRACTICE}`, scope: 'rules:read', labOnly: false },
    ...{ mode: 'snapshot', means: 'The release in force for that practice (LiveCatalogue)' },
  },
  {
    ...{ form: 'board', pattern: 'board', scope: 'floor:read', labOnly: true },
    ...{ mode: 'snapshot', means: 'How many stand at each station (LiveBoard)' },
  },
]

export const MOST_LIVE_ROOMS = 200

const LiveRoomName = Type.String({
  pattern: `^(${liveRooms.map(({ pattern }) => pattern).join('|')})$`,
  description: `One of ${liveRooms.map(({ form }) => form).join(', ')}`,
  examples: ['practice:practice-0012'],
})
const Rooms = (description: string) =>
  Type.Array(LiveRoomName, { maxItems: MOST_LIVE_ROOMS, uniqueItems: true, description })

const Epoch = Type.String({
  pattern: '^[A-Za-z0-9_-]{8,64}$',
  description: 'Which event log: another database, a restored one or a promoted copy has another',
})
const Seq = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: `${description} (position in the log)` })

/** A place in the event log: keep the newest you were told, and give it back when you come again. */
export const LivePosition = Type.Object({ epoch: Epoch, seq: Seq('Everything up to here is known') }, closed)
export type LivePosition = Static<typeof LivePosition>

export const makeLiveTicket = endpoint({
  method: 'POST',
  path: '/api/live/tickets',
  noun: 'live',
  summary: 'A ticket for one live socket',
  description:
    'Opens one socket, once, within seconds, with the rights of who asked. To load without a gap: take a ticket, read what you show, then say `hello` with the `position` of the ticket.',
  access: 'signed-in',
  answer: {
    status: 201,
    means: 'The ticket, and where the log stands now',
    body: Type.Object(
      {
        ticket: Type.String({ secret: true, description: 'Send it in `hello`; it works once' }),
        expiresAt: Instant('Until when it must be used'),
        path: Type.String({ description: 'Open a WebSocket at this path of the LIMS', examples: [LIVE_PATH] }),
        position: LivePosition,
      },
      closed,
    ),
  },
  repeat: 'natural',
})

// What the client sends. The first message is `hello`, within five seconds.

const Asked = {
  id: Type.Integer({ minimum: 0, maximum: 2_147_483_647, description: 'Your number; the answer has it' }),
}

export const LiveHello = Type.Object(
  {
    kind: Type.Literal('hello'),
    protocol: Type.Literal(1),
    ticket: Type.String({ minLength: 20, maxLength: 200, description: 'From POST /api/live/tickets' }),
    rooms: Rooms('All or none of them'),
    from: Type.Optional(LivePosition),
  },
  { ...closed, description: 'Opens the stream. With `from`, all that happened in these rooms since then comes first' },
)
export const LiveJoin = Type.Object(
  { kind: Type.Literal('join'), ...Asked, rooms: Rooms('All or none of them') },
  { ...closed, description: 'More rooms, from now on. Answered by `joined` or `refused`; then read what you show' },
)
export const LiveLeave = Type.Object(
  { kind: Type.Literal('leave'), ...Asked, rooms: Rooms('Rooms') },
  { ...closed, description: 'Answered by `left`: nothing of these rooms comes after it' },
)
export const LiveRequest = Type.Union([LiveHello, LiveJoin, LiveLeave])
export type LiveRequest = Static<typeof LiveRequest>

// What the LIMS sends.

export const notRecovered = ['other_epoch', 'too_old', 'ahead'] as const

const LiveWelcome = Type.Object(
  {
    kind: Type.Literal('welcome'),
    epoch: Epoch,
    seq: Seq('Where this stream begins: what comes is after it'),
    recovered: Nullable(
      Type.Boolean({
        description: 'true: nothing since `from` is missing. false: load anew. null: there was no `from`',
      }),
    ),
    why: Nullable(
      Words(notRecovered, 'Why not recovered: another log; more happened since than is sent again; no such position'),
    ),
    rooms: Rooms('What is listened to'),
    quietSeconds: Type.Integer({ description: 'The line is dead when nothing came for this long' }),
  },
  { ...closed, description: 'Answers `hello`' },
)
const LiveEvent = Type.Object(
  { kind: Type.Literal('event'), seq: Seq('Your new position'), event: WebhookBody },
  { ...closed, description: 'Something that happened in a room of yours; in order, each once' },
)
const LiveMark = Type.Object(
  { kind: Type.Literal('mark'), seq: Seq('Your new position') },
  { ...closed, description: 'Nothing up to here is missing; also says that the line is alive' },
)
const LiveSnapshot = Type.Object(
  {
    kind: Type.Literal('snapshot'),
    room: LiveRoomName,
    version: Type.Integer({ minimum: 0, description: 'Rises with each change: the larger one is newer' }),
    at: Instant('When it was so'),
    data: Type.Record(Type.String(), Type.Unknown(), { description: 'LiveCatalogue or LiveBoard' }),
  },
  { ...closed, description: 'How it is now. What was in between is not sent' },
)
const LiveJoined = Type.Object(
  {
    kind: Type.Literal('joined'),
    ...Asked,
    rooms: Rooms('All that is listened to now'),
    seq: Seq('From here on'),
  },
  closed,
)
const LiveLeft = Type.Object(
  { kind: Type.Literal('left'), ...Asked, rooms: Rooms('All that is still listened to') },
  closed,
)
const LiveRefused = Type.Object(
  {
    kind: Type.Literal('refused'),
    id: Nullable(Type.Integer({ description: 'What was refused; null: `hello`, and the socket closes' })),
    code: Type.String({ description: 'Code of the refusal' }),
    detail: Type.String({ description: 'Why, in words' }),
    rooms: Type.Array(Type.String(), { description: 'The rooms it is about' }),
  },
  { ...closed, description: 'Nothing was joined' },
)
export const LiveMessage = Type.Union([
  LiveWelcome,
  LiveEvent,
  LiveMark,
  LiveSnapshot,
  LiveJoined,
  LiveLeft,
  LiveRefused,
])
export type LiveMessage = Static<typeof LiveMessage>

/** `data` of a snapshot of `catalogue`; its version is the newest activation, of whichever release. */
export const LiveCatalogue = Type.Object(
  {
    practice: Nullable(PracticeId),
    release: Type.Integer({ description: 'Number of the release in force' }),
    hash: Type.String({ description: 'Its content' }),
    activation: Type.Integer({ description: 'The activation that brought it: the later one counts' }),
    since: Instant('Since when it is in force'),
    pilot: Type.Boolean({ description: 'In force for some practices only' }),
    ordering: Type.String({ description: 'Hash of the ordering part for the practice: GET /api/rules answers it' }),
    patch: Nullable(
      Type.Unsafe<TextPatch>({
        ...TextPatch,
        description:
          'Makes the ordering part out of the one that was shown before: the bytes of `rulebook` as GET /api/rules has them. null: fetch it',
      }),
    ),
  },
  closed,
)
export type LiveCatalogue = Static<typeof LiveCatalogue>

/** `data` of a snapshot of `board`; its version is a position of the log: all up to it is counted. */
export const LiveBoard = Type.Object(
  {
    stations: Type.Array(
      Type.Object(
        {
          station: Type.String({ description: 'The station' }),
          waiting: Type.Integer({ description: 'How many stand before it' }),
          started: Type.Integer({ description: 'How many are being worked on' }),
          stopped: Type.Integer({ description: 'How many of them cannot be begun' }),
          minutes: Type.Number({ description: 'Work that stands before it' }),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type LiveBoard = Static<typeof LiveBoard>
