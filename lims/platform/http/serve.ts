import { createServer, ServerResponse, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { mayTakeItsTime } from './unhurried.ts'

export interface Serving {
  readonly port: number
  readonly url: string
  /** Takes no new connections and waits for the calls that are being answered. */
  close(): Promise<void>
}

/** The port could not be had; says which and what to do. */
export class PortTaken extends Error {
  readonly port: number
  constructor(host: string, port: number) {
    super(`Port ${port} on ${host} is taken by another program. Stop it, or choose another port.`)
    this.name = 'PortTaken'
    this.port = port
  }
}

export interface ServeOptions {
  readonly host: string
  readonly port: number
  /** How long a stop still takes calls: what is on its way arrives, and a balancer has time to notice. */
  readonly drainMs: number
  /** How long a request may take to arrive whole; streams of lines may take longer. */
  readonly requestMs?: number
}

const REQUEST_MS = 60_000

export async function serve(listener: RequestListener, options: ServeOptions): Promise<Serving> {
  let draining = false
  const { requestMs = REQUEST_MS } = options
  const server = createServer(
    {
      requestTimeout: requestMs,
      headersTimeout: Math.min(20_000, requestMs),
      connectionsCheckingInterval: requestMs / 2,
      keepAliveTimeout: 65_000,
      ServerResponse: answersThat(() => draining),
    },
    listener,
  )
  server.on('clientError', refuseConnection)
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    port,
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    async close() {
      draining = true
      await new Promise((resolve) => setTimeout(resolve, options.drainMs))
      await closeWhenAnswered(server)
    },
  }
}

const RAW_STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

/** What Node does with a request that cannot be read, or does not arrive; but a stream of lines is let go on. */
function refuseConnection(error: NodeJS.ErrnoException, connection: Duplex): void {
  const code = error.code ?? ''
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && mayTakeItsTime(connection)) return
  // Where an answer has begun, a second one would be read as a part of it.
  const begun = (connection as { _httpMessage?: ServerResponse | null })._httpMessage?.headersSent === true
  if (connection.writable && !begun) {
    connection.write(`HTTP/1.1 ${RAW_STATUS[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`)
  }
  connection.destroy(error)
}

/**
 * A caller that keeps its connection is told to open the next one anew: this one closes once its answer is sent.
 * Each answer asks as it leaves, so that nobody has to keep a list of those under way: a set that is filled and
 * emptied all the time leaves dead tables behind, which hold on to whole requests until the next full collection.
 */
function answersThat(mustGoElsewhere: () => boolean): typeof ServerResponse<IncomingMessage> {
  return class extends ServerResponse {
    override writeHead(status: number, message?: string, headers?: Headers): this
    override writeHead(status: number, headers?: Headers): this
    override writeHead(status: number, ...rest: unknown[]): this {
      if (mustGoElsewhere()) this.setHeader('connection', 'close')
      // Whichever of the two forms it came in, it goes on in the same.
      return super.writeHead(status, ...(rest as [Headers?]))
    }
  }
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

const LOOK_EVERY_MS = 500

/** Answers under way are finished and their connections close by themselves; those that wait for nothing are closed. */
function closeWhenAnswered(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // For a connection whose answer had begun before the stop and is kept open after it.
    const look = setInterval(() => {
      server.closeIdleConnections()
    }, LOOK_EVERY_MS)
    server.close(() => {
      clearInterval(look)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(host, port) : error)
    })
    server.listen(port, host, resolve)
  })
}
