import { Redis, type RedisOptions } from 'ioredis'
import type { Log } from '../log/log.ts'

/**
 * `answers`: a command fails at once while Redis is away, for callers with another way (a rate limiter).
 * `waits`: commands wait for Redis to come back; Bull demands it of its connections.
 */
export type RedisManner = 'answers' | 'waits'

const manners: Record<RedisManner, RedisOptions> = {
  answers: { maxRetriesPerRequest: 1, enableOfflineQueue: false, commandTimeout: 2000 },
  waits: { maxRetriesPerRequest: null, enableReadyCheck: false },
}

const LONGEST_PAUSE_MS = 1000

/** Opens a connection that comes back by itself. An outage is logged when it begins and when it ends, not at every try. */
export function openRedis(url: string, log: Log, manner: RedisManner = 'answers'): Redis {
  const redis = new Redis(url, {
    ...manners[manner],
    connectionName: 'ils',
    connectTimeout: 5000,
    keepAlive: 10_000,
    // A far end that is silently gone never says goodbye; a stop must not wait for it.
    disconnectTimeout: 200,
    retryStrategy: (times) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(times, 6)),
    // A replica that was a primary a moment ago: connect anew, to the new one.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  })
  // Every Bull queue adds its own.
  redis.setMaxListeners(0)
  let down = false
  let closed = false
  const lost = (error?: Error): void => {
    if (down || closed) return
    down = true
    log.warn({ err: error }, 'redis is out of reach')
  }
  redis.on('error', lost)
  redis.on('close', () => lost())
  redis.on('end', () => (closed = true))
  redis.on('ready', () => {
    if (down) log.info({}, 'redis is back')
    down = false
  })
  return redis
}
