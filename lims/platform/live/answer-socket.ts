import type { LiveMessage, LiveRequest } from '@ils/contract/live'
import { MOST_LIVE_ROOMS } from '@ils/contract/live'
import type { LiveCloseName } from '@ils/contract/live-closes'
import type { RawData, WebSocket } from 'ws'
import type { Actor } from '../actor.ts'
import type { Log } from '../log/log.ts'
import { Refusal } from '../refusal.ts'
import { beginStream, type StreamWorld } from './begin-stream.ts'
import type { LiveSocket, Opened } from './live-socket.ts'
import { readRequest } from './read-request.ts'
import type { Snapshots } from './snapshots.ts'
import type { Tickets } from './tickets.ts'
import { audienceOf, frameOf } from './told.ts'
import { closeOf, type AccessWatch } from './watch-access.ts'

export interface Desk extends StreamWorld {
  readonly log: Log
  readonly tickets: Tickets
  readonly access: AccessWatch
  readonly snapshots: Snapshots
  readonly quietSeconds: number
  readonly mustMayJoin: (actor: Actor, rooms: readonly string[]) => Promise<void>
  /** Counts the socket among its holder’s; undefined where they have as many as one may have. */
  admit(opened: Opened, actor: Actor): LiveSocket | undefined
  refuse(ws: WebSocket, name: LiveCloseName): void
  began(how: string): void
}

const MOST_UNANSWERED = 32

/** Reads what a socket says, one after the other, and answers it. */
export function answerSocket(opened: Opened, desk: Desk): void {
  const { ws } = opened
  let socket: LiveSocket | undefined
  let unanswered = 0
  let done: Promise<void> = Promise.resolve()

  const close = (name: LiveCloseName): void => {
    if (socket) socket.close(name)
    else if (ws.readyState === ws.OPEN) desk.refuse(ws, name)
  }

  async function answer(request: LiveRequest): Promise<void> {
    if (ws.readyState !== ws.OPEN) return
    if (request.kind === 'hello') {
      if (socket) close('protocol_violation')
      else socket = await greet(opened, desk, request)
    } else if (!socket) close('protocol_violation')
    else if (request.kind === 'join') await join(desk, socket, request)
    else leave(desk, socket, request)
  }

  ws.on('message', (data: RawData, isBinary: boolean) => {
    // Without a binary type of its own, ws gives one buffer.
    const request = isBinary ? 'protocol_violation' : readRequest((data as Buffer).toString())
    if (typeof request === 'string' || ++unanswered > MOST_UNANSWERED) {
      close(typeof request === 'string' ? request : 'protocol_violation')
      return
    }
    done = done
      .then(() => answer(request))
      .catch((error: unknown) => {
        desk.log.warn({ err: error }, 'a live socket could not be answered')
        close('not_ready')
      })
      .finally(() => unanswered--)
  })
  ws.on('pong', () => {
    if (socket) socket.awaitsPong = false
  })
  // What does not follow the protocol of WebSockets, ws itself closes.
  ws.on('error', () => undefined)
}

type Hello = Extract<LiveRequest, { kind: 'hello' }>
type Join = Extract<LiveRequest, { kind: 'join' }>
type Leave = Extract<LiveRequest, { kind: 'leave' }>

async function greet(opened: Opened, desk: Desk, hello: Hello): Promise<LiveSocket | undefined> {
  const { ws } = opened
  const { changes } = desk.access
  const actor = await desk.tickets.take(hello.ticket)
  const standing = actor && (await desk.access.standing(actor))
  if (!actor || standing?.state !== 'same') {
    desk.refuse(ws, standing && standing.state !== 'same' ? closeOf[standing.state] : 'ticket_bad')
    return undefined
  }
  const refused = await refusalOf(desk, actor, hello.rooms)
  if (refused) {
    ws.send(JSON.stringify(toldRefusal(refused, null, hello.rooms)))
    desk.refuse(ws, 'room_refused')
    return undefined
  }
  if (ws.readyState !== ws.OPEN) return undefined
  const socket = desk.admit(opened, actor)
  if (!socket) {
    desk.refuse(ws, 'too_many_sockets')
    return undefined
  }
  socket.endsAt = standing.endsAt
  // What changed while it came in was told when it was not among the sockets yet.
  if (desk.access.changes !== changes) desk.access.look()
  for (const room of hello.rooms) socket.rooms.set(room, audienceOf(room, actor.practice))
  desk.began(await beginStream(desk, socket, hello.from, desk.quietSeconds))
  welcomeToSnapshots(desk, socket, hello.rooms)
  return socket
}

async function join(desk: Desk, socket: LiveSocket, { id, rooms }: Join): Promise<void> {
  const fresh = rooms.filter((room) => !socket.rooms.has(room))
  if (socket.rooms.size + fresh.length > MOST_LIVE_ROOMS) {
    socket.close('too_many_rooms')
    return
  }
  const refused = await refusalOf(desk, socket.actor, fresh)
  if (refused) {
    socket.send(frameOf(toldRefusal(refused, id, fresh)))
    return
  }
  await desk.reader.between(({ newest }) => {
    if (socket.over) return
    for (const room of fresh) {
      const key = audienceOf(room, socket.actor.practice)
      socket.rooms.set(room, key)
      desk.audiences.join(socket, key)
    }
    socket.send(frameOf({ kind: 'joined', id, rooms: [...socket.rooms.keys()], seq: newest }))
  })
  welcomeToSnapshots(desk, socket, fresh)
}

function leave(desk: Desk, socket: LiveSocket, { id, rooms }: Leave): void {
  for (const room of rooms) {
    const key = socket.rooms.get(room)
    if (key === undefined) continue
    socket.rooms.delete(room)
    socket.owed.delete(key)
    desk.audiences.leave(socket, key)
  }
  socket.send(frameOf({ kind: 'left', id, rooms: [...socket.rooms.keys()] }))
}

function welcomeToSnapshots(desk: Desk, socket: LiveSocket, rooms: readonly string[]): void {
  for (const room of rooms) {
    const key = socket.rooms.get(room)
    if (key !== undefined && !socket.over) desk.snapshots.welcome(socket, room, key)
  }
}

async function refusalOf(desk: Desk, actor: Actor, rooms: readonly string[]): Promise<Refusal | undefined> {
  try {
    await desk.mustMayJoin(actor, rooms)
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

function toldRefusal(refusal: Refusal, id: number | null, rooms: readonly string[]): LiveMessage {
  const about = refusal.causes.flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
  return {
    kind: 'refused',
    id,
    code: refusal.code,
    detail: refusal.message,
    rooms: about.length > 0 ? about : [...rooms],
  }
}
