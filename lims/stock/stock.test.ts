import type { BodyOf } from '@ils/contract/endpoint'
import type { receiveBlanks as receiving } from '@ils/contract/stock'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { openJudgingLab, type JudgingLab } from '@ils/testing/judging-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reserveBlanks, takeBlank } from './public.ts'

let lab: JudgingLab
let eve: LimsClient

beforeAll(async () => {
  lab = await openJudgingLab()
  eve = (await lab.member('Eve', 'lab')).client
})
afterAll(() => lab.close())

const at = new Date('2026-11-20T10:00:00.000Z')

const refusal = async (call: Promise<unknown>): Promise<LimsRefused> => {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (refused: unknown) => refused,
  )
  if (error instanceof LimsRefused) return error
  throw error
}

const named = { supplier: null, product: null, reorderAt: null, reorderTo: null }
const keep = (
  opc: string,
  more: Partial<{ reorderAt: number; reorderTo: number; product: string; supplier: string }> = {},
) => eve.putBlank({ params: { opc }, body: { ...named, label: `Blank ${opc}`, ...more } })
const receive = (lines: BodyOf<typeof receiving, never>['lines']) => eve.receiveBlanks({ body: { lines } })
const show = (opc: string) => eve.getBlank({ params: { opc } })

const reserveOne = (opc: string) =>
  inTransaction(lab.lims.app.db, (trx) => reserveBlanks(lab.lims.app, trx, 'job-1', [{ eye: 'right', opc }]))
const takeOne = (opc: string) =>
  inTransaction(lab.lims.app.db, (trx) =>
    takeBlank(lab.lims.app, trx, system('floor'), { jobId: 'job-2', eye: 'right', opc, kind: 'used', at }),
  )

const said = async (opc: string): Promise<{ type: string; data: Record<string, unknown>; subject_version: number }[]> =>
  lab.lims.database.ownerDb('events').where({ subject: opc }).orderBy('n')

describe('the reorder list', () => {
  it('makes a list of what to order, and of how many', async () => {
    await keep('LIST-1', { reorderAt: 5, reorderTo: 20, supplier: 'Heron' })
    await keep('LIST-2', { reorderAt: 5, reorderTo: 20, supplier: 'Heron' })
    await keep('LIST-3', { supplier: 'Heron' })
    await receive([
      { opc: 'LIST-1', lot: 'L', quantity: 5 },
      { opc: 'LIST-2', lot: 'L', quantity: 6 },
    ])
    const { items } = await eve.listReorders({ query: { supplier: 'Heron' } })
    expect(items.map(({ opc, free, toOrder }) => [opc, free, toOrder])).toEqual([['LIST-1', 5, 15]])
    await reserveOne('LIST-2')
    const first = await eve.listReorders({ query: { supplier: 'Heron', limit: 1 } })
    const second = await eve.listReorders({ query: { supplier: 'Heron', limit: 1, after: first.next ?? '' } })
    expect([...first.items, ...second.items].map(({ opc, toOrder }) => [opc, toOrder])).toEqual([
      ['LIST-1', 15],
      ['LIST-2', 15],
    ])
    expect(second.next).toBeNull()
  })

  it('must be below what an order comes to', async () => {
    const { causes } = (await refusal(keep('LEVELS', { reorderAt: 5, reorderTo: 5 }))).problem
    expect(causes).toEqual([
      {
        ...{ code: 'levels', field: 'body.reorderTo', value: 5, limit: 6 },
        message: 'body.reorderTo must be more than reorderAt, which is 5',
      },
    ])
    expect((await refusal(keep('LEVELS', { reorderAt: 5 }))).problem.causes[0]?.field).toBe('body.reorderTo')
    expect((await refusal(keep('LEVELS', { reorderTo: 5 }))).problem.causes[0]?.field).toBe('body.reorderAt')
    expect((await refusal(show('LEVELS'))).code).toBe('not_found')
  })
})

