import type { Server } from 'node:http'
import type { Event } from '@ils/contract/event'
import { LIVE_PATH, LiveRequest, type LiveMessage } from '@ils/contract/live'
import { liveCloses, type LiveCloseName } from '@ils/contract/live-closes'
import { checkOf } from '@ils/contract/validate'
import { WebSocketServer, type WebSocket } from 'ws'
import { sees } from './answer-as.ts'
import { bodyOf, now, type FakeKey, type FakeState } from './state.ts'

const QUIET_SECONDS = 45
const MARK_MS = 15_000

interface Listener {
  readonly ws: WebSocket
  readonly key: FakeKey
  readonly rooms: Set<string>
}

/** Live sockets of a fake LIMS: its log is whole, so every position of it can be gone on from. */
export function serveLive(server: Server, state: FakeState): { readonly cut: () => void; readonly close: () => void } {
  const sockets = new WebSocketServer({ server, path: LIVE_PATH })
  const listeners = new Map<WebSocket, Listener>()
  const hear = (event: Event): void => {
    for (const listener of listeners.values()) {
      tell(listener, event)
      if (event.type === 'catalog.updated') showCatalogue(listener)
    }
  }
  const marks = setInterval(() => {
    for (const { ws } of listeners.values()) send(ws, { kind: 'mark', seq: state.events.length })
  }, MARK_MS)
  marks.unref()
  state.heard.add(hear)
  sockets.on('connection', (ws) => {
    ws.on('close', () => listeners.delete(ws))
    ws.on('error', () => undefined)
    ws.on('message', (data) => {
      // Without a binary type of its own, ws gives one buffer.
      answer(ws, (data as Buffer).toString())
    })
  })

  function answer(ws: WebSocket, text: string): void {
    const request = checkOf(LiveRequest)(JSON.parse(text), 'message')
    if (!request.ok) {
      closeBy(ws, 'protocol_violation')
      return
    }
    const said = request.value as LiveRequest
    const known = listeners.get(ws)
    if (said.kind === 'hello') greet(ws, said)
    else if (!known) closeBy(ws, 'protocol_violation')
    else if (said.kind === 'leave') {
      for (const room of said.rooms) known.rooms.delete(room)
      send(ws, { kind: 'left', id: said.id, rooms: [...known.rooms] })
    } else if (mayJoin(known.key, said.rooms)) {
      for (const room of said.rooms) known.rooms.add(room)
      send(ws, { kind: 'joined', id: said.id, rooms: [...known.rooms], seq: state.events.length })
      showCatalogue(known)
    } else refuse(ws, said.id, said.rooms)
  }

  function greet(ws: WebSocket, { ticket, rooms, from }: Extract<LiveRequest, { kind: 'hello' }>): void {
    const key = state.tickets.get(ticket)
    state.tickets.delete(ticket)
    if (!key) {
      closeBy(ws, 'ticket_bad')
      return
    }
    if (!mayJoin(key, rooms)) {
      refuse(ws, null, rooms)
      closeBy(ws, 'room_refused')
      return
    }
    const newest = state.events.length
    const why = !from ? null : from.epoch !== state.epoch ? 'other_epoch' : from.seq > newest ? 'ahead' : null
    const seq = from && why === null ? from.seq : newest
    const recovered = from ? why === null : null
    const listener = { ws, key, rooms: new Set(rooms) }
    send(ws, { kind: 'welcome', epoch: state.epoch, seq, recovered, why, rooms, quietSeconds: QUIET_SECONDS })
    for (const event of state.events.slice(seq)) tell(listener, event)
    listeners.set(ws, listener)
    showCatalogue(listener)
  }

  function showCatalogue({ ws, key, rooms }: Listener): void {
    const { number, hash } = state.release
    const at = now().toISOString()
    for (const room of rooms) {
      if (!room.startsWith('catalogue')) continue
      const practice = room.split(':')[1] ?? key.practice
      const data = { practice, release: number, hash, activation: number, since: at, pilot: false, ordering: hash }
      send(ws, { kind: 'snapshot', room, version: number, at, data })
    }
  }

  const cut = (): void => {
    for (const ws of sockets.clients) ws.terminate()
  }
  return {
    cut,
    close() {
      clearInterval(marks)
      state.heard.delete(hear)
      cut()
      sockets.close()
    },
  }
}

function tell({ ws, key, rooms }: Listener, event: Event): void {
  if (!sees(key, event.practice) || ![...rooms].some((room) => isIn(room, event))) return
  send(ws, { kind: 'event', seq: event.seq, event: bodyOf(event) })
}

function isIn(room: string, { type, practice, subject }: Event): boolean {
  const [kind, of] = room.split(':')
  if (kind === 'practice') return practice === of
  if (kind === 'job') return subject === of
  if (kind === 'jobs') return type.startsWith('job.')
  if (kind === 'rules') return type.startsWith('rules.') || type.startsWith('catalog.')
  return kind === 'lab'
}

const LAB_ROOMS = ['lab', 'board', 'stock', 'devices', 'rules', 'station']

function mayJoin(key: FakeKey, rooms: readonly string[]): boolean {
  return rooms.every((room) => {
    const [kind = '', of] = room.split(':')
    if (kind === 'practice' || (kind === 'catalogue' && of !== undefined)) return sees(key, of ?? null)
    return key.practice === null || !LAB_ROOMS.includes(kind)
  })
}

function refuse(ws: WebSocket, id: number | null, rooms: string[]): void {
  send(ws, { kind: 'refused', id, code: 'not_allowed', detail: 'A room is not for these credentials', rooms })
}

const send = (ws: WebSocket, message: LiveMessage): void => {
  ws.send(JSON.stringify(message))
}

const closeBy = (ws: WebSocket, name: LiveCloseName): void => {
  ws.close(liveCloses[name].code, JSON.stringify({ name }))
}
