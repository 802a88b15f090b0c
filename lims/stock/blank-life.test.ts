import type { BodyOf } from '@ils/contract/endpoint'
import type { receiveBlanks as receiving } from '@ils/contract/stock'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { openJudgingLab, type JudgingLab } from '@ils/testing/judging-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Eye } from './blanks/store.ts'
import {
  availableBlanks,
  blankOf,
  releaseReservations,
  reserveBlanks,
  returnBlank,
  takeBlank,
  writeOffBlank,
} from './public.ts'

let lab: JudgingLab
let eve: LimsClient

beforeAll(async () => {
  lab = await openJudgingLab()
  eve = (await lab.member('Eve', 'lab')).client
})
afterAll(() => lab.close())

const floor = system('floor')
const at = new Date('2026-11-20T10:00:00.000Z')
let jobs = 0
const newJob = (): string => `job_${String(++jobs).padStart(26, '0')}`

const named = { supplier: null, product: null, reorderAt: null, reorderTo: null }
const keep = (
  opc: string,
  more: Partial<{ reorderAt: number; reorderTo: number; product: string; supplier: string }> = {},
) => eve.putBlank({ params: { opc }, body: { ...named, label: `Blank ${opc}`, ...more } })
const receive = (lines: BodyOf<typeof receiving, never>['lines']) => eve.receiveBlanks({ body: { lines } })
const show = (opc: string) => eve.getBlank({ params: { opc } })

const reserve = (jobId: string, ...lenses: { eye: Eye; opc: string }[]) =>
  inTransaction(lab.lims.app.db, (trx) => reserveBlanks(lab.lims.app, trx, jobId, lenses))
const release = (jobId: string, eyes?: Eye[]) =>
  inTransaction(lab.lims.app.db, (trx) => releaseReservations(lab.lims.app, trx, jobId, eyes))
const take = (jobId: string, eye: Eye, opc: string, lot?: string) =>
  inTransaction(lab.lims.app.db, (trx) =>
    takeBlank(lab.lims.app, trx, floor, { jobId, eye, opc, lot: lot ?? null, kind: 'used', scanId: 'scan-1', at }),
  )
const giveBack = (jobId: string, eye: Eye, opc: string, lot?: string) =>
  inTransaction(lab.lims.app.db, (trx) =>
    returnBlank(lab.lims.app, trx, floor, { jobId, eye, opc, lot: lot ?? null, at }),
  )
const writeOff = (opc: string, lot?: string) =>
  inTransaction(lab.lims.app.db, (trx) =>
    writeOffBlank(lab.lims.app, trx, floor, { opc, lot: lot ?? null, kind: 'defect', reason: 'bubble', at }),
  )

const said = async (opc: string): Promise<{ type: string; data: Record<string, unknown>; subject_version: number }[]> =>
  lab.lims.database.ownerDb('events').where({ subject: opc }).orderBy('n')

