import type { Socket } from 'node:net'
import { valueOf, type Message } from '@ils/oma/records/message'
import { readMessage } from '@ils/oma/records/read-message'
import { withoutPersonal } from '@ils/oma/records/without-personal'
import { textOfBytes } from '@ils/oma/bytes'
import { openHostSide, type HostOptions } from '@ils/oma/session/host-side'
import type { Initialisation } from '@ils/oma/session/initialisation'
import type { Answer, HostAction, Question } from '@ils/oma/session/question'
import type { LineSettings } from '@ils/contract/devices'

/** A machine that takes nothing any more, while we have this much for it, is gone. */
const MOST_UNSENT = 1024 * 1024
/** A cable that was pulled out says nothing: the system asks by itself after this time. */
const KEEP_ALIVE_MS = 30_000

export interface Connection {
  readonly settings: LineSettings
  readonly known: Initialisation | null
  answer(question: Question): Promise<Answer>
  said(direction: 'in' | 'out', about: string, message: Message): void
  noticed(code: string, sentence: string): void
  initialised(initialisation: Initialisation): void
  /** It is over, for good. */
  ended(): void
}

/** Carries one machine's bytes to its session and back, with the clock that the session asks for. Answers how to end it. */
export function serveConnection(socket: Socket, connection: Connection): (why: string) => void {
  const session = openHostSide(optionsOf(connection))
  let timer: NodeJS.Timeout | undefined
  let over = false
  const now = (): number => performance.now()

  const end = (code: string, sentence: string): void => {
    if (over) return
    over = true
    clearTimeout(timer)
    connection.noticed(code, sentence)
    socket.end()
    // Whoever does not end its side is not waited for.
    setTimeout(() => socket.destroy(), 1000).unref()
    connection.ended()
  }
  const ask = async (question: Question): Promise<void> => {
    const about = question.about === 'initialise' ? 'initialise' : `${question.about} ${question.request}`
    connection.said('in', about.slice(0, 60), withoutPersonal(question.message))
    const answer = await connection.answer(question)
    if (!over) take(session.handle({ kind: 'answer', question: question.number, answer, at: now() }))
  }
  const take = (actions: readonly HostAction[]): void => {
    for (const action of actions) {
      if (over) return
      switch (action.kind) {
        case 'send':
          send(action.bytes)
          break
        case 'ask':
          void ask(action.question)
          break
        case 'notice':
          connection.noticed(action.code, action.message)
          break
        case 'initialised':
          connection.initialised(action.initialisation)
          break
        case 'end':
          end(action.reason, action.message)
          break
        case 'withdraw':
          // What was begun for it is carried out: the machine asks again, and that changes nothing.
          break
      }
    }
    wakeLater()
  }
  const send = (bytes: Uint8Array): void => {
    socket.write(bytes)
    if (bytes.length > 1) {
      const message = withoutPersonal(readMessage(textOfBytes(bytes).replace(FRAME, '')))
      connection.said('out', `answer ${valueOf(message, 'ANS') ?? ''}`.slice(0, 60), message)
    }
    if (socket.writableLength > MOST_UNSENT) {
      end('unread', `${socket.writableLength} bytes wait for the machine; the limit is ${MOST_UNSENT}`)
      socket.destroy()
    }
  }
  const wakeLater = (): void => {
    clearTimeout(timer)
    const due = session.wakeAt()
    if (over || due === undefined) return
    timer = setTimeout(
      () => {
        take(session.handle({ kind: 'time', at: now() }))
      },
      Math.max(1, Math.ceil(due - now())),
    )
  }
  socket.setNoDelay(true)
  socket.setKeepAlive(true, KEEP_ALIVE_MS)
  socket.on('data', (bytes: Buffer) => {
    if (!over) take(session.handle({ kind: 'bytes', bytes, at: now() }))
  })
  socket.on('close', () => {
    if (!over) take(session.handle({ kind: 'closed', at: now() }))
  })
  // A broken connection is closed at once after it; that is when the session hears of it.
  socket.on('error', () => undefined)
  return (why) => {
    end('ended', why)
  }
}

/** What stands around a message on the wire: FS before it, RS, a check sum and GS behind it. */
// eslint-disable-next-line no-control-regex -- these very characters are looked for
const FRAME = /^\u001c|\u001e[^\u001e]*\u001d$/g

function optionsOf({ settings, known }: Connection): HostOptions {
  const { needCrc, crc, confirmMs, packetMs, answerMs, resends } = settings
  return {
    ...(known && { known }),
    ...(needCrc !== undefined && { needCrc }),
    ...(crc !== undefined && { crc }),
    ...(confirmMs !== undefined && { confirmMs }),
    ...(packetMs !== undefined && { packetMs }),
    ...(answerMs !== undefined && { answerMs }),
    ...(resends !== undefined && { resends }),
  }
}
