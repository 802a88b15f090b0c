import type { Shape } from '../vocabulary/fact.ts'
import { fieldOf, isList, isWhole, readOnce, wholeNumbers } from './shape.ts'

const columnKinds = ['cylinder', 'add', 'addToPlusSphere'] as const

/** What a chart is looked up by. */
export interface ChartKey {
  readonly material: string
  readonly type: string
  readonly style: string
  readonly colour: string
}

/** Sphere down, cylinder or addition across; each number is the last of its row or column. Whole numbers of the lattice. */
export interface BaseChart extends ChartKey {
  readonly column: (typeof columnKinds)[number]
  readonly spheres: readonly number[]
  readonly columns: readonly number[]
  readonly bases: readonly (readonly (number | null)[])[]
}

const MOST_CHARTS = 500
const MOST_CELLS = 200

const rising = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? number))

const textOf = (from: unknown, name: string): string | null => {
  const text = fieldOf(from, name) ?? '*'
  return typeof text === 'string' ? text : null
}

function rowOf(from: unknown, width: number): readonly (number | null)[] | null {
  if (!isList(from) || from.length !== width) return null
  const row = from
    .map((base) => (base === null || isWhole(base) ? base : undefined))
    .filter((base) => base !== undefined)
  return row.length === width ? row : null
}

function chartOf(from: unknown): BaseChart | null {
  const [material, type] = [textOf(from, 'material'), textOf(from, 'type')]
  const [style, colour] = [textOf(from, 'style'), textOf(from, 'colour')]
  const column = columnKinds.find((kind) => kind === fieldOf(from, 'column'))
  const spheres = wholeNumbers(fieldOf(from, 'spheres'), MOST_CELLS)
  const columns = wholeNumbers(fieldOf(from, 'columns'), MOST_CELLS)
  const rows = fieldOf(from, 'bases')
  if (material === null || type === null || style === null || colour === null || column === undefined) return null
  if (spheres === null || columns === null || !rising(spheres) || !rising(columns)) return null
  if (!isList(rows) || rows.length !== spheres.length) return null
  const bases = rows.map((row) => rowOf(row, columns.length)).filter((row) => row !== null)
  return bases.length === rows.length ? { material, type, style, colour, column, spheres, columns, bases } : null
}

/**
 * `{ format: 'base-charts', charts: [{ material?, type?, style?, colour?, column, spheres, columns, bases }] }`; a missing
 * key is `*`. Source: makers' charts as Optifacts keeps them, "base curve tables".
 */
export const readBaseCharts = readOnce((shape: Shape): readonly BaseChart[] | null => {
  const charts = fieldOf(shape, 'charts')
  if (fieldOf(shape, 'format') !== 'base-charts' || !isList(charts) || charts.length > MOST_CHARTS) return null
  const read = charts.map(chartOf).filter((chart) => chart !== null)
  return read.length === charts.length ? read : null
})

const fits = (pattern: string, value: string): boolean => pattern === '*' || pattern === value

const firstNotBelow = (ends: readonly number[], value: number): number => ends.findIndex((end) => value <= end)

/**
 * Base of the first chart whose keys fit; null without a chart, beyond its ends, or in an empty cell. The cylinder counts
 * in minus notation by its amount. A column of additions takes the cylinder's place (Shamir's charts), or the addition
 * is added to a plus sphere first: +2.00 add 2.00 looks up +4.00, -2.00 stays. Source: Rx-Universe manual, "base curve for digital lenses".
 */
export function baseFromChart(
  ...[charts, key, sphere, cylinder, addition]: [readonly BaseChart[], ChartKey, number, number, number | null]
): number | null {
  for (const chart of charts) {
    if (!fits(chart.material, key.material) || !fits(chart.type, key.type)) continue
    if (!fits(chart.style, key.style) || !fits(chart.colour, key.colour)) continue
    const minusSphere = cylinder > 0 ? sphere + cylinder : sphere
    const raised = chart.column === 'addToPlusSphere' && minusSphere > 0 ? (addition ?? 0) : 0
    const across = chart.column === 'add' ? (addition ?? 0) : Math.abs(cylinder)
    const row = chart.bases[firstNotBelow(chart.spheres, minusSphere + raised)]
    return row?.[firstNotBelow(chart.columns, across)] ?? null
  }
  return null
}
