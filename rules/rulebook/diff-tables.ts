import type { DecisionTable } from '../language/rulebook.ts'
import type { Change, Compared } from './change.ts'
import { fromTo } from './diff-rules.ts'
import { pathText } from './place-in-words.ts'
import type { Facts } from './rule-in-words.ts'
import { isRecord } from './rulebook-tree.ts'
import type { TreeDifference } from './tree-differences.ts'

/** A row that came or went, a field of a row, or the order of rows. */
export function changesOfRow({ kind, path, before, after }: TreeDifference, compared: Compared): readonly Change[] {
  const [, table = '', , row, field] = path
  const common = { kind, path: pathText(path), before, after }
  if (row === undefined) {
    const order = Array.isArray(after) ? after.join(', ') : ''
    return [
      {
        ...common,
        subject: 'table',
        id: table,
        sentence: `Table ${table}: its rows stand in another order: ${order}.`,
      },
    ]
  }
  const id = `${table}#${row}`
  if (field !== undefined) {
    return [{ ...common, subject: 'row', id, sentence: `Table ${table}, row ${row}: ${fromTo(field, before, after)}.` }]
  }
  const side = kind === 'added' ? compared.after : compared.before
  const facts = kind === 'added' ? compared.factsAfter : compared.factsBefore
  const text = rowInWords(tableOf(side, table), kind === 'added' ? after : before, facts)
  return [
    {
      ...common,
      subject: 'row',
      id,
      sentence: `Table ${table}, row ${row} ${kind === 'added' ? 'is new' : 'is gone'}: ${text}.`,
    },
  ]
}

/** One cell. An open cell in a column that came or went is no change of its own. */
export function changesOfCell({ kind, path, before, after }: TreeDifference, compared: Compared): readonly Change[] {
  const [, table = '', , row = '', , column = ''] = path
  if ((before === undefined || before === '-') && (after === undefined || after === '-')) return []
  const name = columnInWords(column, after === undefined ? compared.factsBefore : compared.factsAfter)
  const cell = (value: unknown): unknown => (value === undefined ? undefined : `“${cellInWords(value)}”`)
  const sentence = `Table ${table}, row ${row}: ${fromTo(name, cell(before), cell(after))}.`
  return [{ kind, subject: 'cell', id: `${table}#${row}`, path: pathText(path), before, after, sentence }]
}

/** `when rx.sphere` → `Sphere`. */
function columnInWords(column: string, facts: Facts): string {
  const name = column.replace(/^(when|then) /, '')
  return column.startsWith('when ') ? (facts.get(name)?.label ?? name) : name
}

const cellInWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function tableOf(rulebook: Compared['before'], id: string): DecisionTable | undefined {
  return rulebook.tables.find((table) => table.id === id)
}

/** `Material poly, Sphere -6.00..-4.25 → limit 2.00`. The row is laid out: its cells by column. */
function rowInWords(table: DecisionTable | undefined, row: unknown, facts: Facts): string {
  const cells =
    isRecord(row) && isRecord(row['cells']) ? new Map(Object.entries(row['cells'])) : new Map<string, unknown>()
  const said = (columns: readonly string[]): string =>
    columns
      .filter((column) => cells.has(column) && cells.get(column) !== '-')
      .map((column) => `${columnInWords(column, facts)} ${cellInWords(cells.get(column))}`)
      .join(', ')
  const inputs = said((table?.inputs ?? []).map((fact) => `when ${fact}`))
  const outputs = said((table?.outputs ?? []).map(({ param }) => `then ${param}`))
  return `${inputs || 'always'} → ${[table?.event ?? '', outputs].filter((part) => part !== '').join(' ')}`
}
