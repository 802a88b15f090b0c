/** A table of worked cases as it lies in a file. */
export interface TableOfCases {
  /** A plain function of `worked-functions.ts`, in natural units, or a computed one with its version, on the lattice. */
  readonly of: string
  readonly source: string
  /** How far an answer may lie from `out` where a case does not say it; 0 when missing. */
  readonly within?: number
  /** Inputs of every case that does not say its own: a chart, a trace, a list of blanks. */
  readonly given?: Readonly<Record<string, unknown>>
  readonly cases: readonly WorkedCase[]
}

export interface WorkedCase {
  readonly why: string
  readonly in: Readonly<Record<string, unknown>>
  readonly out: unknown
  readonly within?: number
}

const tableFields = ['of', 'source', 'within', 'given', 'cases']
const caseFields = ['why', 'in', 'out', 'within']

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

const isDistance = (value: unknown): boolean =>
  value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= 0)

/** What is wrong with a table, each as a sentence; nothing when it may be run. */
export function faultsOfTable(table: unknown): string[] {
  if (!isRecord(table)) return ['a table is an object with "of", "source" and "cases"']
  const faults = unknownFields(table, tableFields, 'the table')
  if (!isText(table['of'])) faults.push('"of" names the function')
  if (!isText(table['source'])) faults.push('"source" says who worked the cases out')
  if (!isDistance(table['within'])) faults.push('"within" is a distance of 0 or more')
  if (table['given'] !== undefined && !isRecord(table['given'])) faults.push('"given" holds inputs')
  const cases = table['cases']
  if (!Array.isArray(cases) || cases.length === 0) return [...faults, '"cases" is a list with at least one case']
  return [...faults, ...cases.flatMap((one: unknown, row) => faultsOfCase(one, `case ${row + 1}`))]
}

function faultsOfCase(one: unknown, name: string): string[] {
  if (!isRecord(one)) return [`${name} is no object`]
  const faults = unknownFields(one, caseFields, name)
  if (!isText(one['why'])) faults.push(`${name} has no "why"`)
  if (!isRecord(one['in'])) faults.push(`${name} has no "in"`)
  if (!('out' in one)) faults.push(`${name} has no "out"`)
  if (!isDistance(one['within'])) faults.push(`${name} has a "within" that is no distance`)
  return faults
}

const unknownFields = (has: Readonly<Record<string, unknown>>, known: readonly string[], name: string): string[] =>
  Object.keys(has)
    .filter((field) => !known.includes(field))
    .map((field) => `${name} has a field "${field}" that nobody reads`)

/** A table without faults. */
export function isTable(table: unknown): table is TableOfCases {
  return faultsOfTable(table).length === 0
}

/** Where an answer differs from what a case says; null when it agrees. Without answer (NaN) is null. */
export function differenceOf(answer: unknown, out: unknown, within: number, place = 'out'): string | null {
  if (isRecord(out)) {
    if (!isRecord(answer)) return `${place} is ${shown(answer)}, not an object`
    const found = Object.entries(out).map(([field, value]) =>
      differenceOf(answer[field], value, within, `${place}.${field}`),
    )
    return found.find((difference) => difference !== null) ?? null
  }
  const given = typeof answer === 'number' && Number.isNaN(answer) ? null : answer
  if (typeof out === 'number' && typeof given === 'number') {
    // The bound itself was written with few digits.
    if (Math.abs(given - out) <= within + 1e-12 && !Object.is(given, -0)) return null
  } else if (given === out) return null
  return `${place} is ${shown(answer)}, the case says ${shown(out)}${within > 0 ? ` within ${within}` : ''}`
}

const shown = (value: unknown): string => (Object.is(value, -0) ? '-0' : (JSON.stringify(value) ?? String(value)))
