import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

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
}

export async function serve(listener: RequestListener, options: ServeOptions): Promise<Serving> {
  let draining = false
  const answering = new Set<ServerResponse>()
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      answering.add(response)
      response.once('close', () => answering.delete(response))
      if (draining) sendElsewhere(response)
      listener(request, response)
    },
  )
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    port,
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    async close() {
      draining = true
      for (const response of answering) sendElsewhere(response)
      await new Promise((resolve) => setTimeout(resolve, options.drainMs))
      await closeWhenAnswered(server)
    },
  }
}

/** A caller that keeps its connection is told to open the next one anew: this one closes once its answer is sent. */
function sendElsewhere(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('connection', 'close')
}

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
