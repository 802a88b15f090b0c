import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Event } from '@ils/contract/event'
import { LIVE_PATH, type LivePosition } from '@ils/contract/live'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Actor } from '../actor.ts'
import type { Foundation } from '../app.ts'
import type { Listener } from '../db/listen.ts'
import { logChannel } from '../events/channels.ts'
import type { LogFollower } from '../events/follow-log.ts'
import { lastPosition, readEvents } from '../events/store.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { answerSocket, type Desk } from './answer-socket.ts'
import { Audiences } from './audiences.ts'
import { keepBeating } from './keep-beating.ts'
import { closeSocket } from './live-socket.ts'
import { readLogLive, type SharedReading } from './log-reader.ts'
import { Readers } from './readers.ts'
import { openSnapshots, type SnapshotSource } from './snapshots.ts'
import { readEpoch } from './store.ts'
import { openTickets } from './tickets.ts'
import { audienceOf } from './told.ts'
import { refuseUpgrade, statusAgainst } from './upgrade.ts'
import { watchAccess, type Standing } from './watch-access.ts'

/** What the server that opens live sockets knows of its rooms and readers. */
export interface LiveRules {
  /** Rooms that an event happens in, by their names. */
  readonly roomsOf: (event: Event) => readonly string[]
  /** Throws a refusal where one of the rooms is not for this actor. */
  readonly mustMayJoin: (actor: Actor, rooms: readonly string[]) => Promise<void>
  readonly snapshots: readonly SnapshotSource[]
  /** What has become of the credentials of these actors, in their order. */
  readonly standingsOf: (actors: readonly Actor[]) => Promise<readonly Standing[]>
  /** NOTIFY channel on which changes of access are told. */
  readonly accessChannel: string
  readonly socketsPerHolder: number
  /** Web origins that may open a socket besides our own. */
  readonly origins: readonly string[]
}

export interface LiveOptions {
  readonly app: Pick<Foundation, 'pool' | 'schema' | 'clock' | 'log'> & {
    readonly listener: Listener
    readonly follower: LogFollower
    readonly metrics: Metrics
  }
  readonly rules: LiveRules
  readonly stopping: AbortSignal
  /** What one process has read for the others. */
  readonly shared?: SharedReading | undefined
}

export interface Live {
  /** Opens a socket for a request that asks for one at the live path. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  giveTicket(actor: Actor): Promise<{ ticket: string; expiresAt: Date; position: LivePosition }>
  /** Something changed in the rooms of a source of snapshots. */
  changed(source: SnapshotSource): void
  /** Sends everybody away, to come again elsewhere. */
  close(): Promise<void>
}

const QUIET_SECONDS = 45
const MOST_WITHOUT_HELLO = 5000
const MOST_MESSAGE_BYTES = 64 * 1024
/** How many a second may come back after a stop. */
const BACK_PER_SECOND = 500
const LEAVE_MS = 2000

/** Everything behind the live path of one process. */
export function openLive({ app, rules, stopping, shared }: LiveOptions): Live {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    // Compression fragments memory for good, and the frames are small.
    perMessageDeflate: false,
    maxPayload: MOST_MESSAGE_BYTES,
  })
  const audiences = new Audiences()
  const followed = rules.snapshots.flatMap((source) =>
    source.follows === undefined ? [] : [[audienceOf(source.follows, null), source] as const],
  )
  const readers = new Readers({
    metrics: app.metrics,
    audiences,
    socketsPerHolder: rules.socketsPerHolder,
    pay: (socket) => {
      snapshots.pay(socket)
    },
  })
  const reader = readLogLive({
    app,
    source: {
      newest: () => lastPosition(app.pool),
      after: (after, limit) => readEvents(app.pool, { after, limit }),
    },
    follower: app.follower,
    roomsOf: rules.roomsOf,
    wanted: () => readers.areHere,
    tell: (told) => {
      for (const [key, source] of followed) if (told.keys.includes(key)) snapshots.changed(source)
      return audiences.tell(told)
    },
    onShorter: replaced,
    shared,
  })
  const snapshots = openSnapshots(app, rules.snapshots, audiences)
  const tickets = openTickets(app)
  const access = watchAccess({
    ...{ app, sockets: readers.sockets, standingsOf: rules.standingsOf, channel: rules.accessChannel },
  })
  let epoch: Promise<string> | undefined

  function epochNow(): Promise<string> {
    epoch ??= readEpoch(app.pool).catch((error: unknown) => {
      epoch = undefined
      throw error
    })
    return epoch
  }

  function replaced(): void {
    app.log.warn({}, 'the event log is another one than before')
    epoch = undefined
    reader.restart()
    readers.closeAll('epoch_replaced')
  }

  async function lookAtEpoch(): Promise<void> {
    if (epoch === undefined) return
    const before = await epoch
    if ((await readEpoch(app.pool)) !== before) replaced()
  }

  // With its connection the database behind it may have become another one: a restored one, or a promoted copy.
  const stopListening = app.listener.on(logChannel(app.schema), (payload) => {
    if (payload === '') lookAtEpoch().catch(() => undefined)
  })

  const desk: Desk = {
    ...{ log: app.log, tickets, access, snapshots, reader, audiences, epoch: epochNow, quietSeconds: QUIET_SECONDS },
    mustMayJoin: rules.mustMayJoin,
    admit: (opened, actor) => readers.admit(opened, actor),
    refuse: (ws, name) => {
      readers.refuse(ws, name)
    },
    began: (how) => {
      readers.began(how)
    },
  }
  const beating = keepBeating({
    ...{ clock: app.clock, readers, told: () => reader.told() },
    everyFewSeconds: () => Promise.all([tickets.forgetOld(), lookAtEpoch()]),
  })
  const open = (ws: WebSocket, connection: Duplex): void => {
    readers.came(ws)
    answerSocket({ ws, connection }, desk)
  }

  return {
    upgrade(request, socket, head) {
      const status = statusAgainst(request, {
        path: LIVE_PATH,
        origins: rules.origins,
        takesMore: () => !stopping.aborted && readers.strangers.size < MOST_WITHOUT_HELLO,
      })
      if (status === undefined)
        server.handleUpgrade(request, socket, head, (ws) => {
          open(ws, socket)
        })
      else refuseUpgrade(socket, status)
    },
    async giveTicket(actor) {
      const [given, seq, now] = await Promise.all([tickets.give(actor), reader.position(), epochNow()])
      return { ...given, position: { epoch: now, seq } }
    },
    changed: (source) => {
      snapshots.changed(source)
    },
    async close() {
      beating.stop()
      stopListening()
      reader.close()
      snapshots.close()
      access.close()
      const spreadMs = Math.max(500, (readers.sockets.size / BACK_PER_SECOND) * 1000)
      const leaving = [...readers.sockets].map(({ left }) => left)
      let place = 0
      // One after the other over that time: as even as chance could be at best.
      readers.closeAll('going_away', () => Math.round((++place / leaving.length) * spreadMs))
      for (const ws of readers.strangers.keys()) closeSocket(ws, 'going_away')
      let late: NodeJS.Timeout | undefined
      await Promise.race([
        Promise.all(leaving),
        new Promise((resolve) => {
          late = setTimeout(resolve, LEAVE_MS)
        }),
      ])
      clearTimeout(late)
      readers.cutOff()
      server.close()
    },
  }
}
