import type { ConditionNode, LeafNode, ListNode } from './condition-tree.ts'
import { readColumn, type FactColumn } from './fact-column.ts'

export type Predicate = (values: readonly unknown[]) => boolean

export interface ClosureContext {
  readonly columns: readonly FactColumn[]
  readonly shared: ReadonlyMap<unknown, ConditionNode>
  /** Shared conditions compiled so far, and those being evaluated right now. */
  readonly compiled: Map<unknown, Predicate>
  readonly running: Set<unknown>
}

/**
 * A condition as closures, exact to the error: inside a priority group everything is evaluated, so that what throws in
 * json-rules-engine throws here even where the answer is known.
 */
export function compileExact(node: ConditionNode, context: ClosureContext): Predicate {
  switch (node.kind) {
    case 'leaf':
      return exactLeaf(node, context)
    case 'not': {
      const child = compileExact(node.child, context)
      return (values) => !child(values)
    }
    case 'reference':
      return lazyReference(node.name, context)
    case 'broken':
      return () => {
        throw new Error(node.message)
      }
    default:
      return exactList(node, context)
  }
}

function exactLeaf({ column, operator, test, right, literal }: LeafNode, { columns }: ClosureContext): Predicate {
  if (!test)
    return () => {
      throw new Error(`Unknown operator: ${String(operator)}`)
    }
  const left = columns[column]! // a leaf's column was made while reading it
  if (right < 0) return (values) => test(readColumn(left, values), literal)
  const other = columns[right]! // as above
  return (values) => test(readColumn(left, values), readColumn(other, values))
}

function exactList({ kind, groups }: ListNode, context: ClosureContext): Predicate {
  const compiled = groups.map((group) => group.map((node) => compileExact(node, context)))
  const stop = kind === 'any'
  return (values) => {
    for (const group of compiled) {
      let known = !stop
      for (const one of group) if (one(values) === stop) known = stop
      if (known === stop) return stop
    }
    return !stop
  }
}

/** Looked up when reached: an unknown name throws only then, and a circle only when it is really gone round. */
function lazyReference(name: unknown, context: ClosureContext): Predicate {
  const { shared, compiled, running } = context
  return (values) => {
    const node = shared.get(name)
    if (!node) throw new Error(`No condition ${String(name)} exists`)
    if (running.has(name)) throw new RangeError(`Condition ${String(name)} refers to itself`)
    let predicate = compiled.get(name)
    if (!predicate) compiled.set(name, (predicate = compileExact(node, context)))
    running.add(name)
    try {
      return predicate(values)
    } finally {
      running.delete(name)
    }
  }
}

/** The same answer for conditions that cannot throw, stopping at the first part that decides. */
export function compileQuick(node: ConditionNode, context: ClosureContext): Predicate {
  if (node.kind === 'not') {
    const child = compileQuick(node.child, context)
    return (values) => !child(values)
  }
  if (node.kind === 'reference') {
    const target = context.shared.get(node.name)
    return target ? compileQuick(target, context) : compileExact(node, context)
  }
  if (node.kind !== 'all' && node.kind !== 'any') return compileExact(node, context)
  const parts = node.groups.flat().map((one) => compileQuick(one, context))
  const stop = node.kind === 'any'
  return (values) => {
    for (const part of parts) if (part(values) === stop) return stop
    return !stop
  }
}
