import { once } from 'node:events'
import { LIVE_PATH, type LiveMessage, type LivePosition } from '@ils/contract/live'
import { WebSocket } from 'ws'

export interface ExampleReader {
  readonly ws: WebSocket
  readonly messages: LiveMessage[]
  /** Of the close frame, once it came. */
  readonly closed: Promise<{ code: number; reason: string }>
  /** The first message of a kind from a place in the list on, when it comes. */
  next<K extends LiveMessage['kind']>(kind: K, from?: number): Promise<Extract<LiveMessage, { kind: K }>>
  say(message: unknown): void
}

/** A reader of live sockets as an integrator would write it, without coming back. */
export async function openExampleReader(
  url: string,
  hello?: { readonly ticket: string; readonly rooms: readonly string[]; readonly from?: LivePosition },
  options: { readonly origin?: string } = {},
): Promise<ExampleReader> {
  const ws = new WebSocket(`${url.replace('http', 'ws')}${LIVE_PATH}`, { perMessageDeflate: false, ...options })
  const messages: LiveMessage[] = []
  const waiting = new Set<() => void>()
  ws.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as LiveMessage) // The contract says so, and the tests compare.
    for (const go of waiting) go()
  })
  const closed = once(ws, 'close').then(([code, reason]) => ({ code: Number(code), reason: String(reason) }))
  ws.on('error', () => undefined)
  const opened = once(ws, 'open')
  await Promise.race([opened, closed.then(() => Promise.reject(new Error('the socket was not opened')))])
  const say = (message: unknown): void => {
    ws.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
  }
  if (hello) say({ kind: 'hello', protocol: 1, ...hello })
  return {
    ws,
    messages,
    closed,
    say,
    async next(kind, from = 0) {
      const gone = closed.then(({ code, reason }) => {
        throw new Error(`closed with ${code} ${reason} before ${kind} came`)
      })
      gone.catch(() => undefined)
      for (;;) {
        const found = messages.slice(from).find((message) => message.kind === kind)
        if (found) return found as Extract<LiveMessage, { kind: typeof kind }> // Found by its kind.
        let go: (() => void) | undefined
        const news = new Promise<void>((resolve) => {
          go = resolve
          waiting.add(resolve)
        })
        try {
          await Promise.race([news, gone])
        } finally {
          if (go) waiting.delete(go)
        }
      }
    },
  }
}
