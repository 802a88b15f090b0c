/** Answers whether a fact (left) stands in a relation to a value (right); throws where json-rules-engine does. */
export type Operator = (left: unknown, right: unknown) => boolean

/** Ranges look at the left side only, and by parseFloat: `5 > null` holds and null is below nothing. */
const isNumberLike = (left: unknown): boolean =>
  // A number needs no way through text; everything else is read as parseFloat reads it (cast: it takes anything).
  typeof left === 'number' ? !Number.isNaN(left) : !Number.isNaN(Number.parseFloat(left as string))

type Ordered = number

interface Searchable {
  indexOf: (wanted: unknown) => number
}

/** By indexOf and not includes: a list of NaN does not contain NaN, and a text may be searched. */
const finds = (where: Searchable, wanted: unknown): boolean => where.indexOf(wanted) > -1

const operators = new Map<string, Operator>([
  ['equal', (left, right) => left === right],
  ['notEqual', (left, right) => left !== right],
  // Whatever has no indexOf throws: that is the rejection json-rules-engine gives.
  ['in', (left, right) => finds(right as Searchable, left)],
  // As above.
  ['notIn', (left, right) => !finds(right as Searchable, left)],
  ['contains', (left, right) => Array.isArray(left) && finds(left, right)],
  ['doesNotContain', (left, right) => Array.isArray(left) && !finds(left, right)],
  // The language compares what it is given, texts with texts as well: the casts only quiet the compiler.
  ['lessThan', (left, right) => isNumberLike(left) && (left as Ordered) < (right as Ordered)],
  // As above.
  ['lessThanInclusive', (left, right) => isNumberLike(left) && (left as Ordered) <= (right as Ordered)],
  // As above.
  ['greaterThan', (left, right) => isNumberLike(left) && (left as Ordered) > (right as Ordered)],
  // As above.
  ['greaterThanInclusive', (left, right) => isNumberLike(left) && (left as Ordered) >= (right as Ordered)],
])

/** `not` does not ask the inner validator first: `not:contains` holds of what is no list. */
const decorators = new Map<string, (next: Operator) => Operator>([
  ['someFact', (next) => (left, right) => Array.isArray(left) && left.some((one) => next(one, right))],
  ['everyFact', (next) => (left, right) => Array.isArray(left) && left.every((one) => next(one, right))],
  // Anything but a list on the right throws there too.
  ['someValue', (next) => (left, right) => (right as unknown[]).some((one) => next(left, one))],
  // As above.
  ['everyValue', (next) => (left, right) => (right as unknown[]).every((one) => next(left, one))],
  ['swap', (next) => (left, right) => next(right, left)],
  ['not', (next) => (left, right) => !next(left, right)],
])

/** Reads `not:someFact:equal` from left to right; undefined where json-rules-engine knows no such operator. */
export function findOperator(name: unknown): Operator | undefined {
  if (typeof name !== 'string') return undefined
  const plain = operators.get(name)
  if (plain) return plain
  const colon = name.indexOf(':')
  const decorate = colon > 0 ? decorators.get(name.slice(0, colon)) : undefined
  const inner = decorate && findOperator(name.slice(colon + 1))
  return inner && decorate(inner)
}

export const isRange = (operator: unknown): boolean =>
  operator === 'lessThan' ||
  operator === 'lessThanInclusive' ||
  operator === 'greaterThan' ||
  operator === 'greaterThanInclusive'
