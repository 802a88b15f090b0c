import { basename } from 'node:path'
import ts from 'typescript'
import { isCode, type Tree } from './tree.ts'

/** Files that may write a table without being its module's store.ts, each with its reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'lims/platform/db/migrate.ts': 'its table says which migrations ran, so it has to exist before any of them',
  'lims/releases/gates/gates.ts': 'functions of the database: no process may write what they write',
}

const KNEX_WRITES = new Set(['insert', 'update', 'upsert', 'del', 'delete', 'truncate', 'increment', 'decrement'])
const KNEX_TABLE_WORDS = new Set(['into', 'from', 'table'])
const DATABASES = /(^|\.)(db|trx|tx|knex|pool)$/i

/** Stands in a text for what only the running program knows. */
const HOLE = '\u00a7'
const NAME = `(?:["\\w${HOLE}?]+\\.)?["\\w${HOLE}?]+`
const RAW_WRITE = new RegExp(
  [
    `\\b(?:insert\\s+into|delete\\s+from(?:\\s+only)?|merge\\s+into|truncate(?:\\s+table)?)\\s+(${NAME})`,
    // `for update of x` and `do update set` write no table of that name.
    `\\bupdate(?:\\s+only)?\\s+(${NAME})(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\b`,
  ].join('|'),
  'gi',
)
const CREATED = new RegExp(`\\bcreate\\s+(?:unlogged\\s+)?table\\s+(?:if\\s+not\\s+exists\\s+)?(${NAME})`, 'gi')

interface Write {
  readonly file: string
  readonly line: number
  /** Nothing where the text does not say which. */
  readonly table: string | undefined
}

interface Table {
  readonly name: string
  /** Which database schema it is for: each server has its own, and the platform's mechanisms live in both. */
  readonly space: string
  /** The module that declares it, where that is known from its file. */
  readonly owner: string | undefined
}

/** Writes that do not come from the store.ts of the one module that owns the table. */
export function strayWriters(tree: Tree): string[] {
  const sources = tree.files.filter((file) => (isCode(file) || file.endsWith('.sql')) && isShipped(file))
  const tables = sources.flatMap((file) => tablesMadeIn(file, tree.read(file)))
  const names = new Set(tables.map((table) => table.name))
  const writes = sources
    .filter((file) => !declares(file) && !file.endsWith('.sql'))
    .flatMap((file) => writesIn(file, tree.read(file), names))

  const writers = new Map<Table, Set<string>>()
  const faults = writes.flatMap(({ file, line, table: name }) => {
    const at = `${file}:${String(line)}`
    if (name === undefined) return [`${at} writes a table whose name cannot be read: say it in the statement`]
    const table = tableMeant(tables, name, file)
    if (!table) return []
    if (table.space !== 'platform' && table.space !== spaceOf(file)) return [`${at} writes ${name} of another server`]
    const module = moduleOf(file)
    if (table.owner !== undefined && table.owner !== module) return [`${at} writes ${name}, which is ${table.owner}'s`]
    writers.set(table, (writers.get(table) ?? new Set()).add(module))
    return basename(file) === 'store.ts' || file in EXCEPTIONS ? [] : [`${at} writes ${name} outside a store.ts`]
  })
  const shared = [...writers].flatMap(([table, modules]) =>
    modules.size > 1 ? [`${table.name} is written by ${[...modules].sort().join(' and ')}`] : [],
  )
  return [...new Set([...faults, ...shared])]
}

/** Tests, benches and examples may set their own scene. */
const isShipped = (file: string): boolean =>
  file.includes('/') && !/\.test\.tsx?$|^(bench|house|lims\/testing|seeds)\/|\/example[a-z-]*\.ts$/.test(file)

const declares = (file: string): boolean => basename(file) === 'tables.ts' || file.includes('/migrations/')

const moduleOf = (file: string): string =>
  /^(lims\/platform|portal\/server|lims)\/[^/]+(?=\/)/.exec(file)?.[0] ?? file.split('/')[0] ?? file

const spaceOf = (file: string): string => (file.startsWith('lims/platform/') ? 'platform' : (file.split('/')[0] ?? ''))

/** The nearest table of that name: of the writer's own server, else the platform's, else a stranger's. */
function tableMeant(tables: readonly Table[], name: string, file: string): Table | undefined {
  const named = tables.filter((table) => table.name === name)
  const nearest = [spaceOf(file), 'platform'].map((space) => named.find((table) => table.space === space))
  return nearest.find((table) => table !== undefined) ?? named[0]
}

function tablesMadeIn(file: string, text: string): Table[] {
  const owner = file.includes('/migrations/') ? undefined : moduleOf(file)
  const sql = file.endsWith('.sql') ? [text] : textsIn(parse(file, text)).map((found) => found.text)
  return sql.flatMap((statement) =>
    [...statement.matchAll(CREATED)].map((made) => ({ name: bare(made[1] ?? ''), space: spaceOf(file), owner })),
  )
}

