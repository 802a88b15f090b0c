import { openLimsDatabase } from '@ils/testing/test-lims'
import { manualClock } from '@ils/testing/manual-clock'
import type { TestDatabase } from '@ils/testing/test-database'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { system } from '../actor.ts'
import type { Foundation } from '../app.ts'
import { makeIds } from '../ids.ts'
import { silentLog } from '../log/log.ts'
import { countRefusals } from './count-refusals.ts'
import { keepAudit } from './keep-audit.ts'
import { sealEntries } from './seal-entries.ts'
import { verifyChains } from './verify-chain.ts'

let database: TestDatabase
let app: Foundation
const clock = manualClock()

beforeAll(async () => {
  database = await openLimsDatabase()
  app = { db: database.db, pool: database.db, schema: 'lims', clock, ids: makeIds(clock), log: silentLog }
})
afterEach(async () => {
  await asTamperer('truncate audit_seals, audit_unsealed, audit_entries')
})
afterAll(() => database.close())

/** What only an owner with bad intentions can do: the triggers switched off. */
async function asTamperer(...statements: string[]): Promise<void> {
  const tables = ['audit_entries', 'audit_seals']
  for (const table of tables) await database.ownerDb.raw(`alter table ${table} disable trigger user`)
  for (const statement of statements) await database.ownerDb.raw(statement)
  for (const table of tables) await database.ownerDb.raw(`alter table ${table} enable trigger user`)
}

async function keep(count: number, practice: string | null = null): Promise<void> {
  for (let i = 1; i <= count; i++) {
    clock.advance(1)
    await keepAudit(app, app.db, system('test'), {
      action: 'thing.done',
      subject: `thing-${i}`,
      practice,
      detail: { i, nested: { b: 2, a: 1.5 } },
    })
  }
}
async function seal(): Promise<void> {
  while ((await sealEntries(app)) > 0);
}

