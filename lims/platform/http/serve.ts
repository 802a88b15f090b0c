import { createServer, ServerResponse, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { admitting } from './admit-peers.ts'
import { mayTakeItsTime } from './unhurried.ts'
import type { WatchedTls } from './watched-tls.ts'

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
  /** Takes the connections of requests that ask for a WebSocket. */
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
  /** Speaks TLS, and only with peers that show a pinned certificate. */
  readonly tls?: WatchedTls
}

const REQUEST_MS = 60_000

export async function serve(listener: RequestListener, options: ServeOptions): Promise<Serving> {
  let draining = false
  const { requestMs = REQUEST_MS } = options
  const timing = {
    requestTimeout: requestMs,
    headersTimeout: Math.min(20_000, requestMs),
    connectionsCheckingInterval: requestMs / 2,
    keepAliveTimeout: 65_000,
    ServerResponse: answersThat(() => draining),
  }
  const { upgrade, tls } = options
  const admit = tls && admitting(tls)
  const server = tls
    ? openTlsServer(timing, admit?.requests(listener) ?? listener, tls)
    : createServer(timing, listener)
  server.on('clientError', refuseConnection)
  const silent = watchSilent(server, tls ? 'secureConnection' : 'connection')
  if (upgrade) server.on('upgrade', upgradesTo(admit?.upgrades(upgrade) ?? upgrade, server))
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    port,
    url: `${tls ? 'https' : 'http'}://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    async close() {
      draining = true
      await new Promise((resolve) => setTimeout(resolve, options.drainMs))
      await closeWhenAnswered(server, silent)
    },
  }
}

type Timing = ServerOptions<typeof IncomingMessage, ReturnType<typeof answersThat>>

/** Certificates are not checked against an authority but pinned: the handshake proves the key, and the list says whose it is. */
function openTlsServer(timing: Timing, listener: RequestListener, tls: WatchedTls): Server {
  const trust = { requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' } as const
  const { cert, key } = tls.now()
  const server = createTlsServer({ ...timing, ...trust, cert, key }, listener)
  tls.onChange((now) => {
    server.setSecureContext({ ...trust, cert: now.cert, key: now.key })
  })
  // A server of HTTP that speaks TLS: whatever is called on it here, both kinds have.
  return server
}

/**
 * Some clients offer HTTP/2 with their first request and go on with HTTP/1 if nobody takes it up (RFC 9110, 7.8). Node
 * hands their connection over as well: the request is put back without the offer, and read again.
 */
function upgradesTo(upgrade: NonNullable<ServeOptions['upgrade']>, server: Server) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') {
      upgrade(request, socket, head)
      return
    }
    const lines = [`${request.method ?? 'GET'} ${request.url ?? '/'} HTTP/${request.httpVersion}`]
    const { rawHeaders } = request
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const name = rawHeaders[at] ?? ''
      if (!OFFER.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1] ?? ''}`)
    }
    // Node gives header values as latin1: byte for byte what came.
    socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
    // What came over TLS is read already: a new handshake would wait for ever.
    server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket)
  }
}

const OFFER: ReadonlySet<string> = new Set(['upgrade', 'connection', 'http2-settings'])

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

/**
 * Connections that have asked for nothing yet. Clients open one ahead of need, as `fetch` does after a call that was
 * aborted; to Node a connection without a first request is not idle, and its server waits for it.
 */
function watchSilent(server: Server, opened: 'connection' | 'secureConnection'): ReadonlySet<Duplex> {
  const silent = new Set<Duplex>()
  server.on(opened, (socket: Duplex) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  server.prependListener('request', ({ socket }: IncomingMessage) => silent.delete(socket))
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => silent.delete(socket))
  return silent
}

const LOOK_EVERY_MS = 500

/** Answers under way are finished and their connections close by themselves; those that wait for nothing are closed. */
function closeWhenAnswered(server: Server, silent: ReadonlySet<Duplex>): Promise<void> {
  return new Promise((resolve) => {
    // For a connection whose answer had begun before the stop and is kept open after it.
    const look = setInterval(() => {
      server.closeIdleConnections()
    }, LOOK_EVERY_MS)
    for (const socket of silent) socket.destroy()
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
