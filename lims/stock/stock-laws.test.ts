import { system } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import type { Db } from '@ils/platform/db/database'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Eye } from './blanks/store.ts'
import { countLot } from './moves/count-lot.ts'
import { receiveBlanks } from './moves/receive-blanks.ts'
import { releaseReservations, reserveBlanks, returnBlank, takeBlank, writeOffBlank } from './public.ts'

/** Random operations on two blanks, beside a model that is nothing but lists; state, ledger and events must agree with it. */
const OPCS = ['a', 'b']
const LOTS = ['L1', 'L2']
const JOBS = ['j1', 'j2']
const EYES: readonly Eye[] = ['right', 'left']

let lims: TestLims
let runs = 0

beforeAll(async () => {
  lims = await openTestLims({ roles: ['api'] })
})
afterAll(() => lims.close())

const opc = fc.constantFrom(...OPCS)
const lot = fc.constantFrom(...LOTS)
const job = fc.constantFrom(...JOBS)
const eye = fc.constantFrom(...EYES)
const someEyes = fc.constantFrom<(readonly Eye[] | undefined)[]>(['right'], ['left'], undefined)
const maybeLot = fc.option(lot)
const few = fc.integer({ min: 1, max: 3 })
const line = fc.record({ opc, lot, quantity: few })

const operation = fc.oneof(
  fc.record({ do: fc.constant('receive' as const), lines: fc.array(line, { minLength: 1, maxLength: 4 }) }),
  fc.record({ do: fc.constant('count' as const), opc, lot, counted: fc.integer({ min: 0, max: 4 }) }),
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('reserve' as const), job, right: fc.option(opc), left: fc.option(opc) }),
  },
  fc.record({ do: fc.constant('release' as const), job, eyes: someEyes }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('take' as const), job, eye, opc, lot: maybeLot }) },
  fc.record({ do: fc.constant('return' as const), job, eye, opc, lot: maybeLot }),
  fc.record({ do: fc.constant('write off' as const), opc, lot: maybeLot }),
  fc.record({ do: fc.constant('take, and then think better of it' as const), job, eye, opc }),
)
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

interface Lot {
  lot: string
  onHand: number
}

/** What a lab would write on paper. */
class Paper {
  // In the order in which they came.
  readonly lots = new Map<string, Lot[]>(OPCS.map((one) => [one, []]))
  readonly reservations = new Map<string, string>()
  /** Per lens and blank: the lots it took, the last one last. */
  readonly taken = new Map<string, string[]>()

  onHand(one: string): number {
    return (this.lots.get(one) ?? []).reduce((sum, { onHand }) => sum + onHand, 0)
  }
  reserved(one: string): number {
    return [...this.reservations.values()].filter((other) => other === one).length
  }
  add(one: string, name: string, change: number): void {
    const lots = this.lots.get(one) ?? []
    const there = lots.find((other) => other.lot === name)
    if (there) there.onHand += change
    else lots.push({ lot: name, onHand: change })
  }
  lotOf(one: string, name: string): number {
    return this.lots.get(one)?.find((other) => other.lot === name)?.onHand ?? 0
  }
  oldest(one: string, name: string | null): string | undefined {
    return this.lots.get(one)?.find((other) => other.onHand > 0 && (name === null || other.lot === name))?.lot
  }
  reserve(jobId: string, lenses: readonly { eye: Eye; opc: string }[]): Record<string, string> {
    const asked = lenses.filter((lens) => this.reservations.get(jobId + lens.eye) !== lens.opc)
    for (const lens of asked) this.reservations.delete(jobId + lens.eye)
    const outcome = lenses.map((lens) => {
      if (!asked.includes(lens)) return [lens.eye, 'reserved']
      if (this.onHand(lens.opc) - this.reserved(lens.opc) <= 0) return [lens.eye, 'short']
      this.reservations.set(jobId + lens.eye, lens.opc)
      return [lens.eye, 'reserved']
    })
    return Object.fromEntries(outcome) as Record<string, string>
  }
}

