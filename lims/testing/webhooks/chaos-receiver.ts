import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { verifyWebhookSignature, type WebhookKeys } from '@ils/lims-client/webhooks/verify-webhook-signature'
import { WebhookRefused } from '@ils/lims-client/webhooks/webhook-refused'
import { dice } from '../devices/dice.ts'
import { reportOf, type Arrival, type ChaosReport } from './arrivals.ts'
import { calm, type ChaosPlan, type ChaosWay } from './chaos-plan.ts'

export interface ChaosReceiver {
  readonly url: string
  /** In the order in which they were read. */
  readonly arrivals: readonly Arrival[]
  report(): ChaosReport
  /** From now on it believes only what is signed so; before, it believes everything. */
  trust(keys: WebhookKeys): void
  /** From now on it behaves so. */
  behave(plan: Partial<ChaosPlan>): void
  close(): Promise<void>
}

export interface ChaosOptions extends Partial<ChaosPlan> {
  readonly port?: number
  readonly host?: string
  readonly keys?: WebhookKeys
  /** By which signatures are judged; without it that of this machine. */
  readonly now?: () => Date
  readonly onArrival?: (arrival: Arrival, event: WebhookBody | undefined) => void
}

const MOST_BYTES = 1_048_576
const SLOW_ANSWER = 'taken, and slowly'

/** A receiver of webhooks that fails as it is told, and says what it got: to rehearse what one hopes never to see. */
export async function openChaosReceiver(options: ChaosOptions = {}): Promise<ChaosReceiver> {
  let plan: ChaosPlan = { ...calm, ...given(options) }
  let roll = dice(plan.seed)
  let keys = options.keys
  const arrivals: Arrival[] = []
  const waiting = new Set<NodeJS.Timeout>()

  const server = createServer((request, response) => {
    // A sender that hung up is a part of the rehearsal.
    take(request, response).catch(() => response.destroy())
  })

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request)
    // Rolled in the order of reading, whether it is believed or not: the same requests fail the same way.
    const way = roll() < plan.share ? plan.ways[Math.floor(roll() * plan.ways.length)] : undefined
    const refused = await whyRefused(request, body)
    const event = refused === undefined ? eventIn(body) : undefined
    const came = event === undefined ? 'refused' : (way ?? 'taken')
    const { id = '', type = '', subject = '', subjectVersion = 0 } = event ?? {}
    const named = event === undefined ? String(request.headers['webhook-id'] ?? '') : id
    const arrival = {
      n: arrivals.length + 1,
      atMs: performance.now(),
      id: named,
      type,
      subject,
      subjectVersion,
      came,
    } as const
    arrivals.push(arrival)
    options.onArrival?.(arrival, event)
    if (came === 'refused') say(response, 400, refused ?? 'the body is no event')
    else if (came === 'taken') say(response, 200, 'taken')
    else misbehave(came, request, response)
  }

  async function whyRefused({ headers }: IncomingMessage, body: Buffer): Promise<string | undefined> {
    if (!keys) return undefined
    try {
      await verifyWebhookSignature({ body, headers }, { ...keys, ...(options.now ? { now: options.now } : {}) })
      return undefined
    } catch (error) {
      if (error instanceof WebhookRefused) return error.message
      throw error
    }
  }

  function misbehave(way: ChaosWay, request: IncomingMessage, response: ServerResponse): void {
    if (way === 500) say(response, 500, 'it broke')
    else if (way === 410) say(response, 410, 'no more, please')
    else if (way === 429) say(response, 429, 'too many', { 'retry-after': String(plan.retryAfterSeconds) })
    else if (way === 'redirect') say(response, 302, 'elsewhere', { location: '/elsewhere' })
    else if (way === 'reset') request.socket.resetAndDestroy()
    else if (way === 'stall') later(plan.stallMs, () => request.socket.destroy())
    else if (way === 'wrong_length') {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '500' })
      response.write('taken, but ')
      later(plan.slowMs, () => request.socket.destroy())
    } else {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': String(SLOW_ANSWER.length) })
      drip(response, 0)
    }
  }

  function drip(response: ServerResponse, at: number): void {
    if (response.destroyed) return
    if (at === SLOW_ANSWER.length) {
      response.end()
      return
    }
    response.write(SLOW_ANSWER.charAt(at))
    later(plan.slowMs, () => {
      drip(response, at + 1)
    })
  }

  function later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      waiting.delete(timer)
      act()
    }, ms)
    waiting.add(timer)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo // It listens on a port, not on a pipe.
  return {
    url: `http://${options.host ?? '127.0.0.1'}:${port}/webhooks`,
    arrivals,
    report: () => reportOf(arrivals),
    trust(trusted) {
      keys = trusted
    },
    behave(next) {
      plan = { ...plan, ...given(next) }
      if (next.seed !== undefined) roll = dice(next.seed)
    },
    close: () =>
      new Promise((resolve) => {
        for (const timer of waiting) clearTimeout(timer)
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** Only what was said: what was not keeps its value. */
function given({ share, ways, seed, retryAfterSeconds, stallMs, slowMs }: Partial<ChaosPlan>): Partial<ChaosPlan> {
  const said = Object.entries({ share, ways, seed, retryAfterSeconds, stallMs, slowMs })
  return Object.fromEntries(said.filter(([, value]) => value !== undefined))
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MOST_BYTES) throw new Error('too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function eventIn(body: Buffer): WebhookBody | undefined {
  try {
    const event = JSON.parse(body.toString('utf8')) as Partial<WebhookBody>
    // Whatever else it holds is the sender's promise, held by tests of its own.
    return typeof event.id === 'string' && typeof event.subject === 'string' ? (event as WebhookBody) : undefined
  } catch {
    return undefined
  }
}

function say(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers })
  response.end(text)
}
