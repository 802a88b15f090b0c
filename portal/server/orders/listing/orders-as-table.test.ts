import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OrderRow } from '../store.ts'
import { ordersAsTable } from './orders-as-table.ts'

const row: OrderRow = {
  ...{
    id: 'ord_1',
    practice: 'p',
    order_ref: null,
    patient_id: 'pat_1',
    prescription_id: null,
    branch_id: null,
    frame_supplier_id: null,
  },
  ...{
    status: 'submitted',
    kind: 'new',
    original_id: null,
    reason: null,
    again_note: null,
    lens: 'Lens',
    eyes: ['right'],
  },
  ...{
    priority: 'standard',
    frame_way: 'none',
    sealed: null,
    alike: null,
    attempt: 1,
    price: null,
    release: 1,
    tries: 0,
  },
  ...{ last_tried_at: null, next_try_at: null, trouble: null, sent_at: null, job_id: null, queue_position: null },
  ...{ promised_on: null, first_promised_on: null, promise_reason: null, hold: null, shipped: null, fee: null },
  ...{ status_at: 0, promise_at: 0, hold_at: 0, version: 1, seen_at: null, checked_at: null, over_at: null },
  ...{ taken_by_id: null, decision_hash: null },
  ...{ taken_by: 'Robin', taken_at: new Date('2026-01-05T10:00:00Z') },
}

/** Reads a table as RFC 4180 says. */
function cellsOf(text: string): string[][] {
  const lines: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    lines.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') lines.push([])
  }
  return lines.slice(0, -1)
}

it('a table for spreadsheets has every text as it was, and none that is computed', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .tuple(fc.constantFrom('=', '+', '-', '@', '\t=', '\r', ' =', '|', '%'), fc.string())
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(nasty, (text) => {
      const [titles, cells] = cellsOf(ordersAsTable([{ ...row, order_ref: text }]).slice(1))
      expect(cells).toHaveLength(titles?.length ?? 0)
      const cell = cells?.[1] ?? ''
      expect(cell).not.toMatch(/^\s*[=+\-@\t\r|%]/)
      expect(cell.replace(/^'/, '')).toBe(text.replace(/^'/, ''))
    }),
    { numRuns: 1000 },
  )
})
