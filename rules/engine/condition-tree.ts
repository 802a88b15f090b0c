import { clonePlain } from './clone-plain.ts'
import { booleanOf } from './condition.ts'
import type { FactColumns } from './fact-column.ts'
import { findOperator, type Operator } from './operator.ts'

export interface LeafNode {
  readonly kind: 'leaf'
  readonly column: number
  readonly operator: unknown
  /** Undefined: no such operator, which throws once it is reached. */
  readonly test: Operator | undefined
  /** The column on the right, or -1: then it is the literal. */
  readonly right: number
  readonly literal: unknown
}

/** Groups of one priority, highest first: inside one everything is evaluated, between them json-rules-engine stops early. */
export interface ListNode {
  readonly kind: 'all' | 'any'
  readonly groups: readonly (readonly ConditionNode[])[]
}

export interface NotNode {
  readonly kind: 'not'
  readonly child: ConditionNode
}

export interface ReferenceNode {
  readonly kind: 'reference'
  readonly name: unknown
}

/** Cannot be evaluated, which json-rules-engine finds out only when it gets there. */
export interface BrokenNode {
  readonly kind: 'broken'
  readonly message: string
}

export type ConditionNode = LeafNode | ListNode | NotNode | ReferenceNode | BrokenNode

/** Reads a rule's or a shared condition's root; throws whatever json-rules-engine's constructors throw on. */
export function readRoot(condition: unknown, columns: FactColumns): ConditionNode {
  const root = Object(condition) as object // a primitive owns none of the four and is refused below
  const kind = booleanOf(root)
  if (!kind && !Object.hasOwn(root, 'condition'))
    throw new Error('A condition\'s root must have one of "all", "any", "not" and "condition".')
  const read = readNode(condition, columns)
  // Only at the root a boolean operator beats a reference.
  return kind ? read.asBoolean : read.node
}

interface ReadNode {
  readonly node: ConditionNode
  readonly asBoolean: ConditionNode
  readonly priority: unknown
}

function readNode(condition: unknown, columns: FactColumns): ReadNode {
  if (!condition) throw new Error('A condition must be an object.')
  const given = Object(condition) as Record<string, unknown> // a text or number has no keys and is refused as a leaf
  const kind = booleanOf(given)
  if (kind) {
    const node = readBoolean(kind, given[kind], columns)
    const priority = Number.parseInt(given['priority'] as string, 10) || 1 // read as parseInt reads anything
    return { node: Object.hasOwn(given, 'condition') ? reference(given) : node, asBoolean: node, priority }
  }
  const node = Object.hasOwn(given, 'condition') ? reference(given) : readLeaf(given, columns)
  return { node, asBoolean: node, priority: given['priority'] }
}

const reference = (given: Record<string, unknown>): ReferenceNode => ({ kind: 'reference', name: given['condition'] })

function readBoolean(kind: 'all' | 'any' | 'not', below: unknown, columns: FactColumns): ConditionNode {
  if (kind === 'not') {
    if (Array.isArray(below)) throw new Error('"not" cannot be an array.')
    return { kind, child: readNode(below, columns).node }
  }
  if (!Array.isArray(below)) throw new Error(`"${kind}" must be an array.`)
  const children = below.map((one: unknown) => readNode(one, columns))
  // Nothing below is true, under `any` as well.
  if (children.length === 0) return { kind: 'all', groups: [] }
  if (children.length === 1) return { kind, groups: [children.map(({ node }) => node)] }
  try {
    return { kind, groups: byPriority(children) }
  } catch (error) {
    return { kind: 'broken', message: `Condition priorities cannot be grouped: ${String(error)}` }
  }
}

/** With json-rules-engine's own oddities: any key groups, `__proto__` throws, and what is no number sorts as it happens to. */
function byPriority(children: readonly ReadNode[]): ConditionNode[][] {
  const groups: Record<string, ConditionNode[]> = {}
  for (const { node, priority } of children) {
    const key = (Boolean(priority) ? priority : 1) as string // any value becomes a key the way the language does it
    const group = (groups[key] ??= [])
    group.push(node)
  }
  return Object.keys(groups)
    .sort((a, b) => (Number(a) > Number(b) ? -1 : 1))
    .map((key) => groups[key] ?? [])
}

function readLeaf(given: Record<string, unknown>, columns: FactColumns): LeafNode {
  for (const key of ['fact', 'operator', 'value'])
    if (!Object.hasOwn(given, key)) throw new Error(`A condition needs "${key}".`)
  if (typeof given['priority'] === 'symbol') throw new TypeError('A priority cannot be a symbol.')
  const { fact, operator, value, path } = given
  const column = columns.of(fact, path)
  const test = findOperator(operator)
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, 'fact')) {
    const other = value as Record<string, unknown> // an object that owns `fact` is a reference whatever else it holds
    return { kind: 'leaf', column, operator, test, right: columns.of(other['fact'], other['path']), literal: undefined }
  }
  return { kind: 'leaf', column, operator, test, right: -1, literal: clonePlain(value) }
}
