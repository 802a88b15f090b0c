import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible'
import { Refusal } from '../refusal.ts'

export interface RateLimit {
  /** Counts one request of this key and answers what is left, or refuses it. */
  take(key: string, perMinute: number): Promise<Record<string, string>>
}

const WINDOW_SECONDS = 60

/** Counts requests per key and minute: in Redis for all processes together, here while there is none. */
export function openRateLimit(redis: object | null): RateLimit {
  // Each key has its own limit, so the counter itself has none.
  const settings = { points: Number.MAX_SAFE_INTEGER, duration: WINDOW_SECONDS, keyPrefix: 'ils:limit' }
  const local = new RateLimiterMemory(settings)
  const counter = redis ? new RateLimiterRedis({ ...settings, storeClient: redis, insuranceLimiter: local }) : local
  return {
    async take(key, perMinute) {
      const seen = await counter.consume(key)
      const seconds = Math.max(1, Math.ceil(seen.msBeforeNext / 1000))
      const headers = {
        'ratelimit-limit': String(perMinute),
        'ratelimit-remaining': String(Math.max(0, perMinute - seen.consumedPoints)),
        'ratelimit-reset': String(seconds),
      }
      if (seen.consumedPoints <= perMinute) return headers
      const detail = `${perMinute} requests a minute are allowed; the next one in ${seconds} s`
      throw new Refusal('too_many_requests', detail, {
        causes: [{ code: 'requests_per_minute', field: 'credentials', message: detail, limit: perMinute }],
        headers: { ...headers, 'retry-after': String(seconds) },
      })
    },
  }
}
