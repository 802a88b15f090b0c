import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import { Refusal } from '../refusal.ts'
import { countRequests } from './count-requests.ts'

/** What is left, as it is told in every answer. */
export type LimitHeaders = Readonly<Record<string, string>>

export interface RateLimit {
  /** Counts one request of this key and answers what is left, at once where nobody else must be asked; or refuses it. */
  take(key: string, perMinute: number): LimitHeaders | Promise<LimitHeaders>
}

const WINDOW_SECONDS = 60

/** Counts requests per key and minute: in Redis for all processes together, here while there is none. */
export function openRateLimit(redis: object | null): RateLimit {
  if (redis === null) {
    const here = countRequests(WINDOW_SECONDS * 1000)
    return {
      take(key, perMinute) {
        const { seen, msLeft } = here.count(key)
        return judge(perMinute, seen, msLeft)
      },
    }
  }
  // Each key has its own limit, so the counter itself has none.
  const settings = { points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS, keyPrefix: 'ils:limit' }
  const insuranceLimiter = new RateLimiterMemory(settings)
  const shared = new RateLimiterRedis({ ...settings, storeClient: redis, insuranceLimiter })
  return {
    async take(key, perMinute) {
      const seen = await shared.consume(key)
      return judge(perMinute, seen.consumedPoints, seen.msBeforeNext)
    },
  }
}

function judge(perMinute: number, seen: number, msLeft: number): LimitHeaders {
  const seconds = Math.max(1, Math.ceil(msLeft / 1000))
  const headers = {
    'ratelimit-limit': String(perMinute),
    'ratelimit-remaining': String(Math.max(0, perMinute - seen)),
    'ratelimit-reset': String(seconds),
  }
  if (seen <= perMinute) return headers
  const detail = `${perMinute} requests a minute are allowed; the next one in ${seconds} s`
  throw new Refusal('too_many_requests', detail, {
    causes: [{ code: 'requests_per_minute', field: 'credentials', message: detail, limit: perMinute }],
    headers: { ...headers, 'retry-after': String(seconds) },
  })
}
