import type { DecisionTable, Rulebook, TableRow } from '../language/rulebook.ts'
import { smallFact, smallGroup, smallRulebook } from './example-small.ts'
import { pseudoRandom } from './pseudo-random.ts'

/** A field of a program table: from the first to the last place on each of material, sphere and cylinder. */
type Field = readonly (readonly [number, number])[]

const SIZES = [8, 97, 25]
const MATERIALS = Array.from({ length: 8 }, (_, i) => `m${i}`)

/** Cuts everything that can be ordered into fields, so that each order lies in exactly one. */
function cutFields(random: () => number, least: number): Field[] {
  const fields: Field[] = [SIZES.map((size) => [0, size - 1] as const)]
  while (fields.length < least) {
    const at = Math.floor(random() * fields.length)
    const field = fields[at]
    const axis = Math.floor(random() * 3)
    const [from, to] = field?.[axis] ?? [0, 0]
    if (!field || from === to) continue
    const cut = from + Math.floor(random() * (to - from))
    fields.splice(at, 1, field.with(axis, [from, cut]), field.with(axis, [cut + 1, to]))
  }
  return fields
}

const power = (place: number, first: number): string => (first + place * 0.25).toFixed(2)

export function cellsOfField(field: Field): string[] {
  return field.map(([from, to], axis) => {
    if (from === 0 && to === (SIZES[axis] ?? 0) - 1) return '-'
    if (axis === 0) return MATERIALS.slice(from, to + 1).join('|')
    const first = axis === 1 ? -12 : -6
    return from === to ? power(from, first) : `${power(from, first)}..${power(to, first)}`
  })
}

export interface CleanTable {
  readonly rulebook: Rulebook
  readonly fields: readonly Field[]
  readonly random: () => number
}

/** A table in which every order has exactly one row. */
export function cleanTable(seed: number, hit: 'first' | 'unique'): CleanTable {
  const random = pseudoRandom(seed)
  const fields = cutFields(random, 6 + Math.floor(random() * 30))
  const rows = fields.map((field, i) => rowOf(`f${i}`, cellsOfField(field), `P-${i}`))
  return { rulebook: bookOf(hit, rows), fields, random }
}

export const rowOf = (id: string, cells: readonly string[], program: string): TableRow => ({
  id,
  cells: [...cells, program],
})

function bookOf(hit: 'first' | 'unique', rows: readonly TableRow[]): Rulebook {
  const table: DecisionTable = {
    ...{ id: 't', group: 'programs', title: 'programs', why: 'test', source: 'test', owner: 'test' },
    ...{ event: 'use', params: { slot: 'program' }, inputs: ['material.id', 'rx.sphere', 'rx.cylinder'] },
    outputs: [{ param: 'value' }],
    rows,
  }
  return smallRulebook({
    vocabulary: [
      smallFact('material.id', { type: 'enum', valuesOf: 'materials', scope: 'lens', label: 'material' }),
      smallFact('rx.sphere', { unit: 'D', min: -12000, max: 12000, step: 250, scope: 'lens', label: 'sphere' }),
      smallFact('rx.cylinder', { unit: 'D', min: -6000, max: 0, step: 250, scope: 'lens', label: 'cylinder' }),
    ],
    catalogue: { materials: MATERIALS.map((id) => ({ id, label: id, attributes: {} })) },
    groups: [smallGroup('programs', { hit, scope: 'lens', total: true })],
    tables: [table],
  })
}

export function withRows(rulebook: Rulebook, change: (rows: readonly TableRow[]) => readonly TableRow[]): Rulebook {
  return { ...rulebook, tables: rulebook.tables.map((table) => ({ ...table, rows: change(table.rows) })) }
}