function writesIn(file: string, text: string, tables: ReadonlySet<string>): Write[] {
  const source = parse(file, text)
  const raw = textsIn(source).flatMap((found) =>
    [...found.text.matchAll(RAW_WRITE)].map((write) => ({ table: bare(write[1] ?? write[2] ?? ''), at: found.at })),
  )
  const built = callsIn(source).flatMap((call) => {
    const table = tableWritten(source, call)
    return table === undefined ? [] : [{ table, at: call.getStart(source) }]
  })
  return [...raw, ...built]
    .filter(({ table }) => table === HOLE || tables.has(table))
    .map(({ table, at }) => ({
      file,
      line: source.getLineAndCharacterOfPosition(at).line + 1,
      table: table === HOLE ? undefined : table,
    }))
}

/** The name without its schema, quotes and alias; a hole where it is known at run time only. */
function bare(name: string): string {
  const last = name.trim().split(/\s+/)[0]?.split('.').at(-1)?.replaceAll('"', '') ?? ''
  return last.includes(HOLE) || last.includes('?') ? HOLE : last
}

const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.ESNext,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )

function callsIn(source: ts.SourceFile): ts.CallExpression[] {
  const calls: ts.CallExpression[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) calls.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return calls
}

/** Every text in a file, whole: a template with its holes, a sum of texts as one. */
function textsIn(source: ts.SourceFile): { text: string; at: number }[] {
  const texts: { text: string; at: number }[] = []
  const visit = (node: ts.Node): void => {
    const text = ts.isExpression(node) && !ts.isIdentifier(node) ? textOf(source, node) : undefined
    if (text === undefined) ts.forEachChild(node, visit)
    else {
      texts.push({ text, at: node.getStart(source) })
      if (ts.isTemplateExpression(node)) node.templateSpans.forEach((span) => visit(span.expression))
    }
  }
  visit(source)
  return texts
}

function textOf(source: ts.SourceFile, node: ts.Expression, depth = 0): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map((span) => {
      return (textOf(source, span.expression, depth + 1) ?? HOLE) + span.literal.text
    })
    return node.head.text + spans.join('')
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [textOf(source, node.left, depth + 1), textOf(source, node.right, depth + 1)]
    return left === undefined && right === undefined ? undefined : `${left ?? HOLE}${right ?? HOLE}`
  }
  if (ts.isIdentifier(node) && depth < 4) {
    const [value, ...others] = valuesOf(source, node.text)
    return value && others.length === 0 ? textOf(source, value, depth + 1) : undefined
  }
  return undefined
}

const values = new WeakMap<ts.SourceFile, Map<string, ts.Expression[]>>()

/** What a name of this file was made from, wherever in the file it is declared. */
function valuesOf(source: ts.SourceFile, name: string): ts.Expression[] {
  let known = values.get(source)
  if (!known) {
    const found = new Map<string, ts.Expression[]>()
    const visit = (node: ts.Node): void => {
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
        found.set(node.name.text, [...(found.get(node.name.text) ?? []), node.initializer])
      ts.forEachChild(node, visit)
    }
    visit(source)
    values.set(source, found)
    known = found
  }
  return known.get(name) ?? []
}

/** The table of `db('jobs')….update(…)` or `db.insert(…).into('jobs')`; nothing if the call writes none. */
function tableWritten(source: ts.SourceFile, call: ts.CallExpression): string | undefined {
  if (!ts.isPropertyAccessExpression(call.expression) || !KNEX_WRITES.has(call.expression.name.text)) return undefined
  return tableBelow(source, call.expression.expression) ?? tableAbove(source, call)
}

function tableBelow(source: ts.SourceFile, start: ts.Expression, depth = 0): string | undefined {
  let node = start
  for (;;) {
    if (ts.isCallExpression(node)) {
      const named = tableNamed(source, node)
      if (named !== undefined) return named
      node = node.expression
    } else if (ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) {
      node = node.expression
    } else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) {
      node = node.expression
    } else {
      if (!ts.isIdentifier(node) || depth >= 4) return undefined
      // A query begun on an earlier line.
      const begun = valuesOf(source, node.text).map((value) => tableBelow(source, value, depth + 1))
      return begun.find((table) => table !== undefined)
    }
  }
}

function tableAbove(source: ts.SourceFile, call: ts.CallExpression): string | undefined {
  let node: ts.Node = call
  while (ts.isPropertyAccessExpression(node.parent) && ts.isCallExpression(node.parent.parent)) {
    node = node.parent.parent
    const named = ts.isCallExpression(node) ? tableNamed(source, node) : undefined
    if (named !== undefined) return named
  }
  return undefined
}

/** The table a call names: `db('jobs')`, `trx.table('jobs')`, `.into('jobs')`, `db({ j: 'jobs' })`. */
function tableNamed(source: ts.SourceFile, call: ts.CallExpression): string | undefined {
  const [given] = call.arguments
  if (!given) return undefined
  const callee = call.expression
  const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined
  const isDatabase = DATABASES.test(callee.getText(source))
  // A database under another name is still one: `handle('jobs')`.
  if (!isDatabase && !ts.isIdentifier(callee) && (method === undefined || !KNEX_TABLE_WORDS.has(method)))
    return undefined
  const alias = ts.isObjectLiteralExpression(given) ? given.properties[0] : undefined
  const text = textOf(source, alias && ts.isPropertyAssignment(alias) ? alias.initializer : given)
  if (text !== undefined) return bare(text)
  // `Buffer.from(x).delete()` is nobody's table; `db(name)` is somebody's.
  return isDatabase ? HOLE : undefined
}
