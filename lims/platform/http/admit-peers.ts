import type { IncomingMessage, RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { Refusal } from '../refusal.ts'
import { peerOf } from './pinned-peers.ts'
import { problemOf } from './problem.ts'
import type { WatchedTls } from './watched-tls.ts'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Lets in whoever is pinned now, asked at each request: a key that is taken off the list is out, on open connections too. */
export function admitting(tls: WatchedTls) {
  const shown = new WeakMap<object, Buffer | undefined>()
  const refusalOf = ({ socket }: IncomingMessage): string | undefined => {
    if (!shown.has(socket)) {
      shown.set(socket, socket instanceof TLSSocket ? socket.getPeerX509Certificate()?.raw : undefined)
    }
    const found = peerOf(shown.get(socket), tls.now().peers, tls.clock)
    return 'refused' in found ? found.refused : undefined
  }
  return {
    requests:
      (listener: RequestListener): RequestListener =>
      (request, response) => {
        const refused = refusalOf(request)
        if (refused === undefined) {
          listener(request, response)
          return
        }
        response.writeHead(403, { 'content-type': 'application/problem+json', connection: 'close' })
        response.end(textOf(refused))
      },
    upgrades:
      (upgrade: Upgrade): Upgrade =>
      (request, socket, head) => {
        const refused = refusalOf(request)
        if (refused === undefined) {
          upgrade(request, socket, head)
          return
        }
        const body = textOf(refused)
        socket.end(
          `HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        )
      },
  }
}

const textOf = (refused: string): string => JSON.stringify(problemOf(new Refusal('peer_not_pinned', refused)))
