import { randomInt } from 'node:crypto'
import { freePort as freePortLike } from '@ils/platform/embedded-postgres/free-port'

// Below those that systems give to connections going out: while a server is down, none of them takes its port.
const [FIRST, LAST] = [10_240, 32_767]
const MOST_TRIES = 50
const given = new Set<number>()

/** A port of the loopback for a server that may go down and come back on it; each is given once. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = randomInt(FIRST, LAST + 1)
    if (given.has(port)) continue
    given.add(port)
    if ((await freePortLike(port)) === port) return port
  }
  throw new Error(`no port from ${FIRST} to ${LAST} was free in ${MOST_TRIES} tries`)
}