async function apply(prefix: string, paper: Paper, one: Operation): Promise<void> {
  const { app } = lims
  const actor = system('test')
  const at = app.clock.now()
  const named = (name: string): string => `${prefix}${name}`
  const within = <T>(run: (trx: Parameters<typeof takeBlank>[1]) => Promise<T>): Promise<T> =>
    inTransaction(app.db, run)
  switch (one.do) {
    case 'receive': {
      await receiveBlanks(app, actor, { lines: one.lines.map((l) => ({ ...l, opc: named(l.opc) })) })
      // Lots of one delivery came at the same time: their names decide.
      for (const l of one.lines.toSorted((x, y) => (x.lot < y.lot ? -1 : 1))) paper.add(l.opc, l.lot, l.quantity)
      return
    }
    case 'count': {
      const { change } = await countLot(app, actor, { ...withoutDo(one), opc: named(one.opc), reason: 'inventory' })
      expect(change).toBe(one.counted - paper.lotOf(one.opc, one.lot))
      paper.add(one.opc, one.lot, change)
      return
    }
    case 'reserve': {
      const lenses = EYES.flatMap((side) => {
        const wish = side === 'right' ? one.right : one.left
        return wish === null ? [] : [{ eye: side, opc: wish }]
      })
      const wished = lenses.map((lens) => ({ ...lens, opc: named(lens.opc) }))
      expect(await within((trx) => reserveBlanks(app, trx, named(one.job), wished))).toEqual(
        paper.reserve(one.job, lenses),
      )
      return
    }
    case 'release': {
      const eyes = one.eyes ?? EYES
      const had = eyes.filter((side) => paper.reservations.delete(one.job + side))
      expect(await within((trx) => releaseReservations(app, trx, named(one.job), one.eyes))).toEqual(had)
      return
    }
    case 'take': {
      const from = paper.oldest(one.opc, one.lot)
      const input = {
        jobId: named(one.job),
        eye: one.eye,
        opc: named(one.opc),
        lot: one.lot,
        kind: 'used' as const,
        at,
      }
      const done = await within((trx) => takeBlank(app, trx, actor, input))
      expect([done.taken, done.lot]).toEqual([from !== undefined, from ?? one.lot])
      if (from === undefined) return
      paper.add(one.opc, from, -1)
      paper.reservations.delete(one.job + one.eye)
      const lens = one.job + one.eye + one.opc
      paper.taken.set(lens, [...(paper.taken.get(lens) ?? []), from])
      return
    }
    case 'return': {
      const lens = one.job + one.eye + one.opc
      const lots = paper.taken.get(lens) ?? []
      const input = { jobId: named(one.job), eye: one.eye, opc: named(one.opc), lot: one.lot, at }
      const done = await within((trx) => returnBlank(app, trx, actor, input))
      expect(done.returned).toBe(one.lot === null ? lots.length > 0 : lots.includes(one.lot))
      if (!done.returned) return
      expect(lots).toContain(done.lot)
      paper.add(one.opc, done.lot ?? '', 1)
      lots.splice(lots.lastIndexOf(done.lot ?? ''), 1)
      return
    }
    case 'write off': {
      const from = paper.oldest(one.opc, one.lot)
      const input = { opc: named(one.opc), lot: one.lot, kind: 'written_off' as const, reason: 'dropped', at }
      const done = await within((trx) => writeOffBlank(app, trx, actor, input))
      expect(done.taken).toBe(from !== undefined)
      if (from !== undefined) paper.add(one.opc, from, -1)
      return
    }
    case 'take, and then think better of it': {
      const input = { jobId: named(one.job), eye: one.eye, opc: named(one.opc), kind: 'used' as const, at }
      const changed = within(async (trx) => {
        await takeBlank(app, trx, actor, input)
        throw new Error('no')
      })
      await expect(changed).rejects.toThrow('no')
    }
  }
}

const withoutDo = <T extends { do: string }>({ do: _, ...rest }: T): Omit<T, 'do'> => rest

/** On hand, by lots, by the ledger and by the events alone. */
async function countedFourWays(db: Db, opcNow: string): Promise<number[]> {
  const sum = async (table: string, column: string): Promise<number> =>
    (await db(table).where({ opc: opcNow }).sum({ sum: column }).first<{ sum: number | null }>()).sum ?? 0
  const events = await db<{ subject: string; type: string; n: number; data: { change: number; balance: number } }>(
    'events',
  )
    .where({ subject: opcNow })
    .whereIn('type', ['stock.received', 'stock.moved'])
    .orderBy('n')
  let told = 0
  for (const { data } of events) {
    told += data.change
    expect(told).toBe(data.balance)
    expect(told).toBeGreaterThanOrEqual(0)
  }
  return [await sum('blanks', 'on_hand'), await sum('blank_lots', 'on_hand'), await sum('stock_moves', 'change'), told]
}

it('whatever is done to stock, state, ledger and events say the same as paper would', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 40, size: 'max' }), async (operations) => {
      const prefix = `r${++runs}-`
      const db = lims.database.ownerDb
      await db('blanks').insert(OPCS.map((one) => ({ opc: prefix + one, label: one })))
      const paper = new Paper()
      for (const one of operations) await apply(prefix, paper, one)
      for (const one of OPCS) {
        const row = await db<{ opc: string; reserved: number }>('blanks')
          .where({ opc: prefix + one })
          .first()
        const held = await db('reservations').where({ opc: prefix + one })
        expect([row?.reserved, held.length]).toEqual([paper.reserved(one), paper.reserved(one)])
        const onHand = paper.onHand(one)
        expect(await countedFourWays(db, prefix + one)).toEqual([onHand, onHand, onHand, onHand])
      }
    }),
    { numRuns: 50, seed: 20261121 },
  )
})