describe('the life of a blank', () => {
  it('goes from the box to the lens, and the ledger tells all of it', async () => {
    await keep('LIFE')
    await receive([
      { opc: 'LIFE', lot: 'old', quantity: 2 },
      { opc: 'LIFE', lot: 'new', quantity: 3 },
    ])
    const [job, other] = [newJob(), newJob()]
    expect(await reserve(job, { eye: 'right', opc: 'LIFE' }, { eye: 'left', opc: 'LIFE' })).toEqual({
      right: 'reserved',
      left: 'reserved',
    })
    expect(await show('LIFE')).toMatchObject({ onHand: 5, reserved: 2, free: 3 })
    expect(await take(job, 'right', 'LIFE', 'new')).toEqual({ taken: true, lot: 'new', balance: 4 })
    expect(await show('LIFE')).toMatchObject({ onHand: 4, reserved: 1, free: 3 })
    expect(await writeOff('LIFE', 'old')).toEqual({ taken: true, lot: 'old', balance: 3 })
    expect(await take(job, 'left', 'LIFE', 'old')).toEqual({ taken: true, lot: 'old', balance: 2 })
    expect(await giveBack(job, 'left', 'LIFE')).toEqual({ returned: true, lot: 'old', balance: 3 })
    expect(await giveBack(job, 'left', 'LIFE')).toMatchObject({ returned: false })
    expect(await giveBack(other, 'left', 'LIFE')).toMatchObject({ returned: false })
    await eve.countLot({ body: { opc: 'LIFE', lot: 'new', counted: 1, seen: 2, reason: 'one fell behind the shelf' } })

    const { lots, moves, ...blank } = await show('LIFE')
    expect(blank).toMatchObject({ onHand: 2, reserved: 0, free: 2 })
    expect(lots.map(({ lot, onHand }) => [lot, onHand])).toEqual([
      ['new', 1],
      ['old', 1],
    ])
    expect(moves.map(({ kind, lot, change, balance, by }) => [kind, lot, change, balance, by])).toEqual([
      ['counted', 'new', -1, 2, 'Eve'],
      ['returned', 'old', 1, 3, 'floor'],
      ['used', 'old', -1, 2, 'floor'],
      ['defect', 'old', -1, 3, 'floor'],
      ['used', 'new', -1, 4, 'floor'],
      ['received', 'new', 3, 5, 'Eve'],
      ['received', 'old', 2, 2, 'Eve'],
    ])
    expect(moves[4]).toMatchObject({ jobId: job, eye: 'right', scanId: 'scan-1', at: at.toISOString() })
    expect(moves[0]?.reason).toBe('one fell behind the shelf')
  })

  it('is told in events from which what is there can be added up, each with a later version', async () => {
    const events = await said('LIFE')
    let onHand = 0
    for (const { type, data } of events) {
      if (type !== 'stock.received' && type !== 'stock.moved') continue
      onHand += Number(data['change'])
      expect(onHand).toBe(data['balance'])
      expect(onHand).toBeGreaterThanOrEqual(0)
    }
    expect(onHand).toBe((await show('LIFE')).onHand)
    const versions = events.map(({ subject_version }) => subject_version)
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
    expect((await show('LIFE')).version).toBe(versions.at(-1))
  })

  it('is taken from the oldest lot where none was scanned', async () => {
    await keep('FIFO')
    await receive([{ opc: 'FIFO', lot: 'z-first', quantity: 1 }])
    await receive([{ opc: 'FIFO', lot: 'a-second', quantity: 1 }])
    expect(await take(newJob(), 'right', 'FIFO')).toMatchObject({ taken: true, lot: 'z-first' })
    expect(await take(newJob(), 'right', 'FIFO')).toMatchObject({ taken: true, lot: 'a-second' })
  })

  it('is not taken where there is none, and then nothing changes', async () => {
    await keep('NONE')
    expect(await take(newJob(), 'left', 'NONE')).toEqual({ taken: false, why: 'none_there', lot: null, balance: 0 })
    await receive([{ opc: 'NONE', lot: 'L1', quantity: 1 }])
    const job = newJob()
    await reserve(job, { eye: 'left', opc: 'NONE' })
    const before = await show('NONE')
    expect(await take(job, 'left', 'NONE', 'L2')).toEqual({ taken: false, why: 'none_of_lot', lot: 'L2', balance: 1 })
    expect(await writeOff('NONE', 'L2')).toMatchObject({ taken: false, why: 'none_of_lot' })
    expect(await show('NONE')).toEqual(before)
    expect(await take(job, 'left', 'NEVER-HEARD-OF')).toMatchObject({ taken: false, why: 'untracked' })
    expect((await show('NONE')).reserved).toBe(1)
  })
})

