import type { RuleProperties } from '@ils/rules/engine'
import type { ConditionLeaf, NestedCondition } from '@ils/rules/engine/condition'

/** Their expressions read a dot as a way into an object. */
export const plainName = (fact: string): string => fact.replaceAll('.', '_')

/**
 * The same rules as one decision table of @gorules/zen-engine: a column a fact, and a column of free expressions for any,
 * not and tests of two facts. A missing cell never matches there, an empty one always; a range on null is an error.
 */
export function decisionTableOf(rules: readonly RuleProperties[], facts: readonly string[]): object {
  const columns = facts.map((fact) => ({ id: plainName(fact), name: fact, field: plainName(fact) }))
  const rows = rules.map(({ conditions }, n) => {
    const tests = 'all' in conditions ? conditions.all : [conditions]
    const cell = (fact: string) =>
      tests
        .filter((test): test is ConditionLeaf => isLiteralTest(test) && test.fact === fact)
        .map((test) => expressionOf(test, '$'))
        .join(' and ')
    const free = tests.filter((test) => !isLiteralTest(test)).map((test) => expressionOf(test))
    const cells = Object.fromEntries(facts.map((fact) => [plainName(fact), cell(fact)]))
    return { _id: `row${n}`, ...cells, free: free.join(' and '), position: String(n) }
  })
  const content = {
    hitPolicy: 'collect',
    inputs: [...columns, { id: 'free', name: 'free' }],
    outputs: [{ id: 'position', name: 'position', field: 'position' }],
    rules: rows,
  }
  const nodes = [
    { id: 'in', name: 'in', type: 'inputNode' },
    { id: 'table', name: 'table', type: 'decisionTableNode', content },
    { id: 'out', name: 'out', type: 'outputNode' },
  ]
  const edges = [
    { id: 'a', type: 'edge', sourceId: 'in', targetId: 'table' },
    { id: 'b', type: 'edge', sourceId: 'table', targetId: 'out' },
  ]
  return { nodes, edges }
}

const isReference = (value: unknown): value is { fact: string } =>
  typeof value === 'object' && value !== null && 'fact' in value

const isLiteralTest = (test: NestedCondition): test is ConditionLeaf => 'fact' in test && !isReference(test.value)

const SIGNS: Readonly<Record<string, string>> = {
  lessThan: '<',
  lessThanInclusive: '<=',
  greaterThan: '>',
  greaterThanInclusive: '>=',
}

function expressionOf(test: NestedCondition, subject?: string): string {
  if ('all' in test) return `(${test.all.map((one) => expressionOf(one)).join(' and ')})`
  if ('any' in test) return `(${test.any.map((one) => expressionOf(one)).join(' or ')})`
  if ('not' in test) return `not (${expressionOf(test.not)})`
  if (!('fact' in test)) throw new Error('The generated rules share no conditions.')
  const left = subject ?? plainName(test.fact)
  const right = isReference(test.value) ? plainName(test.value.fact) : JSON.stringify(test.value)
  if (test.operator === 'equal') return `${left} == ${right}`
  if (test.operator === 'in') return `${left} in ${right}`
  if (test.operator === 'notIn') return `not (${left} in ${right})`
  const range = `${left} != null and ${left} ${SIGNS[test.operator] ?? '?'} ${right}`
  // At the beginning of a cell a parenthesis opens an interval.
  return subject ? range : `(${range})`
}
