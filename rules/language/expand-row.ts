import type { ConditionLeaf, NestedCondition, TopLevelCondition } from '../engine/condition.ts'
import type { VocabularyIndex } from '../vocabulary/index-vocabulary.ts'
import { parseCell } from './parse-cell.ts'
import { parseOutputCell } from './parse-output-cell.ts'
import type { About, DecisionTable, TableRow } from './rulebook.ts'

/** The day that `from` and `until` are compared with. */
export const ORDER_DATE = 'order.date'

/** A cell that says nothing, by its column. */
export interface CellFault {
  readonly column: number
  readonly code: string
  readonly message: string
}

export interface RowReading {
  readonly conditions: TopLevelCondition
  /** Those of each input column. */
  readonly tests: readonly (readonly NestedCondition[])[]
  readonly params: Readonly<Record<string, unknown>>
  readonly faults: readonly CellFault[]
}

/** What a row says, cell by cell; where a cell says nothing, the rest stands all the same. */
export function expandRow(table: DecisionTable, row: TableRow, vocabulary: VocabularyIndex): RowReading {
  const tests: NestedCondition[][] = table.inputs.map(() => [])
  const faults: CellFault[] = []
  table.inputs.forEach((id, column) => {
    const fact = vocabulary.facts.get(id)
    const cell = row.cells[column]
    // A column without fact is the table's fault, told once.
    if (!fact || cell === undefined) return
    const said = parseCell(cell, fact, vocabulary)
    if (said.ok) tests[column]?.push(...said.value)
    else faults.push({ column, code: said.code, message: said.message })
  })
  const params: Record<string, unknown> = { ...table.params }
  // What is set says how its value is written, wherever its column stands.
  const places = table.outputs
    .map((output, i) => ({ output, column: table.inputs.length + i }))
    .sort((a, b) => Number(namesFact(b.output.param)) - Number(namesFact(a.output.param)))
  for (const { output, column } of places) {
    const cell = row.cells[column]
    if (cell === undefined) continue
    const said = parseOutputCell(cell, { event: table.event, output, params }, vocabulary)
    if (!said.ok) faults.push({ column, code: said.code, message: said.message })
    else if (said.value !== undefined) params[output.param] = said.value
  }
  return { conditions: { all: [...tests.flat(), ...datesOf(table)] }, tests, params, faults }
}

const namesFact = (param: string): boolean => param === 'fact' || param === 'slot' || param === 'field'

/** A rule's conditions with its days among them. */
export function withDates(conditions: TopLevelCondition, about: Pick<About, 'from' | 'until'>): TopLevelCondition {
  const dates = datesOf(about)
  if (dates.length === 0) return conditions
  return { all: [...('all' in conditions ? conditions.all : [conditions]), ...dates] }
}

function datesOf({ from, until }: Pick<About, 'from' | 'until'>): ConditionLeaf[] {
  return [
    ...(from === undefined ? [] : [{ fact: ORDER_DATE, operator: 'greaterThanInclusive', value: from }]),
    ...(until === undefined ? [] : [{ fact: ORDER_DATE, operator: 'lessThanInclusive', value: until }]),
  ]
}
