import type { NestedCondition } from '../engine/condition.ts'
import type { Fact } from '../vocabulary/fact.ts'
import { checkShape, say, type PartKind } from './check-shape.ts'
import { pointerTo } from './json-pointer.ts'
import { didYouMean } from './nearest-word.ts'
import type { AcceptedFinding, Case, CatalogueEntry, DecisionTable, Group, Rule, Settings } from './rulebook.ts'
import type { Tell } from './tell.ts'

/** A part of the right form, and where it stands. */
export interface Placed<Part> {
  readonly part: Part
  readonly at: string
}

/** What of a rulebook has the right form; ids of what has not, so that nobody calls them unknown. */
export interface Parts {
  readonly settings: Settings | null
  readonly facts: readonly Placed<Fact>[]
  readonly catalogue: ReadonlyMap<string, readonly Placed<CatalogueEntry>[]>
  readonly groups: readonly Placed<Group>[]
  readonly conditions: ReadonlyMap<string, Placed<NestedCondition>>
  readonly rules: readonly Placed<Rule>[]
  readonly tables: readonly Placed<DecisionTable>[]
  readonly cases: readonly Placed<Case>[]
  readonly doubtful: ReadonlySet<string>
}

const keys = [
  ...['format', 'name', 'settings', 'vocabulary', 'catalogue', 'groups', 'conditions'],
  ...['rules', 'tables', 'cases', 'accepted'],
]
const MOST_FACTS = 5000
const MOST_GROUPS = 1000
const MOST_RULES = 50_000
const MOST_ENTRIES = 20_000

type Given = Readonly<Record<string, unknown>>

export function readParts(value: unknown, tell: Tell): Parts {
  const given: Given = isObject(value) ? value : {}
  if (!isObject(value)) tell('wrong_type', `A rulebook is an object; found ${say(value)}.`, '')
  for (const key of Object.keys(given))
    if (!keys.includes(key))
      tell('unknown_key', `Unknown key \`${key.slice(0, 80)}\`${didYouMean(key, keys)}`, pointerTo('', key))
  const { format, name, settings } = given
  const isHeadRight = checkShape('head', dropUndefined({ format, name, settings }), '', tell)
  const doubtful = new Set<string>()
  const listOf = <Part>(key: string, kind: PartKind, most = MOST_RULES): Placed<Part>[] =>
    readList<Part>(given[key], `/${key}`, kind, { tell, doubtful, most })
  return {
    settings: isHeadRight ? (settings as Settings) : null, // its schema holds
    facts: listOf<Fact>('vocabulary', 'fact', MOST_FACTS),
    catalogue: readCatalogue(given['catalogue'], tell, doubtful),
    groups: listOf<Group>('groups', 'group', MOST_GROUPS),
    conditions: readConditions(given['conditions'], tell),
    rules: listOf<Rule>('rules', 'rule'),
    tables: listOf<DecisionTable>('tables', 'table'),
    cases: listOf<Case>('cases', 'case'),
    doubtful: (listOf<AcceptedFinding>('accepted', 'accepted'), doubtful),
  }
}

interface Reader {
  readonly tell: Tell
  readonly doubtful: Set<string>
  readonly most: number
}

function readList<Part>(value: unknown, at: string, kind: PartKind, { tell, doubtful, most }: Reader): Placed<Part>[] {
  if (!Array.isArray(value)) {
    tell(
      value === undefined ? 'missing_key' : 'wrong_type',
      `\`${at.slice(1)}\` must be a list; found ${say(value)}.`,
      at,
    )
    return []
  }
  if (value.length > most) {
    tell('too_many', `\`${at.slice(1)}\` holds ${value.length}; at most ${most} are possible.`, at)
    return []
  }
  const read: Placed<Part>[] = []
  value.forEach((part: unknown, i) => {
    const id = isObject(part) && typeof part['id'] === 'string' ? part['id'] : undefined
    const tellOf: Tell = (code, message, pointer) => tell(code, message, pointer, id)
    // The cast says what the schema found.
    if (checkShape(kind, part, pointerTo(at, i), tellOf)) read.push({ part: part as Part, at: pointerTo(at, i) })
    else if (id !== undefined) doubtful.add(id)
  })
  return read
}

function readCatalogue(value: unknown, tell: Tell, doubtful: Set<string>): Parts['catalogue'] {
  const catalogue = new Map<string, readonly Placed<CatalogueEntry>[]>()
  if (!isObject(value)) {
    tell('wrong_type', `\`catalogue\` must be an object of lists by kind; found ${say(value)}.`, '/catalogue')
    return catalogue
  }
  for (const [kind, entries] of Object.entries(value)) {
    const at = pointerTo('/catalogue', kind)
    if (!/^[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}$/.test(kind)) tell('wrong_form', `${say(kind)} is no name of a kind.`, at)
    catalogue.set(kind, readList<CatalogueEntry>(entries, at, 'entry', { tell, doubtful, most: MOST_ENTRIES }))
  }
  return catalogue
}

function readConditions(value: unknown, tell: Tell): Parts['conditions'] {
  const conditions = new Map<string, Placed<NestedCondition>>()
  if (!isObject(value)) {
    tell('wrong_type', `\`conditions\` must be an object; found ${say(value)}.`, '/conditions')
    return conditions
  }
  const entries = Object.entries(value)
  if (entries.length > MOST_GROUPS) tell('too_many', `At most ${MOST_GROUPS} conditions can be shared.`, '/conditions')
  for (const [name, condition] of entries.slice(0, MOST_GROUPS)) {
    const at = pointerTo('/conditions', name)
    if (!/^[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}$/.test(name))
      tell('wrong_form', `${say(name)} is no name of a condition.`, at)
    // Looked at node by node before anybody relies on it.
    conditions.set(name, { part: condition as NestedCondition, at })
  }
  return conditions
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const dropUndefined = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined))
