import { checkDays } from './check-catalogue.ts'
import { checkCondition, type Size } from './check-condition.ts'
import { checkEvent } from './check-event.ts'
import { eventRules } from './event-params.ts'
import { expandRow, withDates } from './expand-row.ts'
import { pointerTo } from './json-pointer.ts'
import { findFact, tellTwice, type Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import type { JudgedParts } from './order-groups.ts'
import type { Placed } from './read-parts.ts'
import type { DecisionTable, Group, Rule, RuleEvent, TableRow } from './rulebook.ts'
import type { Tell } from './tell.ts'

const MOST_RULES = 50_000

/** Rules and tables; answers what groups read and write through them, as far as it can be told. */
export function checkRules(model: Model, sizes: ReadonlyMap<string, Size>, tell: Tell): readonly JudgedParts[] {
  const { rules, tables } = model.parts
  tellTwice<Rule | DecisionTable>([...rules, ...tables], ({ id }) => id, ['rule or table', tell])
  let count = rules.length
  for (const { part } of tables) count += part.rows.length
  if (count > MOST_RULES) {
    tell('too_many', `A rulebook has at most ${MOST_RULES} rules and rows; found ${count}.`, '/rules')
    return []
  }
  const judged: JudgedParts[] = []
  for (const rule of rules) judged.push(...checkRule(rule, model, sizes, tell))
  for (const table of tables) for (const part of checkTable(table, model, sizes, tell)) judged.push(part)
  return judged
}

function findGroup(id: string, at: string, { groups, parts }: Model, tell: Tell): Group | null {
  const group = groups.get(id)
  if (!group && !parts.doubtful.has(id))
    tell('unknown_group', `Unknown group \`${id}\`${didYouMean(id, groups.keys())}`, `${at}/group`)
  return group ?? null
}

function checkRule(
  { part, at }: Placed<Rule>,
  model: Model,
  sizes: ReadonlyMap<string, Size>,
  tell: Tell,
): JudgedParts[] {
  let faults = 0
  const tellOf: Tell = (code, message, pointer) => {
    faults++
    tell(code, message, pointer, part.id)
  }
  const group = findGroup(part.group, at, model, tellOf)
  checkDays(part, at, model, tellOf)
  const { conditions, event } = part.rule
  checkCondition(conditions, `${at}/rule/conditions`, { model, group, tell: tellOf, sizes })
  const isReadable = faults === 0
  const eventAt = `${at}/rule/event`
  checkEvent(event, {
    model,
    group,
    tell: tellOf,
    at: eventAt,
    paramAt: (name) => pointerTo(`${eventAt}/params`, name),
  })
  return isReadable ? [{ group: part.group, conditions: withDates(conditions, part), event }] : []
}

function checkTable(
  { part: table, at }: Placed<DecisionTable>,
  model: Model,
  sizes: ReadonlyMap<string, Size>,
  tell: Tell,
): JudgedParts[] {
  const tellOf: Tell = (code, message, pointer) => tell(code, message, pointer, table.id)
  const group = findGroup(table.group, at, model, tellOf)
  checkDays(table, at, model, tellOf)
  table.inputs.forEach((id, i) => void findFact(model, id, `${at}/inputs/${i}`, tellOf))
  const areKnown = checkOutputs(table, at, tellOf)
  tellTwice(
    table.rows.map((part, i) => ({ part, at: `${at}/rows/${i}` })),
    ({ id }) => id,
    ['row of this table', tellOf],
  )
  const place: RowPlace = { table, group, model, sizes, tell, areKnown }
  return table.rows.flatMap((row, i) => checkRow(row, `${at}/rows/${i}`, at, place))
}

function checkOutputs({ event, outputs, params = {} }: DecisionTable, at: string, tell: Tell): boolean {
  const known = Object.keys(eventRules[event].params)
  const seen = new Set(Object.keys(params))
  outputs.forEach(({ param }, i) => {
    const paramAt = `${at}/outputs/${i}/param`
    if (!known.includes(param))
      tell(
        'unknown_param',
        `\`${event}\` has no parameter \`${param.slice(0, 80)}\`${didYouMean(param, known)}`,
        paramAt,
      )
    if (seen.has(param)) tell('duplicate_key', `The parameter \`${param}\` is said twice.`, paramAt)
    seen.add(param)
  })
  return outputs.every(({ param }) => known.includes(param))
}

interface RowPlace {
  readonly table: DecisionTable
  readonly group: Group | null
  readonly model: Model
  readonly sizes: ReadonlyMap<string, Size>
  readonly tell: Tell
  /** Its outputs are parameters of its event; else each row would say again what the table did. */
  readonly areKnown: boolean
}

function checkRow(
  row: TableRow,
  at: string,
  tableAt: string,
  { table, group, model, sizes, tell, areKnown }: RowPlace,
): JudgedParts[] {
  const id = `${table.id}#${row.id}`
  const tellOf: Tell = (code, message, pointer) => tell(code, message, pointer, id)
  const width = table.inputs.length + table.outputs.length
  if (row.cells.length !== width) {
    tellOf('wrong_width', `The row has ${row.cells.length} cells; the table has ${width} columns.`, `${at}/cells`)
    return []
  }
  const { tests, params, conditions, faults } = expandRow(table, row, model.vocabulary)
  for (const { column, code, message } of faults) tellOf(code, message, `${at}/cells/${column}`)
  tests.forEach((list, column) => {
    const cellAt = `${at}/cells/${column}`
    // All tests of a cell are told of at the cell.
    const tellCell: Tell = (code, message) => tellOf(code, message, cellAt)
    if (list.length > 0) checkCondition({ all: list }, cellAt, { model, group, tell: tellCell, sizes })
  })
  if (faults.length > 0 || !areKnown) return []
  const columns = new Map(table.outputs.map(({ param }, i) => [param, `${at}/cells/${table.inputs.length + i}`]))
  const event: RuleEvent = { type: table.event, params }
  checkEvent(event, {
    ...{ model, group, at, tell: tellOf },
    paramAt: (name) => columns.get(name) ?? pointerTo(`${tableAt}/params`, name),
  })
  return [{ group: table.group, conditions, event }]
}
