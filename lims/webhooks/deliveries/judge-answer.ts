import type { Answer } from './send-once.ts'

/** delivered; failed: tried again later; slow_down: so, and less at once; gone: the endpoint wants nothing any more. */
export type Verdict = 'delivered' | 'failed' | 'slow_down' | 'gone'

export interface Judged {
  readonly verdict: Verdict
  /** In words, for whoever reads the log of attempts; null when it was delivered. */
  readonly error: string | null
  /** How long the receiver asked us to wait. */
  readonly waitMs: number | null
}

const SLOW_DOWN = new Set([429, 502, 503, 504])
const GONE = 410
const MOST_WAIT_MS = 24 * 3_600_000

/** What an answer means, by Standard Webhooks 1.0.0: only 2xx is a yes, and an answer that broke off is none. */
export function judgeAnswer(answer: Answer, now: Date): Judged {
  const { status, error } = answer
  if (status === null) return { verdict: answer.refused ? 'failed' : 'slow_down', error, waitMs: null }
  const waitMs = waitOf(answer.headers?.['retry-after'], now)
  if (status === GONE)
    return { verdict: 'gone', error: 'answered 410: it wants to be told nothing any more', waitMs: null }
  if (status >= 200 && status < 300) {
    return error === null ? { verdict: 'delivered', error, waitMs: null } : { verdict: 'slow_down', error, waitMs }
  }
  const redirected = status >= 300 && status < 400 ? ': redirects are not followed, change the url instead' : ''
  return { verdict: SLOW_DOWN.has(status) ? 'slow_down' : 'failed', error: `answered ${status}${redirected}`, waitMs }
}

/** Seconds or a date (RFC 9110, 10.2.3); what is neither says nothing. */
function waitOf(text: string | undefined, now: Date): number | null {
  if (text === undefined) return null
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now.getTime()
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), MOST_WAIT_MS)
}
