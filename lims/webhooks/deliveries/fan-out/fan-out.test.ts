import { openLimsDatabase } from '@ils/testing/test-lims'
import type { TestDatabase } from '@ils/testing/test-database'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fanOut } from './store.ts'

const PAST = 20_000
const NEW = 10
/** The database plans a statement for the values it sees five times, and then once for any. */
const TURNS = 8

let database: TestDatabase
beforeAll(async () => {
  database = await openLimsDatabase()
})
afterAll(() => database.close())

const plant = (from: number, to: number) =>
  database.db.raw(
    `insert into events (id, seq, type, version, subject, subject_version, at, correlation_id, actor, data)
     select 'evt_' || n, n, 'job.moved', 1, 'job_' || n, 1, now(), 'planted', '{}', '{}' from generate_series(?::int, ?::int) n`,
    [from, to],
  )

it('reads what is new, however much was said before', async () => {
  await plant(1, PAST)
  await database.db.raw("update webhook_position set seq = ? where name = 'fan-out'", [PAST])
  await database.ownerDb.raw('analyze events')
  await database.db.transaction(async (trx) => {
    const turn = () => fanOut(trx, new Date(), 500, 'nobody')
    for (let i = 0; i < TURNS; i++) expect(await turn()).toMatchObject({ events: 0, deliveries: 0 })
    await plant(PAST + 1, PAST + NEW)
    expect(await turn()).toMatchObject({ events: NEW, deliveries: 0 })
    const { rows } = await trx.raw<{ rows: { read: string }[] }>(
      `select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as read from pg_stat_xact_user_tables where relname = 'events'`,
    )
    expect(Number(rows[0]?.read)).toBeLessThanOrEqual(NEW)
  })
})
