import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

export interface UpgradeRules {
  readonly path: string
  /** Web origins that may open a socket besides our own. */
  readonly origins: readonly string[]
  /** Whether more are taken: not while stopping, and not when too many wait. */
  readonly takesMore: () => boolean
}

/** Why a socket is not opened, as an HTTP status; undefined: it is. */
export function statusAgainst(request: IncomingMessage, rules: UpgradeRules): 400 | 403 | 404 | 503 | undefined {
  const [path] = (request.url ?? '').split('?')
  if (path !== rules.path) return 404
  if (request.method !== 'GET') return 400
  if (!isAllowedOrigin(request.headers.origin, request.headers.host, rules.origins)) return 403
  return rules.takesMore() ? undefined : 503
}

/** Programs send no origin; a page may open a socket to where it came from, or be named in the settings. */
function isAllowedOrigin(origin: string | undefined, host: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase()
}

export function refuseUpgrade(socket: Duplex, status: number): void {
  const retry = status === 503 ? 'Retry-After: 2\r\n' : ''
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}
