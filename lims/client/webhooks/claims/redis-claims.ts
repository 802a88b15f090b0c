import { randomWord } from '../../random-word.ts'
import { HOLD_SECONDS, KEEP_DONE_SECONDS, type ClaimStore } from './claim-store.ts'

/** What `ioredis` has. */
export interface RedisCommands {
  set(key: string, value: string, ex: 'EX', seconds: number, nx?: 'NX'): Promise<unknown>
  get(key: string): Promise<string | null>
  eval(script: string, keys: number, ...args: string[]): Promise<unknown>
}

/** Deletes what is still ours: a claim that ran out may be somebody else's by now. */
export const DELETE_OURS = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/** For several processes. A Redis that is flushed forgets: then a delivery may be handled twice. */
export function redisClaims(redis: RedisCommands, prefix = 'webhook:'): ClaimStore {
  const keyOf = (id: string): string => prefix + id
  const busy = `busy ${randomWord()}`
  return {
    async claim(id) {
      const taken = await redis.set(keyOf(id), busy, 'EX', HOLD_SECONDS, 'NX')
      if (taken === 'OK') return 'claimed'
      return (await redis.get(keyOf(id))) === 'done' ? 'done' : 'busy'
    },
    async done(id) {
      await redis.set(keyOf(id), 'done', 'EX', KEEP_DONE_SECONDS)
    },
    async release(id) {
      await redis.eval(DELETE_OURS, 1, keyOf(id), busy)
    },
  }
}
