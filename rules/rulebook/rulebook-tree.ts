/**
 * A rulebook as a tree in which every part has a name: entries of lists by their id, cells by their column. It is what a
 * merge walks, so that two people meet only where they wrote into the same place.
 */
export type Tree = Leaf | Branch

export interface Leaf {
  readonly form: 'leaf'
  readonly value: unknown
}

export interface Branch {
  /** What it becomes again: an object, a list of things with ids, a list of words, the judged part and the rest of a rule, a table. */
  readonly form: 'record' | 'collection' | 'items' | 'words' | 'rule' | 'table'
  /** In the order of the text, which for `items` and `words` may mean something. */
  readonly parts: ReadonlyMap<string, Tree>
}

/** How a part of the rulebook is taken apart. */
type Plan =
  | 'atom'
  | 'words'
  | 'rule'
  | 'table'
  | { readonly record: Readonly<Record<string, Plan>> }
  | { readonly each: Plan }
  | { readonly items: Plan; readonly key: string }

const plans = {
  settings: { record: { languages: 'words' } },
  vocabulary: { items: { record: { values: 'words' } }, key: 'id' },
  catalogue: { each: { items: { record: { attributes: { each: 'atom' } } }, key: 'id' } },
  groups: { items: { record: { writes: 'words' } }, key: 'id' },
  conditions: { each: 'atom' },
  rules: { items: 'rule', key: 'id' },
  tables: { items: 'table', key: 'id' },
  cases: { items: 'atom', key: 'id' },
  accepted: { items: 'atom', key: 'finding' },
} as const satisfies Readonly<Record<string, Plan>>

/** Said of a rule without being judged: two people may write these apart from each other. */
const SAID = new Set(['id', 'title', 'why', 'source', 'owner', 'tags'])
/** One place for all that is judged of a rule: conditions from one hand and an event from another would be a rule of nobody. */
const JUDGED = 'judged'

const row: Plan = { record: { cells: { each: 'atom' } } }

export const layOut = (rulebook: unknown): Tree => build(rulebook, { record: plans })

const leaf = (value: unknown): Leaf => ({ form: 'leaf', value })

/** What does not have the form it should have stays whole: it is somebody's unfinished draft. */
function build(value: unknown, plan: Plan): Tree {
  if (plan === 'atom') return leaf(value)
  if (plan === 'words') return words(value)
  if (plan === 'rule') return rule(value)
  if (plan === 'table') return table(value)
  if ('items' in plan) return items(value, plan.items, plan.key)
  if (!isRecord(value)) return leaf(value)
  const partPlan = (key: string): Plan =>
    'each' in plan ? plan.each : Object.hasOwn(plan.record, key) ? (plan.record[key] ?? 'atom') : 'atom'
  const parts = Object.entries(value).filter(([, part]) => part !== undefined)
  return {
    form: 'each' in plan ? 'collection' : 'record',
    parts: new Map(parts.map(([key, part]) => [key, build(part, partPlan(key))])),
  }
}

function words(value: unknown): Tree {
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string')) return leaf(value)
  const parts = new Map(value.map((word) => [word, leaf(word)]))
  return parts.size === value.length ? { form: 'words', parts } : leaf(value)
}

function items(value: unknown, plan: Plan, key: string): Tree {
  if (!Array.isArray(value)) return leaf(value)
  const parts = new Map<string, Tree>()
  for (const item of value as readonly unknown[]) {
    const name = isRecord(item) ? item[key] : undefined
    if (typeof name !== 'string' || parts.has(name)) return leaf(value)
    parts.set(name, build(item, plan))
  }
  return { form: 'items', parts }
}

function rule(value: unknown): Tree {
  if (!isRecord(value)) return leaf(value)
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  const parts = new Map<string, Tree>()
  for (const [key, part] of entries) if (SAID.has(key)) parts.set(key, key === 'tags' ? words(part) : leaf(part))
  parts.set(JUDGED, leaf(Object.fromEntries(entries.filter(([key]) => !SAID.has(key)))))
  return { form: 'rule', parts }
}

