import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Came {
  readonly text: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

export interface Receiver {
  readonly url: string
  readonly came: readonly Came[]
  /** What it answers from now on. */
  answer: number
  /** The first of all that came, or will come, that fits. */
  next(what: string, fits: (came: Came) => boolean): Promise<Came>
  close(): Promise<void>
}

/** Listens for deliveries, keeps what came, and answers as it is told. */
export async function openReceiver(host: string, patienceMs: number): Promise<Receiver> {
  const came: Came[] = []
  const waiting = new Set<() => void>()
  const server = createServer((request, answer) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      came.push({ text: Buffer.concat(parts).toString(), headers: request.headers })
      answer.writeHead(receiver.answer).end()
      for (const look of waiting) look()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const receiver: Receiver = {
    url: `http://${host}:${(server.address() as AddressInfo).port}/hooks`,
    came,
    answer: 200,
    next(what, fits) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const found = came.find(fits)
          if (!found) return
          waiting.delete(look)
          clearTimeout(late)
          resolve(found)
        }
        const late = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`${what} did not come within ${patienceMs} ms; ${came.length} deliveries came`))
        }, patienceMs)
        waiting.add(look)
        look()
      })
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  return receiver
}
