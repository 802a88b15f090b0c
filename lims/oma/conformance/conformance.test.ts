import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bytesOfText, textOfBytes } from '../bytes.ts'
import { crcOf } from '../framing/crc.ts'
import { escapeBytes, unescapeBytes } from '../framing/escape.ts'
import { along, back, frameCentreTo, layoutToPrp, type FrameBox, type Offset } from '../layout/offsets.ts'
import { readCurve } from '../layout/read-curve.ts'
import { fieldsOf, numberOf } from '../records/read-value.ts'
import { readMessage } from '../records/read-message.ts'
import { formatNumber } from '../records/write-value.ts'
import { measureTrace } from '../traces/measure-trace.ts'
import { readTraces } from '../traces/read-traces.ts'

const here = import.meta.dirname

/** Each function takes of a case what it needs. */
interface Given {
  text: string
  value: number
  decimals: number
  sign?: 'always' | 'negative'
  index: number
  box: FrameBox
  point: { pd: number; height: number }
  fcoc: Offset
  fcsg: Offset
  ways: Offset[]
  way: Offset
  file: string
  eye: 'R' | 'L'
}

/** What a table may name, fed with what its cases give. */
const worked: Record<string, (given: Given) => unknown> = {
  crcOf: ({ text }) => crcOf(bytesOfText(text)),
  escapeBytes: ({ text }) => textOfBytes(escapeBytes(bytesOfText(text))),
  unescapeBytes: ({ text }) => textOfBytes(unescapeBytes(bytesOfText(text))),
  numberOf: ({ text }) => numberOf(text) ?? null,
  fieldsOf: ({ text }) => fieldsOf(text),
  formatNumber: ({ value, ...style }) => formatNumber(value, style),
  frameCentreTo: ({ box, point }) => frameCentreTo(box, point),
  layoutToPrp: ({ fcoc, fcsg }) => layoutToPrp(fcoc, fcsg),
  along: ({ ways }) => along(...ways),
  back: ({ way }) => back(way),
  readCurve: ({ value, index }) => readCurve(value, index),
  measureTrace: ({ file, eye }) => {
    const { right, left } = readTraces(readMessage(readFileSync(join(here, 'samples', file))))
    const trace = eye === 'R' ? right : left
    if (!trace) throw new Error(`${file} has no sound trace of ${eye}`)
    const { centre, ...box } = measureTrace(trace)
    return { ...box, ...centre }
  },
}

interface Table {
  of: string
  source: string
  within?: number
  cases: { why: string; in: Given; out: unknown; within?: number }[]
}

const files = readdirSync(here).filter((file) => file.endsWith('.json'))
const tables = files.flatMap((file) => JSON.parse(readFileSync(join(here, file), 'utf8')) as Table[])

describe.each(tables)('$of, by $source', ({ of, within, cases }) => {
  test.each(cases)('$why', (row) => {
    expectClose(worked[of]?.(row.in), row.out, row.within ?? within ?? 0)
  })
})

test('every function that a table may name has a table', () => {
  expect(Object.keys(worked).toSorted()).toEqual([...new Set(tables.map(({ of }) => of))].toSorted())
})

function expectClose(seen: unknown, wanted: unknown, within: number): void {
  if (typeof wanted === 'number' && typeof seen === 'number' && within > 0) {
    expect(Math.abs(seen - wanted), `${seen} for ${wanted}`).toBeLessThanOrEqual(within)
  } else if (typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted)) {
    expect(Object.keys(seen as object).toSorted()).toEqual(Object.keys(wanted).toSorted())
    for (const [key, value] of Object.entries(wanted))
      expectClose((seen as Record<string, unknown>)[key], value, within)
  } else {
    expect(seen).toEqual(wanted)
  }
}
