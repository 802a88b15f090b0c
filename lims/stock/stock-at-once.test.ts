import { system } from '@ils/platform/actor'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { App } from '../app.ts'
import type { Eye } from './blanks/store.ts'
import { receiveBlanks } from './moves/receive-blanks.ts'
import { releaseReservations, reserveBlanks, returnBlank, takeBlank, writeOffBlank } from './public.ts'

/** Two processes with a pool each, and 200 at once who want the last 20. */
const AT_ONCE = 200
const LAST = 20
const actor = system('test')

let first: TestLims
let second: TestLims
/** How often a transaction was begun: more often than asked means that somebody was a deadlock's victim. */
let begun = 0

beforeAll(async () => {
  first = await openTestLims({ roles: ['api'] })
  second = await openTestLims({ roles: ['api'], database: first.database })
})
afterAll(async () => {
  await second.close()
  await first.close()
})

const everyone = <T>(one: (app: App, trx: Trx, i: number) => Promise<T>): Promise<T[]> => {
  begun = 0
  return Promise.all(
    Array.from({ length: AT_ONCE }, (_, i) => {
      const { app } = i % 2 === 0 ? first : second
      return inTransaction(app.db, (trx) => {
        begun++
        return one(app, trx, i)
      })
    }),
  )
}

async function stocked(...opcs: string[]): Promise<void> {
  await first.database.ownerDb('blanks').insert(opcs.map((opc) => ({ opc, label: opc, reorder_at: 5, reorder_to: 50 })))
  const half = LAST / 2
  const lines = opcs.flatMap((opc) => ['L1', 'L2'].map((lot) => ({ opc, lot, quantity: half })))
  await receiveBlanks(first.app, actor, { lines })
}

const row = (opc: string) =>
  first.database
    .ownerDb<{ opc: string; on_hand: number; reserved: number }>('blanks')
    .where({ opc })
    .first('on_hand', 'reserved')
const events = (opc: string, type: string): Promise<{ data: { change: number; balance: number } }[]> =>
  first.database.ownerDb('events').where({ subject: opc, type }).orderBy('n')

it('two hundred who take the last twenty get exactly twenty', async () => {
  await stocked('LAST')
  const at = new Date()
  const answers = await everyone((app, trx, i) =>
    takeBlank(app, trx, actor, { jobId: `job-${i}`, eye: 'right', opc: 'LAST', kind: 'used', at }),
  )
  expect(answers.filter(({ taken }) => taken)).toHaveLength(LAST)
  expect(answers.filter((answer) => !answer.taken && answer.why === 'none_there')).toHaveLength(AT_ONCE - LAST)
  expect(await row('LAST')).toEqual({ on_hand: 0, reserved: 0 })
  const told = await events('LAST', 'stock.moved')
  expect(told.map(({ data }) => data.balance)).toEqual(Array.from({ length: LAST }, (_, i) => LAST - 1 - i))
  expect(await events('LAST', 'stock.reorder_due')).toHaveLength(1)
  const lots = await first.database.ownerDb('blank_lots').where({ opc: 'LAST' }).orderBy('lot').pluck('on_hand')
  expect(lots).toEqual([0, 0])
  expect(begun).toBe(AT_ONCE)
})

it('two hundred pairs for which twenty of each are free get twenty of each, whichever eye wants which', async () => {
  await stocked('PAIR-1', 'PAIR-2')
  const answers = await everyone((app, trx, i) => {
    const [right, left] = i % 4 < 2 ? ['PAIR-1', 'PAIR-2'] : ['PAIR-2', 'PAIR-1']
    const lenses = [
      { eye: 'right' as const, opc: right },
      { eye: 'left' as const, opc: left },
    ]
    return reserveBlanks(app, trx, `pair-${i}`, i % 3 === 0 ? lenses.toReversed() : lenses)
  })
  const outcomes = answers.flatMap(({ right, left }) => [right, left])
  expect(outcomes.filter((outcome) => outcome === 'reserved')).toHaveLength(2 * LAST)
  expect(outcomes.filter((outcome) => outcome === 'short')).toHaveLength(2 * (AT_ONCE - LAST))
  for (const opc of ['PAIR-1', 'PAIR-2']) {
    expect(await row(opc)).toEqual({ on_hand: LAST, reserved: LAST })
    expect(await first.database.ownerDb('reservations').where({ opc })).toHaveLength(LAST)
    expect(await events(opc, 'stock.reorder_due')).toHaveLength(1)
  }
  expect(begun).toBe(AT_ONCE)
  await everyone((app, trx, i) => releaseReservations(app, trx, `pair-${i}`))
  for (const opc of ['PAIR-1', 'PAIR-2']) expect(await row(opc)).toEqual({ on_hand: LAST, reserved: 0 })
  expect(begun).toBe(AT_ONCE)
})

