import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Message } from '@ils/oma/records/message'
import { openHostSide, type HostOptions } from '@ils/oma/session/host-side'
import type { Answer, HostAction, Question } from '@ils/oma/session/question'

export interface ExampleHost {
  readonly port: number
  /** Every notice its sessions gave, by code. */
  readonly notices: string[]
  /** Data that were to be kept, once each. */
  readonly stored: { readonly job: string; readonly message: Message }[]
  close(): Promise<void>
}

/** A host without a lab behind it: the standard's manners, and an answer to each question. */
export async function openExampleHost(
  answer: (question: Question) => Answer,
  options: HostOptions = {},
): Promise<ExampleHost> {
  const notices: string[] = []
  const stored: { job: string; message: Message }[] = []
  const sockets = new Set<Socket>()
  // Receipt and answer go in two writes: with Nagle's algorithm each exchange would wait 40 ms.
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    const session = openHostSide(options)
    let timer: NodeJS.Timeout | undefined
    const take = (actions: readonly HostAction[]): void => {
      for (const action of actions) {
        if (action.kind === 'send') socket.write(action.bytes)
        if (action.kind === 'notice') notices.push(action.code)
        if (action.kind === 'end') socket.destroy()
        if (action.kind !== 'ask') continue
        const { question } = action
        if (question.about === 'store') stored.push({ job: question.job, message: question.message })
        setImmediate(() => {
          const event = { kind: 'answer', question: question.number, answer: answer(question) } as const
          take(session.handle({ ...event, at: performance.now() }))
        })
      }
      clearTimeout(timer)
      const wake = session.wakeAt()
      if (wake === undefined) return
      timer = setTimeout(
        () => {
          take(session.handle({ kind: 'time', at: performance.now() }))
        },
        Math.max(0, wake - performance.now()),
      )
    }
    socket.on('data', (bytes) => {
      take(session.handle({ kind: 'bytes', bytes, at: performance.now() }))
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      take(session.handle({ kind: 'closed', at: performance.now() }))
      clearTimeout(timer)
      sockets.delete(socket)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    // A server that listens on TCP has an address of that form.
    port: (server.address() as AddressInfo).port,
    notices,
    stored,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
