import { Agent, request } from 'node:https'
import { Readable } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { pinOf } from './pinned-peers.ts'

export interface TlsIdentity {
  /** Our certificate and its key, PEM. */
  readonly cert: string | Buffer
  readonly key: string | Buffer
  /** Keys of the LIMS that are believed, as `sha256/…`; two while its key is being replaced. */
  readonly serverPins: readonly string[]
  readonly maxSockets?: number
}

/**
 * A `fetch` for the service port of a LIMS, for Node: shows our certificate, and says nothing to a server whose key is not
 * pinned. To renew our own certificate, open the client anew.
 */
export function fetchByTls({ cert, key, serverPins, maxSockets = 32 }: TlsIdentity): typeof fetch {
  // The key is pinned, so no authority has to vouch for it.
  const agent = new Agent({ keepAlive: true, maxSockets, cert, key, rejectUnauthorized: false })
  const believed = new WeakSet<TLSSocket>()
  return async (input, init) => {
    const asked = new Request(input, init)
    const body = asked.body ? Buffer.from(await asked.arrayBuffer()) : undefined
    return new Promise((resolve, reject) => {
      const headers = { ...Object.fromEntries(asked.headers), ...(body && { 'content-length': String(body.length) }) }
      const sending = request(asked.url, { agent, method: asked.method, headers, signal: asked.signal })
      sending.on('error', reject)
      sending.on('response', (answer) => {
        const { statusCode = 0, rawHeaders } = answer
        const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, i): [string, string] => [
          rawHeaders[2 * i] ?? '',
          rawHeaders[2 * i + 1] ?? '',
        ])
        const empty = NO_BODY.has(statusCode)
        if (empty) answer.resume()
        // Node's web stream, which is the one that Response reads.
        const stream = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>)
        resolve(new Response(stream, { status: statusCode, headers: pairs }))
      })
      sending.on('socket', (socket) => {
        if (!(socket instanceof TLSSocket)) throw new Error('an agent for https gave a connection without TLS')
        const tls = socket
        const send = (): void => {
          const shown = tls.getPeerX509Certificate()
          const pin = shown && pinOf(shown)
          if (pin === undefined || !serverPins.includes(pin)) {
            sending.destroy(new Error(`The key ${pin ?? '(none)'} of ${asked.url} is not pinned`))
            return
          }
          believed.add(tls)
          sending.end(body)
        }
        if (believed.has(tls)) sending.end(body)
        else tls.once('secureConnect', send)
      })
    })
  }
}

const NO_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304])
