import { createServer, type Server, type Socket } from 'node:net'
import type { App } from '../../app.ts'
import { answerQuestion } from '../answers/answer-question.ts'
import { updateKnown, updateSeen, updateState, type LineRow } from '../lines/store.ts'
import { mayConnect, plainAddress } from '../peers/may-connect.ts'
import type { LineHall, ServedLine } from '../served-line.ts'
import { serveConnection } from './serve-connection.ts'

/** Machines of a lab are some dozens; more than this is a mistake or an attack. */
const MOST_CONNECTIONS = 200
const AGAIN_MS = 2000
const SEEN_EVERY_MS = 5000

interface Talk {
  readonly peer: string
  readonly end: (why: string) => void
}

/** Listens for one machine. Whoever is no peer is sent away at once and counted; one connection talks at a time. */
export function serveTcpLine(hall: LineHall, line: LineRow): ServedLine {
  const { app, messages, peers } = hall
  const isPeer = mayConnect(line.peers)
  const state = sayState(app, line)
  /** Answers under way: what is written for them must be written before we let go of the database. */
  const answers = new Set<Promise<unknown>>()
  let talk: Talk | undefined
  let known = line.known
  let seen = 0
  let closed = false
  let again: NodeJS.Timeout | undefined
  let server: Server | undefined

  const sendAway = (socket: Socket, peer: string, reason: 'not_a_peer' | 'line_taken' | 'too_many'): void => {
    socket.on('error', () => undefined)
    socket.destroy()
    peers.refused(line.id, peer, reason)
  }
  const welcome = (socket: Socket): void => {
    const peer = plainAddress(socket.remoteAddress ?? '')
    if (!isPeer(peer)) return void sendAway(socket, peer === '' ? 'unknown' : peer, 'not_a_peer')
    if (talk && talk.peer !== peer) return void sendAway(socket, peer, 'line_taken')
    // A machine that was switched off and on comes anew before we have noticed that it was gone.
    talk?.end('The same machine connected anew')
    if (hall.connections.size >= MOST_CONNECTIONS) return void sendAway(socket, peer, 'too_many')
    const own: Talk = {
      peer,
      end: (why) => {
        end(why)
      },
    }
    const end = serveConnection(socket, {
      ...{ settings: line.settings, known },
      answer: (question) => {
        const answer = answerQuestion(app, line, question).finally(() => answers.delete(answer))
        answers.add(answer)
        return answer
      },
      said: (direction, about, message) => {
        messages.said(line.id, direction, about, message)
        if (direction === 'in') noteSeen()
      },
      noticed: (code, sentence) => {
        messages.noticed(line.id, code, sentence)
      },
      initialised: (initialisation) => {
        known = initialisation
        updateKnown(app.pool, line.id, initialisation).catch(warn(app, line, 'what was agreed could not be kept'))
      },
      ended: () => {
        hall.connections.delete(own)
        if (talk !== own) return
        talk = undefined
        if (!closed) state.say('waiting', null)
      },
    })
    talk = own
    hall.connections.add(own)
    messages.noticed(line.id, 'connected', `${peer} is connected`)
    state.say('connected', peer)
  }
  const noteSeen = (): void => {
    if (performance.now() - seen < SEEN_EVERY_MS && seen !== 0) return
    seen = performance.now()
    updateSeen(app.pool, line.id, app.clock.now()).catch(warn(app, line, 'when it was seen could not be kept'))
  }
  const listen = (): void => {
    const next = createServer({ pauseOnConnect: false }, welcome)
    server = next
    next.on('error', (error) => {
      if (closed) return
      state.say('failed', `Port ${line.port ?? ''} of ${app.settings.deviceHost}: ${error.message}`)
      next.close()
      again = setTimeout(listen, AGAIN_MS)
    })
    next.listen({ host: app.settings.deviceHost, port: line.port ?? 0 }, () => {
      state.say('waiting', null)
    })
  }
  listen()
  return {
    async close() {
      closed = true
      clearTimeout(again)
      talk?.end('The line is closed')
      const open = server
      if (open?.listening) await new Promise<void>((resolve) => open.close(() => resolve()))
      await Promise.all(answers)
      state.say('off', 'Not served now')
      await state.last()
    },
  }
}

/** One after the other, so that the last one said is the one that stands. */
function sayState(app: App, line: LineRow) {
  let turn: Promise<void> = Promise.resolve()
  return {
    say(state: LineRow['state'], state_note: string | null): void {
      turn = turn
        .then(() => updateState(app.pool, line, { state, state_note }))
        .catch(warn(app, line, 'its state could not be kept'))
    },
    last: () => turn,
  }
}

const warn =
  (app: App, line: LineRow, sentence: string) =>
  (error: unknown): void => {
    app.log.warn({ err: error, line: line.id }, `of a line: ${sentence}`)
  }
