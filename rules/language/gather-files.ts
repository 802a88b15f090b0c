import type { Fault } from './fault.ts'
import { findInJson } from './find-in-json.ts'
import { pointerTo } from './json-pointer.ts'
import { didYouMean } from './nearest-word.ts'
import { placesIn } from './place-in-text.ts'
import { readJson } from './read-json.ts'
import { isObject } from './read-parts.ts'
import { inCodeUnits } from './sort-rulebook.ts'

export interface Origin {
  readonly file: string
  readonly pointer: string
}

export interface Gathered {
  /** Not looked at yet: only that its lists are lists. */
  readonly rulebook: Readonly<Record<string, unknown>>
  /** Where the parts of the rulebook come from, by pointer. */
  readonly origins: ReadonlyMap<string, Origin>
  readonly faults: readonly Fault[]
  /** Something is missing that may be referred to: what else is found wrong may not be. */
  readonly hasGaps: boolean
}

const MOST_FAULTS = 1000
const single = ['rulebook.json', 'groups.json', 'conditions.json', 'accepted.json']
const folders = ['vocabulary', 'catalogue', 'rules', 'tables', 'cases']

interface Gathering {
  readonly lists: Readonly<Record<string, unknown[]>>
  readonly catalogue: Map<string, unknown[]>
  readonly head: Record<string, unknown>
  conditions: unknown
  readonly origins: Map<string, Origin>
  readonly faults: Fault[]
}

/** Puts the files of a rulebook's folder together; what is no JSON file does not count. */
export function gatherFiles(files: ReadonlyMap<string, string>): Gathered {
  const gathering: Gathering = {
    lists: { vocabulary: [], groups: [], rules: [], tables: [], cases: [], accepted: [] },
    ...{ catalogue: new Map(), head: {}, conditions: {}, origins: new Map(), faults: [] },
  }
  const { lists, catalogue, head, origins, faults } = gathering
  let hasGaps = !files.has('rulebook.json')
  if (!files.has('rulebook.json'))
    faults.push({
      code: 'missing_file',
      message: 'The file `rulebook.json` is missing.',
      pointer: '',
      file: 'rulebook.json',
    })
  for (const [file, text] of [...files].sort(([a], [b]) => inCodeUnits(a, b))) {
    if (!file.endsWith('.json') || faults.length >= MOST_FAULTS) continue
    const kind = kindOf(file)
    if (kind === null) {
      const message = `A rulebook has no file \`${file.slice(0, 200)}\`${didYouMean(file, single)}`
      faults.push({ code: 'unknown_file', message, pointer: '', file, line: 1, column: 1 })
      continue
    }
    const read = readJson(text)
    for (const fault of read.faults) faults.push({ ...fault, file })
    if (read.value === undefined) hasGaps = true
    else gather({ kind, file, text }, read.value, gathering)
  }
  const rulebook = { ...head, ...lists, catalogue: Object.fromEntries(catalogue), conditions: gathering.conditions }
  return { rulebook, origins, faults, hasGaps }
}

function kindOf(file: string): string | null {
  if (single.includes(file)) return file.slice(0, -'.json'.length)
  const folder = file.slice(0, file.indexOf('/'))
  return folders.includes(folder) ? folder : null
}

interface File {
  readonly kind: string
  readonly file: string
  readonly text: string
}

function gather({ kind, file, text }: File, value: unknown, gathering: Gathering): void {
  const { lists, head, origins, faults } = gathering
  const expect = (what: string): void =>
    void faults.push({
      code: 'wrong_type',
      message: `The file must hold ${what}.`,
      pointer: '',
      file,
      line: 1,
      column: 1,
    })
  if (kind === 'rulebook') {
    if (!isObject(value)) return void expect('an object')
    origins.set('', { file, pointer: '' })
    for (const [key, one] of Object.entries(value)) {
      if (Object.hasOwn(lists, key) || key === 'catalogue' || key === 'conditions') {
        const pointer = `/${key}`
        const at = placesIn(text)(findInJson(text, new Set([pointer])).get(pointer) ?? 0)
        faults.push({ code: 'misplaced_key', message: `\`${key}\` stands in files of its own.`, pointer, file, ...at })
      } else head[key] = one
    }
    return
  }
  if (kind === 'conditions') {
    if (!isObject(value)) return void expect('an object of conditions by name')
    origins.set('/conditions', { file, pointer: '' })
    gathering.conditions = value
    return
  }
  if (kind === 'catalogue') return void gatherCatalogue(file, value, gathering, expect)
  const list = lists[kind] ?? []
  const several = Array.isArray(value)
  if (!several && !isObject(value)) return void expect('an object or a list')
  const items: readonly unknown[] = several ? value : [value]
  items.forEach((item, i) => {
    origins.set(`/${kind}/${list.length}`, { file, pointer: several ? `/${i}` : '' })
    list.push(item)
  })
}

function gatherCatalogue(
  file: string,
  value: unknown,
  { catalogue, origins }: Gathering,
  expect: (what: string) => void,
): void {
  const isNamed = isObject(value)
  const entries: unknown = isNamed ? value['entries'] : value
  const name = isNamed ? value['kind'] : undefined
  const isRight = Array.isArray(entries) && (name === undefined || typeof name === 'string')
  if (!isRight) return void expect('a list of entries, or { "kind": "…", "entries": […] }')
  const kind = typeof name === 'string' ? name : file.slice(file.lastIndexOf('/') + 1, -'.json'.length)
  const list = catalogue.get(kind) ?? []
  catalogue.set(kind, list)
  const at = pointerTo('/catalogue', kind)
  if (!origins.has(at)) origins.set(at, { file, pointer: '' })
  entries.forEach((entry: unknown, i) => {
    origins.set(pointerTo(at, list.length), { file, pointer: isNamed ? `/entries/${i}` : `/${i}` })
    list.push(entry)
  })
}