function table(value: unknown): Tree {
  const columns = columnsOf(value)
  if (!isRecord(value) || !columns || !Array.isArray(value['rows'])) return leaf(value)
  const rows: unknown[] = []
  for (const one of value['rows'] as readonly unknown[]) {
    if (!isRecord(one) || !Array.isArray(one['cells']) || one['cells'].length !== columns.length) return leaf(value)
    const cells = one['cells'] as readonly unknown[]
    rows.push({ ...one, cells: Object.fromEntries(columns.map((column, index) => [column, cells[index]])) })
  }
  const rowTree = items(rows, row, 'id')
  if (rowTree.form === 'leaf') return leaf(value)
  const rest = Object.entries(value).filter(([key, part]) => key !== 'rows' && part !== undefined)
  const plan: Readonly<Record<string, Plan>> = {
    inputs: 'words',
    outputs: { items: 'atom', key: 'param' },
    tags: 'words',
    params: { each: 'atom' },
  }
  const parts = new Map(rest.map(([key, part]) => [key, build(part, Object.hasOwn(plan, key) ? plan[key]! : 'atom')])) // asked for on the line
  parts.set('rows', rowTree)
  return { form: 'table', parts }
}

/** Names of a table's columns that cannot meet: an input is a fact, an output a parameter. */
function columnsOf(value: unknown): readonly string[] | undefined {
  if (!isRecord(value)) return undefined
  const { inputs, outputs } = value
  if (!Array.isArray(inputs) || !Array.isArray(outputs)) return undefined
  const names = [
    ...(inputs as readonly unknown[]).map((fact) => (typeof fact === 'string' ? `when ${fact}` : null)),
    ...(outputs as readonly unknown[]).map((output) =>
      isRecord(output) && typeof output['param'] === 'string' ? `then ${output['param']}` : null,
    ),
  ]
  const known = names.filter((name) => name !== null)
  return new Set(known).size === names.length ? known : undefined
}

/** The other way round. A row that never heard of a column leaves it open. */
export function pickUp(tree: Tree): unknown {
  if (tree.form === 'leaf') return tree.value
  const { parts } = tree
  if (tree.form === 'words') return [...parts.keys()]
  if (tree.form === 'items') return [...parts.values()].map(pickUp)
  const entries = [...parts].map(([key, part]): [string, unknown] => [key, pickUp(part)])
  if (tree.form === 'rule') {
    return Object.fromEntries(
      entries.flatMap(([key, value]) => (key === JUDGED && isRecord(value) ? Object.entries(value) : [[key, value]])),
    )
  }
  const picked = Object.fromEntries(entries)
  return tree.form === 'table' ? withCellsInOrder(picked) : picked
}

function withCellsInOrder(table: Record<string, unknown>): unknown {
  const columns = columnsOf(table) ?? []
  const rows = Array.isArray(table['rows']) ? (table['rows'] as readonly unknown[]) : []
  return {
    ...table,
    rows: rows.map((one) => {
      if (!isRecord(one) || !isRecord(one['cells'])) return one
      const cells = new Map(Object.entries(one['cells']))
      return { ...one, cells: columns.map((column) => (cells.has(column) ? cells.get(column) : '-')) }
    }),
  }
}

/** Cells of a table's rows whose column is no longer there, `-` aside: what they asked for would be lost. */
export function strayCells(table: Branch): readonly { readonly row: string; readonly column: string }[] {
  const columns = new Set(columnsOf(pickUp({ form: 'record', parts: table.parts })))
  const rows = table.parts.get('rows')
  if (rows?.form !== 'items') return []
  return [...rows.parts].flatMap(([id, one]) => {
    const cells = one.form === 'record' ? one.parts.get('cells') : undefined
    if (cells?.form !== 'collection') return []
    return [...cells.parts]
      .filter(([column, cell]) => !columns.has(column) && cell.form === 'leaf' && cell.value !== '-')
      .map(([column]) => ({ row: id, column }))
  })
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
