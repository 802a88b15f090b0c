import { createServer, type RequestListener, type Server } from 'node:http'
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
  const server = createServer(
    { requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      // Callers that keep their connection are told to open the next one elsewhere.
      if (draining) response.setHeader('connection', 'close')
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
      await new Promise((resolve) => setTimeout(resolve, options.drainMs))
      await closeWhenIdle(server)
    },
  }
}

/** Calls under way finish. Node would keep their connections open after the answer: they are closed as they fall idle. */
function closeWhenIdle(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => {
      server.closeIdleConnections()
    }, 20)
    server.close(() => {
      clearInterval(sweep)
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
