import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What may become of a request or of its answer on the way. Only `cut` never reaches the LIMS. */
export const farWays = ['cut', 'lost', 'slow', 'truncated', 'html', 'wrong', 'broken', 'not_found'] as const
export type FarWay = (typeof farWays)[number]

export interface Misbehaviour {
  /** Of all requests, how many: from 0 to 1. */
  readonly share: number
  readonly ways: readonly FarWay[]
  readonly random: () => number
  readonly slowMs?: number
}

/** What stands between a portal and its LIMS. */
export interface FarLims {
  readonly url: string
  /** Nothing comes through: connections are cut. */
  away(): void
  back(): void
  /** The next request to this path arrives, and its answer does not. */
  loseAnswer(path: string): void
  /** The idempotency keys of the requests to this path, one for each that arrived. */
  keysOf(path: string): readonly string[]
  /** Answers of this path wait until they are let go. */
  holdAnswers(path: string): () => void
  /** From now on it behaves so; null: it hands everything on as it is. */
  misbehave(plan: Misbehaviour | null): void
  /** How often each of the ways was gone. */
  readonly gone: ReadonlyMap<FarWay, number>
  close(): Promise<void>
}

const SLOW_MS = 1500
const PAGE = '<!doctype html><title>Welcome</title><h1>It works!</h1>'

/** Hands everything on to a real LIMS, as long as it is told to. */
export async function openFarLims(target: string): Promise<FarLims> {
  let isAway = false
  let plan: Misbehaviour | null = null
  const lost = new Set<string>()
  const held = new Map<string, Promise<void>>()
  const keys = new Map<string, string[]>()
  const gone = new Map<FarWay, number>()

  const wayOfThis = (): FarWay | undefined => {
    if (!plan || plan.random() >= plan.share) return undefined
    const way = plan.ways[Math.floor(plan.random() * plan.ways.length)]
    if (way) gone.set(way, (gone.get(way) ?? 0) + 1)
    return way
  }
  const server = createServer((incoming, outgoing) => {
    const way = wayOfThis()
    if (isAway || way === 'cut') {
      incoming.socket.destroy()
      return
    }
    const path = pathOf(incoming)
    keys.set(path, [...(keys.get(path) ?? []), String(incoming.headers['idempotency-key'])])
    const sent = request(new URL(incoming.url ?? '/', target), {
      method: incoming.method,
      headers: incoming.headers,
    })
    sent.on('response', (answer) => void handBack(incoming, answer, outgoing, way))
    sent.on('error', () => incoming.socket.destroy())
    // Whoever asked may be gone before all of it was said: nobody waits for the answer any more.
    incoming.on('error', () => sent.destroy())
    incoming.pipe(sent)
  })

  async function handBack(
    incoming: IncomingMessage,
    answer: IncomingMessage,
    outgoing: ServerResponse,
    way: FarWay | undefined,
  ): Promise<void> {
    const path = pathOf(incoming)
    await held.get(path)
    if (way === 'slow') await new Promise((resolve) => setTimeout(resolve, plan?.slowMs ?? SLOW_MS))
    if (isAway || way === 'lost' || lost.delete(path)) {
      incoming.socket.destroy()
      answer.resume()
      return
    }
    if (way !== undefined && way !== 'slow') {
      await spoil(way, answer, outgoing)
      return
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.on('error', () => outgoing.destroy())
    answer.pipe(outgoing)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port: its address is no path of a pipe.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    gone,
    away() {
      isAway = true
      server.closeAllConnections()
    },
    back() {
      isAway = false
    },
    misbehave(given) {
      plan = given
    },
    keysOf: (path) => keys.get(path) ?? [],
    loseAnswer: (path) => void lost.add(path),
    holdAnswers(path) {
      let letGo = (): void => undefined
      held.set(path, new Promise((resolve) => (letGo = resolve)))
      return () => {
        held.delete(path)
        letGo()
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** The LIMS has done what was asked; what comes back of it is not what it said. */
async function spoil(way: FarWay, answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.concat((await answer.toArray().catch(() => [])) as Buffer[]) // Nobody set an encoding: bytes.
  switch (way) {
    case 'truncated':
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': String(body.length + 1) })
      outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy())
      return
    case 'html':
      outgoing.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
      return
    case 'wrong':
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end('{"welcome":true}')
      return
    case 'not_found':
      outgoing.writeHead(404, { 'content-type': 'text/html' }).end(PAGE)
      return
    default:
      outgoing.writeHead(500, { 'content-type': 'text/html' }).end(PAGE)
  }
}

const pathOf = (incoming: IncomingMessage): string => (incoming.url ?? '').split('?')[0] ?? ''
