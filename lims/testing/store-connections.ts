import { openDatabase, type Db } from '@ils/platform/db/database'
import { silentLog } from '@ils/platform/log/log'
import { openRedis } from '@ils/platform/queue/redis'
import pg from 'pg'

/** As a program of somebody else would have it: tests of what takes their connections use the libraries themselves. */
export function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  // The end of a pool is told before its lines are closed: a database that is dropped then cuts them.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

export const openRedisClient = (url: string): ReturnType<typeof openRedis> => openRedis(url, silentLog, 'waits')

export const openKnex = (url: string): Db =>
  openDatabase({ url, schema: 'public', applicationName: 'ils test', poolMax: 4 })
