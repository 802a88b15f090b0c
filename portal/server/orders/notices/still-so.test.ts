import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OrderRow } from '../store.ts'
import { stillSo } from './tell-of-order.ts'
import type { NoticeRow } from './store.ts'

const day = fc.constantFrom('2026-03-02', '2026-03-03', '2026-03-04')
const notice = fc
  .record({ kind: fc.constantFrom('refused', 'held', 'promise', 'shipped'), from: day, reason: fc.string() } as const)
  .map(({ kind, from, reason }) => ({ kind, facts: kind === 'promise' ? { from, reason } : { reason } }) as NoticeRow) // what is read of it
const order = fc
  .record({
    status: fc.constantFrom('pending', 'in_production', 'on_hold', 'shipped', 'cancelled'),
    hold: fc.option(fc.record({ by: fc.constantFrom('practice', 'lab'), reason: fc.string() } as const)),
    promised_on: fc.option(day),
  } as const)
  .map((row) => row as unknown as OrderRow) // what is read of it

it('a mail says only what is so now, each thing once, and never more than the notices asked for', () => {
  fc.assert(
    fc.property(order, fc.array(notice, { maxLength: 8 }), (row, notices) => {
      const told = stillSo(row, notices)
      const kinds = told.map(({ kind }) => kind)
      expect(new Set(kinds).size).toBe(kinds.length)
      if (notices.length === 0 || row.status === 'cancelled') expect(told).toEqual([])
      for (const one of told) {
        if (one.kind === 'shipped') expect([row.status, kinds]).toEqual(['shipped', ['shipped']])
        else if (one.kind === 'promise') {
          expect(one.to).toBe(row.promised_on)
          expect(one.from).not.toBe(one.to)
          expect(notices.find(({ kind }) => kind === 'promise')?.facts.from).toBe(one.from)
        } else {
          expect(one.reason).toBe(row.hold?.reason)
          expect(one.kind).toBe(row.hold?.by === 'practice' ? 'refused' : 'held')
        }
      }
    }),
  )
})
