import { silentLog } from '../log/log.ts'
import { openRedis } from './redis.ts'

export interface RedisFacts {
  readonly version: string
  /** With any other policy a full Redis forgets wake-ups. */
  readonly evictionPolicy: string
}

export async function inspectRedis(url: string): Promise<RedisFacts> {
  const redis = openRedis(url, silentLog)
  try {
    await new Promise<void>((resolve, reject) => {
      redis.once('ready', resolve)
      redis.once('error', reject)
    })
    const info = await redis.info()
    const field = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? 'unknown'
    return { version: field('redis_version'), evictionPolicy: field('maxmemory_policy') }
  } finally {
    redis.disconnect()
  }
}
