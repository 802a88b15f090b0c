import { createHash } from 'node:crypto'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { countWrong, forgetWrong, lockedUntil, lockUntil } from './store.ts'

/** Who tries, and from where: each has its own count, so that nobody is kept out for long by the tries of others. */
export interface Try {
  /** The account by its address, whether there is one or not: that a lock-out exists tells nothing. */
  readonly account: string
  readonly address: string
}

const FORGET_MS = 24 * 3_600_000
const LONGEST_MS = 3_600_000
/** People mistype: five tries of an account cost nothing. From one address come many people. */
const FREE = { account: 5, address: 50 } as const
const FIRST_MS = 5000

/** Each wrong try doubles the wait: 5 s, 10 s … up to an hour. */
const waitMs = (wrong: number, free: number): number =>
  wrong < free ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (wrong - free))

// An address of somebody is personal data: what is kept of it here is enough to count by.
const namesOf = ({ account, address }: Try) => ({
  account: `account ${createHash('sha256').update(account.toLowerCase()).digest('hex')}`,
  address: `address ${address}`,
})

/** Refuses a try while the account or the address has to wait. */
export async function mustNotBeLockedOut(app: App, tries: Try): Promise<void> {
  const now = app.clock.now()
  const until = await lockedUntil(app.pool, Object.values(namesOf(tries)), now)
  if (until === null) return
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  const detail = `Too many wrong tries: the next one is taken in ${seconds} s`
  throw new Refusal('locked_out', detail, {
    causes: [{ code: 'locked_out', field: 'body', message: detail, limit: until.toISOString() }],
    headers: { 'retry-after': String(seconds) },
  })
}

/** Counts on the pool: the refusal that follows must not take the count back. */
export async function countWrongTry(app: App, tries: Try): Promise<void> {
  const now = app.clock.now()
  const names = namesOf(tries)
  for (const kind of ['account', 'address'] as const) {
    const wrong = await countWrong(app.pool, names[kind], now, new Date(now.getTime() - FORGET_MS))
    const wait = waitMs(wrong, FREE[kind])
    if (wait > 0) await lockUntil(app.pool, names[kind], new Date(now.getTime() + wait))
  }
}

/** Who came in has shown that they are who they say; the count of the address stays, or one good account would clear it. */
export async function forgetWrongTries(app: App, tries: Try): Promise<void> {
  await forgetWrong(app.db, namesOf(tries).account)
}
