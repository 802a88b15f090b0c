import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { computedFunctions } from '../optics/computed-functions.ts'
import type { FactValue } from '../vocabulary/fact.ts'
import { differenceOf, faultsOfTable, isTable, type TableOfCases } from './table-of-cases.ts'
import { workedFunctions } from './worked-functions.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'))

const tables = files.flatMap((file) => {
  const content: unknown = JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'))
  const list: unknown[] = Array.isArray(content) ? content : [content]
  return list.map((table, at) => ({ file, at, table }))
})

/** What is asked, and the inputs it knows; undefined for a function that nobody has. */
function askedBy(
  of: string,
): { inputs: readonly string[]; ask: (given: Record<string, unknown>) => unknown } | undefined {
  const computed = computedFunctions.get(of)
  if (computed === undefined) return Object.hasOwn(workedFunctions, of) ? workedFunctions[of] : undefined
  const inputs = computed.inputs.map(({ name }) => name)
  return { inputs, ask: (given) => computed.compute(inputs.map((name) => (given[name] ?? null) as FactValue)) }
}

/** A computed function may be asked without what it takes as null too. */
function faultsOfInputs(of: string, given: Readonly<Record<string, unknown>>): string[] {
  const known = askedBy(of)?.inputs ?? []
  const optional =
    computedFunctions
      .get(of)
      ?.inputs.filter(({ orNull }) => orNull)
      .map(({ name }) => name) ?? []
  return [
    ...known.filter((name) => !(name in given) && !optional.includes(name)).map((name) => `lacks "${name}"`),
    ...Object.keys(given)
      .filter((name) => !known.includes(name))
      .map((name) => `has "${name}", which ${of} does not take`),
  ]
}

describe.each(tables.map((one) => [`${one.file}, table ${one.at + 1}`, one] as const))('%s', (_, { table }) => {
  test('is well formed and of a function that exists', () => {
    expect(faultsOfTable(table)).toEqual([])
    const { of, cases, given } = table as TableOfCases
    expect(askedBy(of), `${of} is no function`).toBeDefined()
    expect(
      cases.flatMap((row, at) =>
        faultsOfInputs(of, { ...given, ...row.in }).map((fault) => `${of} case ${at + 1}: ${fault}`),
      ),
    ).toEqual([])
  })

  if (!isTable(table)) return
  const { of, cases, given, within = 0 } = table
  const named = cases.map((row, at) => [`${of}, case ${at + 1}: ${row.why}`, row] as const)
  test.each(named)('%s', (_, row) => {
    expect(differenceOf(askedBy(of)?.ask({ ...given, ...row.in }), row.out, row.within ?? within)).toBeNull()
  })
})

describe('the tables', () => {
  const worked = new Set(tables.flatMap(({ table }) => (isTable(table) ? [table.of] : [])))

  test('hold a case of every computed function', () => {
    expect([...computedFunctions.keys()].filter((name) => !worked.has(name))).toEqual([])
  })

  test('hold a case of every plain function that tables may be of', () => {
    expect(Object.keys(workedFunctions).filter((name) => !worked.has(name))).toEqual([])
  })

  test('say what is wrong with a malformed row', () => {
    const table = { of: 'transpose', source: 'nobody', cases: [{ why: ' ', in: [], within: -1, note: 1 }] }
    expect(faultsOfTable(table)).toEqual([
      'case 1 has a field "note" that nobody reads',
      'case 1 has no "why"',
      'case 1 has no "in"',
      'case 1 has no "out"',
      'case 1 has a "within" that is no distance',
    ])
    expect(faultsOfTable({ of: 'x', source: 'y', cases: [] })).toEqual(['"cases" is a list with at least one case'])
    expect(faultsOfTable([])).toEqual(['a table is an object with "of", "source" and "cases"'])
  })

  test('notice a wrong input and a wrong answer', () => {
    expect(faultsOfInputs('sum@1', { one: 1, two: 2 })).toEqual([
      'lacks "other"',
      'has "two", which sum@1 does not take',
    ])
    expect(askedBy('nobody@1')).toBeUndefined()
    expect(differenceOf({ a: 1.2 }, { a: 1 }, 0.1)).toBe('out.a is 1.2, the case says 1 within 0.1')
    expect(differenceOf(1.1, 1, 0.1)).toBeNull()
    expect(differenceOf(Number.NaN, null, 0)).toBeNull()
    expect(differenceOf(-0, 0, 0)).toBe('out is -0, the case says 0')
  })
})
