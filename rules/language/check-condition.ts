import { factsRead } from '../engine/facts-read.ts'
import type { TopLevelCondition } from '../engine/condition.ts'
import type { Fact } from '../vocabulary/fact.ts'
import { checkLeaf, checkSight, isSeen } from './check-leaf.ts'
import { say } from './check-shape.ts'
import type { Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import { isObject } from './read-parts.ts'
import type { Group } from './rulebook.ts'
import type { Tell } from './tell.ts'

const DEEPEST = 8
const MOST_LEAVES = 200
const kinds = ['all', 'any', 'not', 'condition', 'fact']

export interface Size {
  readonly depth: number
  readonly leaves: number
}

interface Place {
  readonly model: Model
  readonly group: Group | null
  readonly tell: Tell
  readonly sizes: ReadonlyMap<string, Size>
}

/** A whole condition against the profile and the vocabulary; answers how large it is, shared conditions included. */
export function checkCondition(condition: unknown, at: string, place: Place): Size {
  if (
    isObject(condition) &&
    Object.hasOwn(condition, 'fact') &&
    !kinds.slice(0, 4).some((kind) => Object.hasOwn(condition, kind))
  )
    place.tell('wrong_form', 'A condition’s root is `all`, `any`, `not` or `condition`: put the test into `all`.', at)
  const size = checkNode(condition, at, { ...place, depth: 1, guarded: new Set() })
  if (size.depth > DEEPEST)
    place.tell('too_deep', `Conditions are nested at most ${DEEPEST} deep; found ${size.depth}.`, at)
  if (size.leaves > MOST_LEAVES)
    place.tell('too_many_tests', `A rule has at most ${MOST_LEAVES} tests; found ${size.leaves}.`, at)
  return size
}

interface NodePlace extends Place {
  readonly depth: number
  readonly guarded: ReadonlySet<string>
}

const NOTHING: Size = { depth: 1, leaves: 0 }

function checkNode(node: unknown, at: string, place: NodePlace): Size {
  const { tell } = place
  if (!isObject(node)) {
    tell('wrong_type', `A condition is an object; found ${say(node)}.`, at)
    return NOTHING
  }
  const found = kinds.filter((kind) => Object.hasOwn(node, kind))
  const [kind] = found
  if (kind === undefined) {
    tell('wrong_form', `A condition has one of ${kinds.join(', ')}${hintFor(node)}`, at)
    return NOTHING
  }
  if (found.length > 1) tell('several_kinds', `A condition has only one of ${found.join(', ')}.`, at)
  tellOtherKeys(node, kind, at, tell)
  switch (kind) {
    case 'fact':
      for (const key of ['operator', 'value'])
        if (!Object.hasOwn(node, key)) tell('missing_key', `The key \`${key}\` is missing.`, at)
      if (Object.hasOwn(node, 'operator') && Object.hasOwn(node, 'value')) checkLeaf(node, { ...place, at })
      return { depth: 1, leaves: 1 }
    case 'condition':
      return checkUse(node['condition'], `${at}/condition`, place)
    case 'not': {
      const below = checkNode(node['not'], `${at}/not`, place)
      return { depth: below.depth + 1, leaves: below.leaves }
    }
    default:
      return checkList(kind, node[kind], `${at}/${kind}`, place)
  }
}

const hintFor = (node: object): string => {
  const [key] = Object.keys(node)
  return key === undefined ? '; found none.' : `; found \`${key.slice(0, 80)}\`${didYouMean(key, kinds)}`
}

const refused = new Map([
  ['params', 'Facts have no parameters here.'],
  ['path', 'Facts are flat: there is no path into them.'],
  ['priority', 'A condition has no priority: it would change nothing.'],
])

function tellOtherKeys(node: object, kind: string, at: string, tell: Tell): void {
  const known = kind === 'fact' ? ['fact', 'operator', 'value', 'name'] : [kind, 'name']
  for (const key of Object.keys(node)) {
    if (known.includes(key) || kinds.includes(key)) continue
    const why = refused.get(key) ?? `Unknown key \`${key.slice(0, 80)}\`${didYouMean(key, known)}`
    tell('unknown_key', why, at)
  }
}

function checkList(kind: string, list: unknown, at: string, place: NodePlace): Size {
  if (!Array.isArray(list)) {
    place.tell('wrong_type', `\`${kind}\` must be a list; found ${say(list)}.`, at)
    return NOTHING
  }
  if (list.length === 0) place.tell('empty_list', `\`${kind}\` needs at least one condition.`, at)
  const guarded = kind === 'all' ? new Set([...place.guarded, ...list.map(guardedBy)]) : place.guarded
  let [depth, leaves] = [0, 0]
  // Further ones are counted, not read.
  list.slice(0, MOST_LEAVES + 1).forEach((one: unknown, i) => {
    const size = checkNode(one, `${at}/${i}`, { ...place, guarded })
    depth = Math.max(depth, size.depth)
    leaves += size.leaves
  })
  return { depth: depth + 1, leaves: Math.max(leaves, list.length) }
}

function guardedBy(node: unknown): string {
  if (!isObject(node) || node['operator'] !== 'notEqual' || node['value'] !== null) return ''
  return typeof node['fact'] === 'string' ? node['fact'] : ''
}

function checkUse(name: unknown, at: string, { model, group, tell, sizes }: NodePlace): Size {
  const shared = model.parts.conditions
  if (typeof name !== 'string' || !shared.has(name)) {
    const end = typeof name === 'string' ? didYouMean(name, shared.keys()) : '.'
    tell('unknown_condition', `No shared condition is called ${say(name)}${end}`, at)
    return NOTHING
  }
  const condition = Object.hasOwn(model.shared, name) ? model.shared[name] : undefined
  if (group && condition) for (const fact of readBy(name, condition, model, group)) checkSight(fact, group, at, tell)
  return sizes.get(name) ?? NOTHING
}

/** What a group may not see of it, as a rule: nothing. Kept, since thousands of rules may use one condition. */
function readBy(
  name: string,
  condition: TopLevelCondition,
  model: Model,
  { scope, moment = 'order' }: Group,
): readonly Fact[] {
  const key = `${scope} ${moment} ${name}`
  let unseen = model.read.get(key)
  if (!unseen) {
    const facts = [...factsRead(condition, model.shared)].map((id) => model.vocabulary.facts.get(id))
    unseen = facts.filter((fact) => fact !== undefined).filter((fact) => !isSeen(fact, scope, moment))
    model.read.set(key, unseen)
  }
  return unseen
}

/** Shared conditions by themselves; answers those that can be followed, and how large each is. */
export function checkShared(
  model: Model,
  tell: Tell,
): { shared: Readonly<Record<string, TopLevelCondition>>; sizes: ReadonlyMap<string, Size> } {
  const sizes = new Map<string, Size>()
  const shared: Record<string, TopLevelCondition> = {}
  const open: string[] = []
  const visit = (name: string): void => {
    const placed = model.parts.conditions.get(name)
    if (!placed || sizes.has(name)) return
    if (open.includes(name)) {
      const circle = [...open.slice(open.indexOf(name)), name].join(' → ')
      return void tell(
        'condition_cycle',
        `Shared conditions refer to each other in a circle: ${circle}.`,
        placed.at,
        name,
      )
    }
    open.push(name)
    const isDeep = open.length > DEEPEST
    if (!isDeep) for (const other of usedBy(placed.part)) visit(other)
    open.pop()
    let faults = 0
    const counting: Tell = (code, message, pointer) => {
      faults++
      tell(code, message, pointer, name)
    }
    const size = checkCondition(placed.part, placed.at, { model, group: null, tell: counting, sizes })
    sizes.set(name, isDeep ? { depth: DEEPEST + 1, leaves: size.leaves } : size)
    // What is without fault has the form that its type says.
    if (faults === 0) shared[name] = placed.part as TopLevelCondition
  }
  for (const name of model.parts.conditions.keys()) visit(name)
  return { shared, sizes }
}

function usedBy(root: unknown): Set<string> {
  const names = new Set<string>()
  const open: unknown[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isObject(node)) continue
    if (typeof node['condition'] === 'string') names.add(node['condition'])
    for (const list of [node['all'], node['any']])
      if (Array.isArray(list)) for (const one of list as unknown[]) open.push(one) // read as anything
    open.push(node['not'] ?? null)
  }
  return names
}
