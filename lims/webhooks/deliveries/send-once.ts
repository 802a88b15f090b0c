import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { App } from '../../app.ts'
import { AddressRefused } from '../guard/address-refused.ts'
import { faultOfUrl } from '../guard/fault-of-url.ts'
import { guardedLookup, resolveBySystem, type Resolve } from '../guard/guarded-lookup.ts'
import { judgeBy } from '../guard/judge-address.ts'

export interface Sent {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** What came back, or why nothing did. */
export interface Answer {
  readonly ms: number
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>> | null
  /** Cut at 16 KB; null where there was no answer. */
  readonly body: string | null
  /** In words; null where an answer came whole. */
  readonly error: string | null
  /** Nothing was sent, because of where it would have gone. */
  readonly refused: boolean
}

export interface Sender {
  send(sent: Sent): Promise<Answer>
  close(): void
}

const MOST_BODY_BYTES = 16 * 1024
/** Shorter than what servers usually keep an idle connection for: one that they close just then costs a try. */
const IDLE_MS = 4000

export interface SenderOptions {
  readonly app: Pick<App, 'settings'>
  /** Most connections to one receiver. */
  readonly most: number
  readonly resolve?: Resolve
}

/** Posts to receivers over connections that are kept, and only where the guard lets it. Redirects are answers like others. */
export function openSender({ app, most, resolve = resolveBySystem }: SenderOptions): Sender {
  const { webhookAllowedNetworks, webhookTimeoutMs } = app.settings
  const judge = judgeBy(webhookAllowedNetworks)
  const kept = {
    keepAlive: true,
    maxSockets: most,
    maxFreeSockets: most,
    timeout: IDLE_MS,
    scheduling: 'lifo',
  } as const
  const http = new HttpAgent({ ...kept, lookup: guardedLookup(judge, false, resolve) })
  const https = new HttpsAgent({ ...kept, lookup: guardedLookup(judge, true, resolve), maxCachedSessions: 200 })
  let closed = false
  return {
    async send(sent) {
      const began = performance.now()
      const fault = faultOfUrl(sent.url, judge)
      const answer = fault === undefined ? await post(sent) : nothing(`the url is refused: ${fault}`, true)
      return { ...answer, ms: Math.round(performance.now() - began) }
    },
    close() {
      closed = true
      http.destroy()
      https.destroy()
    },
  }

  function post(sent: Sent, again = false): Promise<Omit<Answer, 'ms'>> {
    const url = new URL(sent.url)
    const secure = url.protocol === 'https:'
    return new Promise((resolveOnce) => {
      let answered: IncomingMessage | undefined
      const chunks: Buffer[] = []
      let bytes = 0
      let over = false
      const end = (error: string | null, refused = false): void => {
        if (over) return
        over = true
        clearTimeout(timer)
        const body = answered ? Buffer.concat(chunks).subarray(0, MOST_BODY_BYTES).toString('utf8') : null
        const headers = answered ? headersOf(answered) : null
        resolveOnce({ status: answered?.statusCode ?? null, headers, body, error, refused })
      }
      const options = {
        method: 'POST',
        agent: secure ? https : http,
        headers: { ...sent.headers, 'content-length': sent.body.length },
      }
      const call = secure ? httpsRequest(url, options) : httpRequest(url, options)
      const timer = setTimeout(() => {
        end(
          answered
            ? `the answer was not whole after ${webhookTimeoutMs} ms`
            : `no answer within ${webhookTimeoutMs} ms`,
        )
        call.destroy()
      }, webhookTimeoutMs)
      call.on('response', (response) => {
        answered = response
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          bytes += chunk.length
          if (bytes <= MOST_BODY_BYTES) return
          // What it has to say beyond that interests nobody; the rest is not waited for.
          end(null)
          call.destroy()
        })
        response.on('end', () => {
          end(null)
        })
        response.on('aborted', () => {
          end('the connection ended in the middle of the answer')
        })
        response.on('error', (error) => {
          end(`the answer could not be read: ${error.message}`)
        })
      })
      call.on('error', (error: NodeJS.ErrnoException) => {
        if (over) return
        // A kept connection that the receiver closed just now: nobody has seen the request.
        if (call.reusedSocket && !answered && !again && !closed && error.code === 'ECONNRESET') {
          over = true
          clearTimeout(timer)
          resolveOnce(post(sent, true))
          return
        }
        end(sentenceOf(error), error instanceof AddressRefused)
      })
      call.end(sent.body)
    })
  }
}

const nothing = (error: string, refused: boolean): Omit<Answer, 'ms'> => ({
  ...{ status: null, headers: null, body: null, error, refused },
})

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
}

/** Several addresses were dialled: each says its own. */
function sentenceOf(error: NodeJS.ErrnoException): string {
  if (error instanceof AggregateError) return error.errors.map((one: Error) => one.message).join('; ')
  return error.message || (error.code ?? 'the call failed')
}