describe('a delivery', () => {
  it('comes in whole or not at all: every line that cannot be is named', async () => {
    await keep('KNOWN')
    const lines = ['KNOWN', 'STRANGE', 'KNOWN', 'ODD'].map((opc) => ({ opc, lot: 'L', quantity: 1 }))
    const refused = await refusal(receive(lines))
    expect(refused.code).toBe('invalid_request')
    expect(refused.problem.causes).toMatchObject([
      { code: 'unknown_opc', field: 'body.lines.1.opc', value: 'STRANGE' },
      { code: 'unknown_opc', field: 'body.lines.3.opc', value: 'ODD' },
    ])
    expect((await show('KNOWN')).onHand).toBe(0)
  })

  it('is not more than a lab can have', async () => {
    await keep('HEAPS')
    const box = { opc: 'HEAPS', lot: 'L', quantity: 100_000 }
    await receive(Array.from({ length: 10 }, () => box))
    const refused = await refusal(receive([{ ...box, quantity: 1 }]))
    expect(refused.problem.causes).toMatchObject([
      { code: 'too_many', field: 'body.lines.0.quantity', value: 1, limit: 0 },
    ])
    const over = { opc: 'HEAPS', lot: 'M', counted: 1, reason: 'found' }
    expect((await refusal(eve.countLot({ body: over }))).problem.causes[0]).toMatchObject({
      field: 'body.counted',
      limit: 0,
    })
    for (const quantity of [0, -1, 1.5, 100_001]) {
      expect((await refusal(receive([{ ...box, quantity }]))).problem.causes[0]?.field).toBe('body.lines.0.quantity')
    }
  })

  it('that is sent again with its key comes in once', async () => {
    await keep('AGAIN')
    const send = () =>
      eve.receiveBlanks({
        body: { reason: 'Note 77', lines: [{ opc: 'AGAIN', lot: '-', quantity: 4 }] },
        idempotencyKey: 'note-77',
      })
    const first = await send()
    expect(first).toEqual({ received: 4, blanks: [{ opc: 'AGAIN', onHand: 4, reserved: 0, free: 4 }] })
    expect(await send()).toEqual(first)
    expect(await show('AGAIN')).toMatchObject({ onHand: 4, moves: [{ kind: 'received', reason: 'Note 77' }] })
  })

  it('of a thousand lines is one change', async () => {
    const opcs = Array.from({ length: 500 }, (_, i) => `K-${String(i).padStart(3, '0')}`)
    const rows = opcs.map((opc) => ({ opc, label: opc, supplier: null, product: 'thousand' }))
    await lab.lims.database.ownerDb('blanks').insert(rows)
    const lines = [...opcs, ...opcs.toReversed()].map((opc, i) => ({ opc, lot: i < 500 ? 'A' : 'B', quantity: i + 1 }))
    const answer = await receive(lines)
    expect(answer.received).toBe(500_500)
    expect(answer.blanks).toHaveLength(500)
    expect((await show('K-000')).moves.map(({ lot, change, balance }) => [lot, change, balance])).toEqual([
      ['B', 1000, 1001],
      ['A', 1, 1],
    ])
  })
})

describe('an inventory', () => {
  it('writes down where nothing differs, too, and finds what nobody received', async () => {
    await keep('COUNT')
    const found = await eve.countLot({ body: { opc: 'COUNT', lot: 'X', counted: 7, reason: 'first inventory' } })
    expect(found).toMatchObject({ kind: 'counted', change: 7, balance: 7, by: 'Eve' })
    const same = await eve.countLot({ body: { opc: 'COUNT', lot: 'X', counted: 7, reason: 'yearly inventory' } })
    expect(same).toMatchObject({ change: 0, balance: 7 })
    const { moves } = await show('COUNT')
    expect(moves).toEqual([same, found])
  })

  it('is refused when somebody took a blank after the shelf was shown', async () => {
    await takeOne('COUNT')
    const late = await refusal(
      eve.countLot({ body: { opc: 'COUNT', lot: 'X', counted: 7, seen: 7, reason: 'inventory' } }),
    )
    expect(late.code).toBe('conflict')
    expect(late.problem.causes).toMatchObject([{ field: 'body.seen', value: 7, limit: 6 }])
    expect((await refusal(eve.countLot({ body: { opc: 'NOWHERE', lot: '-', counted: 7, reason: 'x' } }))).code).toBe(
      'not_found',
    )
  })
})

describe('the list of blanks', () => {
  it('is paged and filtered by how the OPC begins, by product and by what is due', async () => {
    for (const opc of ['P-1', 'P-2', 'P-20', 'P-3', 'Q-1', 'P.1']) {
      await keep(opc, { product: 'paged', ...(opc === 'P-20' ? { reorderAt: 0, reorderTo: 5 } : {}) })
    }
    const opcs = async (query: Parameters<LimsClient['listBlanks']>[0]) =>
      (await eve.listBlanks(query)).items.map(({ opc }) => opc)
    expect(await opcs({ query: { product: 'paged' } })).toEqual(['P-1', 'P-2', 'P-20', 'P-3', 'P.1', 'Q-1'])
    expect(await opcs({ query: { product: 'paged', opc: 'P-2' } })).toEqual(['P-2', 'P-20'])
    expect(await opcs({ query: { product: 'paged', due: true } })).toEqual(['P-20'])
    expect(await opcs({ query: { product: 'paged', due: false, opc: 'P-2' } })).toEqual(['P-2'])
    const page = await eve.listBlanks({ query: { product: 'paged', limit: 4 } })
    const rest = await eve.listBlanks({ query: { product: 'paged', limit: 4, after: page.next ?? '' } })
    expect([page.items.length, rest.items.map(({ opc }) => opc), rest.next]).toEqual([4, ['P.1', 'Q-1'], null])
  })

  it('shows a blank that was put twice as it is, changed once', async () => {
    const first = await keep('TWICE')
    expect(await keep('TWICE')).toEqual(first)
    const changed = await keep('TWICE', { product: 'other' })
    expect(changed).toMatchObject({ product: 'other', version: 2 })
    expect((await said('TWICE')).map(({ type, data }) => [type, data['made']])).toEqual([
      ['stock.blank_changed', true],
      ['stock.blank_changed', false],
    ])
  })
})

