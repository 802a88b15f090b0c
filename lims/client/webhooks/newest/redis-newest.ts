import { randomWord } from '../../random-word.ts'
import { HOLD_SECONDS } from '../claims/claim-store.ts'
import { DELETE_OURS, type RedisCommands } from '../claims/redis-claims.ts'
import { ChangeUnderWay, type NewestSeen } from './newest-seen.ts'

/** Longer than anybody sends again what is old by hand. */
const KEEP_SECONDS = 90 * 86_400

/**
 * For several processes whose state is not in Postgres. One that stands still for minutes while it makes a change may be
 * overtaken by a later one and then undo it; where that must not be, keep the note with the state: `postgresNewest`.
 */
export function redisNewest(redis: RedisCommands, prefix = 'webhook-newest:'): NewestSeen {
  return {
    async ifNewer(thing, version, change) {
      const lock = `${prefix}lock:${thing}`
      const us = randomWord()
      if ((await redis.set(lock, us, 'EX', HOLD_SECONDS, 'NX')) !== 'OK') throw new ChangeUnderWay(thing)
      try {
        const made = Number((await redis.get(prefix + thing)) ?? 0)
        if (made >= version) return false
        await change()
        await redis.set(prefix + thing, String(version), 'EX', KEEP_SECONDS)
        return true
      } finally {
        await redis.eval(DELETE_OURS, 1, lock, us)
      }
    },
  }
}
