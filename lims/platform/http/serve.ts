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

export async function serve(listener: RequestListener, options: { host: string; port: number }): Promise<Serving> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 20_000, keepAliveTimeout: 65_000 }, listener)
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  return {
    port,
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        // Calls under way finish. Node would keep their connections open after the answer: they are closed as they fall idle.
        const sweep = setInterval(() => {
          server.closeIdleConnections()
        }, 20)
        server.close(() => {
          clearInterval(sweep)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(host, port) : error)
    })
    server.listen(port, host, resolve)
  })
}