describe('adopting the catalogue', () => {
  it('needs one in force, takes what is not kept yet, and nothing the second time', async () => {
    expect((await refusal(eve.adoptBlanks({ body: {} }))).code).toBe('nothing_in_force')
    const semi = { supplier: 'Lumora', base: 500, diameter: 7000 }
    const finished = { supplier: 'Kestrel', sphere: -1250, cylinder: 0, diameter: 6500 }
    const lists = [
      blanksEntry('sf-one', 'Semi-finished', [
        { ...semi, id: 'A-1' },
        { ...semi, id: 'A-2' },
        { ...semi, id: 'A-4', add: 2125, eye: 'right' },
        { ...semi, id: 'no barcode' },
      ]),
      blanksEntry('fin-one', 'Finished', [
        { ...finished, id: 'A-3' },
        { ...finished, id: 'A-2' },
      ]),
    ]
    const { catalogue } = exampleRulebook
    const release = await lab.publish({ ...exampleRulebook, catalogue: { ...catalogue, blanks: lists } })
    await keep('A-3', { product: 'mine' })
    const levels = { reorderAt: 2, reorderTo: 10 }
    const { unfit, ...counted } = await eve.adoptBlanks({ body: levels })
    expect(counted).toEqual({ release, listed: 5, added: 3 })
    expect(unfit).toEqual(['no barcode'])
    const { items } = await eve.listBlanks({ query: { opc: 'A-' } })
    expect(
      items.map(({ opc, label, supplier, product, reorderAt }) => [opc, label, supplier, product, reorderAt]),
    ).toEqual([
      ['A-1', 'Semi-finished, base 0.50, 70 mm', 'Lumora', 'sf-one', 2],
      ['A-2', 'Finished, -1.25 +0.00, 65 mm', 'Kestrel', 'fin-one', 2],
      ['A-3', 'Blank A-3', null, 'mine', null],
      ['A-4', 'Semi-finished, base 0.50, add 2.125, right, 70 mm', 'Lumora', 'sf-one', 2],
    ])
    expect((await eve.adoptBlanks({ body: levels })).added).toBe(0)
    expect(await said(`release-${release}`)).toMatchObject([{ type: 'stock.adopted', data: { release, added: 3 } }])
  })
})

const blanksEntry = (id: string, label: string, blanks: object[]) => ({
  ...{ id, label, source: 'default' },
  attributes: { blanks: { format: 'blanks', blanks } },
})

describe('stock', () => {
  beforeAll(async () => {
    await keep('LIFE')
    await receive([{ opc: 'LIFE', lot: 'L', quantity: 1 }])
  })

  it('is never seen with credentials of one practice', async () => {
    const admin = await lab.member('Adam', 'admin')
    const made = await admin.client.makeKey({ body: { holderId: admin.id, label: 'narrow', practice: 'practice-1' } })
    const narrow = lab.lims.client(made.secret ?? '')
    for (const ask of [
      () => narrow.listBlanks(),
      () => narrow.listReorders(),
      () => narrow.getBlank({ params: { opc: 'LIFE' } }),
      () => narrow.receiveBlanks({ body: { lines: [{ opc: 'LIFE', lot: 'L', quantity: 1 }] } }),
      () => narrow.countLot({ body: { opc: 'LIFE', lot: '-', counted: 1, reason: 'x' } }),
      () => narrow.putBlank({ params: { opc: 'LIFE' }, body: { ...named, label: 'mine' } }),
      () => narrow.adoptBlanks({ body: {} }),
    ]) {
      const refused = await refusal(ask())
      expect([refused.code, refused.message]).toEqual([
        'not_allowed',
        'These credentials see practice practice-1 only; stock is seen by the lab',
      ])
    }
  })

  it('is read by programs of the lab and changed by people only', async () => {
    const { client } = await lab.member('Gateway', 'service')
    expect((await client.getBlank({ params: { opc: 'LIFE' } })).opc).toBe('LIFE')
    expect((await refusal(client.countLot({ body: { opc: 'LIFE', lot: '-', counted: 1, reason: 'x' } }))).code).toBe(
      'not_allowed',
    )
  })

  it('has a ledger that nobody rewrites', async () => {
    const { ownerDb, db } = lab.lims.database
    for (const tamper of [
      () => ownerDb('stock_moves').where({ opc: 'LIFE' }).update({ change: 100 }),
      () => ownerDb('stock_moves').where({ opc: 'LIFE' }).delete(),
      () => ownerDb.raw('truncate stock_moves'),
      () => db('stock_moves').where({ opc: 'LIFE' }).delete(),
      () => ownerDb('blanks').where({ opc: 'LIFE' }).update({ on_hand: -1 }),
    ]) {
      await expect(tamper()).rejects.toThrow(/stays as it is|permission denied|check constraint/)
    }
  })
})