describe('the audit trail', () => {
  it('seals every entry into the chain of its tenant', async () => {
    await keep(5)
    await keep(3, 'p-1')
    expect((await verifyChains(app.db)).unsealed).toBe(8)
    await seal()
    const verdict = await verifyChains(app.db)
    expect(verdict).toMatchObject({ intact: true, unsealed: 0, lost: [] })
    expect(verdict.chains.map(({ tenant, entries }) => [tenant, entries])).toEqual([
      ['lab', 5],
      ['p-1', 3],
    ])
  })

  it('lets the application insert and nothing else', async () => {
    await keep(1)
    await seal()
    for (const table of ['audit_entries', 'audit_seals']) {
      await expect(app.db(table).update({ tenant: 'x' }), table).rejects.toThrow(/permission denied/)
      await expect(app.db(table).delete(), table).rejects.toThrow(/permission denied/)
      await expect(app.db.raw(`truncate ${table}`), table).rejects.toThrow(/permission denied/)
      await expect(database.ownerDb(table).delete(), table).rejects.toThrow(/insert-only/)
    }
  })

  it('seals once when two sealers come at the same moment', async () => {
    await keep(20)
    await Promise.allSettled([sealEntries(app), sealEntries(app), sealEntries(app)])
    await seal()
    expect(await verifyChains(app.db)).toMatchObject({ intact: true, chains: [{ entries: 20 }] })
  })

  it.each([
    [
      'an altered entry',
      "update audit_entries set detail = '{\"i\": 99}' where subject = 'thing-4'",
      { seq: 4, what: 'altered' },
    ],
    [
      'an altered actor',
      'update audit_entries set actor = actor || \'{"name": "Somebody"}\' where subject = \'thing-7\'',
      { seq: 7, what: 'altered' },
    ],
    [
      'a later time',
      "update audit_entries set at = at + interval '1 second' where subject = 'thing-2'",
      { seq: 2, what: 'altered' },
    ],
    ['an entry taken out', "delete from audit_entries where subject = 'thing-5'", { seq: 5, what: 'missing' }],
    ['a seal taken out', 'delete from audit_seals where seq = 6', { seq: 6, what: 'missing' }],
    [
      'two that changed places',
      "update audit_seals a set entry_id = b.entry_id || '' from audit_seals b where a.seq = 3 and b.seq = 8 and a.tenant = b.tenant",
      { seq: 3, what: 'altered' },
    ],
    ['a seal made anew', "update audit_seals set hash = repeat('a', 64) where seq = 9", { seq: 9, what: 'altered' }],
    [
      'a chain that begins elsewhere',
      "update audit_seals set prev_hash = repeat('b', 64) where seq = 1",
      { seq: 1, what: 'resealed' },
    ],
  ])('shows %s and names the first bad row', async (_what, statement, bad) => {
    await keep(10)
    await seal()
    await asTamperer('alter table audit_seals drop constraint audit_seals_entry_id_key', statement)
    const verdict = await verifyChains(app.db)
    expect(verdict.intact).toBe(false)
    expect(verdict.chains[0]?.firstBad).toMatchObject(bad)
    await asTamperer(
      'truncate audit_seals',
      'alter table audit_seals add constraint audit_seals_entry_id_key unique (entry_id)',
    )
  })

  it('shows an entry that was put in behind its back', async () => {
    await keep(3)
    await seal()
    await asTamperer(
      "insert into audit_entries select 'aud_forged', tenant, at, actor, action, subject, outcome, detail, correlation_id from audit_entries limit 1",
    )
    expect(await verifyChains(app.db)).toMatchObject({ intact: false, lost: ['aud_forged'] })
  })

  it('shows a cut tail to whoever noted the head', async () => {
    await keep(6)
    await seal()
    const before = await verifyChains(app.db)
    const head = { tenant: 'lab', seq: 6, hash: before.chains[0]?.head ?? '' }
    expect(await verifyChains(app.db, { expected: [head] })).toMatchObject({ intact: true })
    await asTamperer(
      'delete from audit_seals where seq > 4',
      "delete from audit_entries where subject in ('thing-5', 'thing-6')",
    )
    expect(await verifyChains(app.db)).toMatchObject({ intact: true })
    expect((await verifyChains(app.db, { expected: [head] })).chains[0]?.firstBad).toMatchObject({
      seq: 5,
      what: 'missing',
    })
  })

  it('shows a chain that was written anew from some row on', async () => {
    await keep(6)
    await seal()
    const head = { tenant: 'lab', seq: 6, hash: (await verifyChains(app.db)).chains[0]?.head ?? '' }
    await asTamperer(
      'delete from audit_seals where seq >= 3',
      "update audit_entries set detail = '{}' where subject = 'thing-3'",
      "insert into audit_unsealed (entry_id, tenant) select id, tenant from audit_entries where subject >= 'thing-3'",
    )
    await seal()
    expect(await verifyChains(app.db)).toMatchObject({ intact: true })
    expect((await verifyChains(app.db, { expected: [head] })).chains[0]?.firstBad).toMatchObject({
      seq: 6,
      what: 'resealed',
    })
  })
})

describe('refusals of the unknown', () => {
  it('are summed by hour, code and route', async () => {
    const counter = countRefusals(app)
    for (let i = 0; i < 100; i++) counter.add('not_signed_in', 'GET /x')
    await counter.flush()
    for (let i = 0; i < 11; i++) counter.add('not_signed_in', 'GET /x')
    await counter.close()
    expect(await app.db('audit_counts')).toEqual([
      expect.objectContaining({ code: 'not_signed_in', route: 'GET /x', count: 111 }),
    ])
  })

  it('are kept while the database is away', async () => {
    let away = true
    const pool = new Proxy(app.pool, {
      apply(target, self, args: [string]) {
        if (away) throw new Error('away')
        return Reflect.apply(target, self, args) as unknown
      },
    })
    const counter = countRefusals({ ...app, pool })
    counter.add('not_signed_in', 'GET /away')
    await counter.flush()
    away = false
    await counter.close()
    expect(await app.db('audit_counts').where({ route: 'GET /away' })).toEqual([expect.objectContaining({ count: 1 })])
  })
})