describe('a reservation', () => {
  it('says short where nothing is free, and untracked where the lab keeps no stock', async () => {
    await keep('ONE')
    await receive([{ opc: 'ONE', lot: 'L', quantity: 1 }])
    const job = newJob()
    expect(await reserve(job, { eye: 'right', opc: 'ONE' }, { eye: 'left', opc: 'ONE' })).toEqual({
      right: 'reserved',
      left: 'short',
    })
    expect(await reserve(newJob(), { eye: 'right', opc: 'ONE' }, { eye: 'left', opc: 'ELSEWHERE' })).toEqual({
      right: 'short',
      left: 'untracked',
    })
    expect(await reserve(job, { eye: 'right', opc: 'ONE' })).toEqual({ right: 'reserved' })
    expect(await show('ONE')).toMatchObject({ onHand: 1, reserved: 1, free: 0 })
    const counts = await availableBlanks(lab.lims.app.db, ['ONE', 'LIFE', 'ELSEWHERE'])
    expect(Object.fromEntries(counts)).toEqual({ ONE: 0, LIFE: 2 })
    expect(await blankOf(lab.lims.app.db, 'ONE')).toMatchObject({ opc: 'ONE', label: 'Blank ONE', free: 0 })
    expect(await blankOf(lab.lims.app.db, 'ELSEWHERE')).toBeUndefined()
  })

  it('moves with the lens to another OPC, and is let go where that one is short', async () => {
    for (const opc of ['FROM', 'TO', 'EMPTY']) await keep(opc)
    await receive(['FROM', 'TO'].map((opc) => ({ opc, lot: 'L', quantity: 1 })))
    const job = newJob()
    const reserved = async () => [(await show('FROM')).reserved, (await show('TO')).reserved]
    await reserve(job, { eye: 'right', opc: 'FROM' })
    expect(await reserve(job, { eye: 'right', opc: 'TO' })).toEqual({ right: 'reserved' })
    expect(await reserved()).toEqual([0, 1])
    expect(await reserve(job, { eye: 'right', opc: 'EMPTY' })).toEqual({ right: 'short' })
    expect(await reserved()).toEqual([0, 0])
    // Two lenses that change places need no third blank.
    await reserve(job, { eye: 'right', opc: 'FROM' }, { eye: 'left', opc: 'TO' })
    expect(await reserve(job, { eye: 'right', opc: 'TO' }, { eye: 'left', opc: 'FROM' })).toEqual({
      right: 'reserved',
      left: 'reserved',
    })
    expect(await reserved()).toEqual([1, 1])
    expect(await release(job, ['left'])).toEqual(['left'])
    expect(await reserved()).toEqual([0, 1])
    expect(await release(job)).toEqual(['right'])
    expect(await release(job)).toEqual([])
    expect(await reserved()).toEqual([0, 0])
  })

  it('of another OPC is free again when the lens takes this one', async () => {
    for (const opc of ['MEANT', 'GOT']) await keep(opc)
    await receive(['MEANT', 'GOT'].map((opc) => ({ opc, lot: 'L', quantity: 1 })))
    const job = newJob()
    await reserve(job, { eye: 'left', opc: 'MEANT' })
    expect(await take(job, 'left', 'GOT')).toMatchObject({ taken: true, balance: 0 })
    expect(await show('MEANT')).toMatchObject({ onHand: 1, reserved: 0 })
    expect(await show('GOT')).toMatchObject({ onHand: 0, reserved: 0 })
  })

  it('stays when its blank turns out bad: the lens still needs one', async () => {
    await keep('BAD')
    await receive([{ opc: 'BAD', lot: 'L', quantity: 1 }])
    const job = newJob()
    await reserve(job, { eye: 'right', opc: 'BAD' })
    await writeOff('BAD')
    expect(await show('BAD')).toMatchObject({ onHand: 0, reserved: 1, free: -1 })
    expect((await availableBlanks(lab.lims.app.db, ['BAD'])).get('BAD')).toBe(0)
  })
})

describe('the reorder point', () => {
  const due = async (opc: string) => (await said(opc)).filter(({ type }) => type === 'stock.reorder_due')

  it('is said once when free blanks fall to it, and again only after there were more', async () => {
    await keep('LOW', { reorderAt: 2, reorderTo: 6, supplier: 'Kestrel' })
    expect(await due('LOW')).toHaveLength(1)
    await receive([{ opc: 'LOW', lot: 'L', quantity: 4 }])
    const job = newJob()
    await reserve(job, { eye: 'right', opc: 'LOW' })
    expect(await due('LOW')).toHaveLength(1)
    await reserve(newJob(), { eye: 'right', opc: 'LOW' })
    expect(await due('LOW')).toHaveLength(2)
    expect((await due('LOW'))[1]?.data).toEqual({
      ...{ opc: 'LOW', supplier: 'Kestrel', product: null },
      ...{ onHand: 4, reserved: 2, reorderAt: 2, toOrder: 4 },
    })
    await take(job, 'right', 'LOW')
    await take(newJob(), 'right', 'LOW')
    await writeOff('LOW')
    expect(await due('LOW')).toHaveLength(2)
    await receive([{ opc: 'LOW', lot: 'L', quantity: 3 }])
    expect(await show('LOW')).toMatchObject({ free: 3, due: false })
    await writeOff('LOW')
    expect(await due('LOW')).toHaveLength(3)
    await keep('LOW', { reorderAt: 1, reorderTo: 6 })
    expect(await due('LOW')).toHaveLength(3)
    await keep('LOW', { reorderAt: 3, reorderTo: 6 })
    expect(await due('LOW')).toHaveLength(4)
  })
})