it('two who reserve for one lens at the same moment leave one reservation, and count one', async () => {
  await stocked('SAME-1', 'SAME-2')
  const ask = (app: App, trx: Trx, opc: string) => reserveBlanks(app, trx, 'same', [{ eye: 'right', opc }])
  const db = first.database.ownerDb
  const somebodyWaits = async () =>
    (await db.raw<{ rowCount: number }>("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount > 0
  let tries = 0
  let late: Promise<unknown> = Promise.resolve()
  await inTransaction(first.app.db, async (trx) => {
    await ask(first.app, trx, 'SAME-1')
    late = inTransaction(second.app.db, (other) => {
      tries++
      return ask(second.app, other, 'SAME-2')
    })
    await until('the second waits for the first', somebodyWaits)
  })
  expect(await late).toEqual({ right: 'reserved' })
  expect(tries).toBe(2)
  expect(await row('SAME-1')).toEqual({ on_hand: LAST, reserved: 0 })
  expect(await row('SAME-2')).toEqual({ on_hand: LAST, reserved: 1 })
  expect(await db('reservations').where({ job_id: 'same' }).pluck('opc')).toEqual(['SAME-2'])
})

it('everything at once leaves what the log says, and never less than nothing', async () => {
  const opcs = ['MIX-1', 'MIX-2', 'MIX-3']
  await stocked(...opcs)
  const at = new Date()
  const eyes: readonly Eye[] = ['right', 'left']
  // The order of work is a fixed shuffle: what differs from run to run is who comes first.
  const pick = <T>(list: readonly T[], i: number, salt: number): T =>
    list[(i * 7919 + salt * 104_729) % list.length] ?? neverEmpty()
  await everyone(async (app, trx, i) => {
    const lens = { jobId: `mix-${i % 40}`, eye: pick(eyes, i, 1) }
    const opc = pick(opcs, i, 2)
    switch (i % 6) {
      case 0:
        return reserveBlanks(app, trx, lens.jobId, [
          { eye: 'right', opc },
          { eye: 'left', opc: pick(opcs, i, 3) },
        ])
      case 1:
      case 2:
        return takeBlank(app, trx, actor, { ...lens, opc, kind: 'used', at })
      case 3:
        return returnBlank(app, trx, actor, { ...lens, opc, at })
      case 4:
        return writeOffBlank(app, trx, actor, { opc, kind: 'defect', at })
      default:
        return receiveBlanks({ ...app, db: trx }, actor, {
          lines: opcs.toReversed().map((one) => ({ opc: one, lot: 'L3', quantity: 1 })),
        })
    }
  })
  const db = first.database.ownerDb
  for (const opc of opcs) {
    const told = [...(await events(opc, 'stock.received')), ...(await events(opc, 'stock.moved'))]
    const onHand = told.reduce((sum, { data }) => sum + data.change, 0)
    const held = await db('reservations').where({ opc })
    expect(await row(opc)).toEqual({ on_hand: onHand, reserved: held.length })
    const lots = await db('blank_lots').where({ opc }).sum({ sum: 'on_hand' }).first<{ sum: number }>()
    expect(lots.sum).toBe(onHand)
    const balances = told.map(({ data }) => data.balance)
    expect(Math.min(...balances)).toBeGreaterThanOrEqual(0)
  }
})

function neverEmpty(): never {
  throw new Error('these lists have something in them')
}
