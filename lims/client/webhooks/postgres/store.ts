import { randomWord } from '../../random-word.ts'
import { HOLD_SECONDS, KEEP_DONE_SECONDS, type ClaimStore } from '../claims/claim-store.ts'
import type { NewestSeen } from '../newest/newest-seen.ts'
import { rowsOf, type Database } from './queries.ts'

// So often old ones are looked for, and so many go at once.
const DONE_BETWEEN = 200
const MOST_FORGOTTEN = 1000

/** Text of the table, for a migration of the receiver's own, in whichever schema its connection looks first. */
export const claimTable = `create table if not exists webhook_claims (
  id text primary key,
  holder text,
  until timestamptz not null
)`

/** For several processes: what is done stays done over restarts, for as long as a sender comes again. `holder` null: done. */
export function postgresClaims(db: Database): ClaimStore {
  const us = randomWord()
  let doneSince = 0
  return {
    async claim(id) {
      const taken = await rowsOf(
        db,
        `insert into webhook_claims as c (id, holder, until) values (?, ?, now() + make_interval(secs => ?))
         on conflict (id) do update set holder = excluded.holder, until = excluded.until where c.until <= now() returning 1`,
        [id, us, HOLD_SECONDS],
      )
      if (taken.length > 0) return 'claimed'
      const [row] = await rowsOf<{ done: boolean }>(
        db,
        `select holder is null as done from webhook_claims where id = ?`,
        [id],
      )
      // Released between the two statements: whoever sends it again finds it free.
      return row?.done === true ? 'done' : 'busy'
    },
    async done(id) {
      await rowsOf(
        db,
        `insert into webhook_claims (id, holder, until) values (?, null, now() + make_interval(secs => ?))
         on conflict (id) do update set holder = null, until = excluded.until`,
        [id, KEEP_DONE_SECONDS],
      )
      doneSince += 1
      if (doneSince % DONE_BETWEEN === 0) await forgetOld()
    },
    async release(id) {
      // A claim that ran out may be somebody else's by now.
      await rowsOf(db, `delete from webhook_claims where id = ? and holder = ?`, [id, us])
    },
  }

  async function forgetOld(): Promise<void> {
    await rowsOf(
      db,
      `delete from webhook_claims where id in (
         select id from webhook_claims where until <= now() order by id limit ? for update skip locked)`,
      [MOST_FORGOTTEN],
    )
  }
}

/** Text of the table, for a migration of the receiver's own, in whichever schema its connection looks first. */
export const newestTable = `create table if not exists webhook_newest (
  thing text primary key,
  version bigint not null
)`

/**
 * Give it the transaction that the change is written in: the row is locked until it ends, so that changes of one thing follow
 * one another, and the note is kept with the change or not at all. Outside of a transaction it throws.
 */
export function postgresNewest(transaction: Database): NewestSeen {
  return {
    async ifNewer(thing, version, change) {
      // The insert takes this lock anyway. Outside of a transaction, where the note would outlive a change that failed,
      // Postgres refuses it.
      await rowsOf(transaction, `lock table webhook_newest in row exclusive mode`, [])
      const rows = await rowsOf(
        transaction,
        `insert into webhook_newest as n (thing, version) values (?, ?)
         on conflict (thing) do update set version = excluded.version where n.version < excluded.version returning 1`,
        [thing, version],
      )
      if (rows.length === 0) return false
      await change()
      return true
    },
  }
}
