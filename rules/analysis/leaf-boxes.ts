import { cellsBetween, complement, type CellSet } from '../engine/cell-set.ts'
import type { ConditionLeaf } from '../engine/condition.ts'
import { findOperator, isRange, type Operator } from '../engine/operator.ts'
import { factReferred } from '../engine/facts-read.ts'
import type { Fact } from '../vocabulary/fact.ts'
import { EVERYWHERE, type Box } from './box.ts'
import type { FactView, Space } from './space.ts'

/** Where a test holds and where it does not. */
export interface LeafBoxes {
  readonly yes: readonly Box[]
  readonly no: readonly Box[]
}

/** Said of a rule that cells cannot hold; it is reported, never guessed at. */
export class NotAnalysable extends Error {
  override readonly name = 'NotAnalysable'
}

const MOST_BOXES_OF_A_TEST = 32

/** Runs the real operator on one value of each stretch, so that null and all other oddities are right by construction. */
export function boxesOfLeaf(leaf: ConditionLeaf, space: Space): LeafBoxes {
  const fact = space.facts.get(leaf.fact)
  const test = findOperator(leaf.operator)
  if (!fact) throw new NotAnalysable(`there is no fact ${leaf.fact}`.slice(0, 100))
  if (!test) throw new NotAnalysable(`there is no operator ${leaf.operator}`.slice(0, 100))
  if (leaf.path !== undefined || leaf.params !== undefined) throw new NotAnalysable('a test reads through a path')
  try {
    const other = factReferred(leaf.value)
    return other === null
      ? againstLiteral(fact, test, leaf.operator, leaf.value, space)
      : againstFact(leaf, fact, test, other, space)
  } catch (error) {
    if (error instanceof NotAnalysable) throw error
    throw new NotAnalysable(`a test of ${leaf.fact} cannot be evaluated`)
  }
}

function againstLiteral(fact: Fact, test: Operator, operator: string, literal: unknown, space: Space): LeafBoxes {
  const view = space.view(fact.id)
  refuseOpenText(operator, view)
  if (view) return onAxis(view.axis.number, cellsWhere(view, test, operator, literal), view.axis.domain.size)
  if (fact.type === 'set') return onSet(fact, test, operator, literal, space)
  throw new NotAnalysable(`${fact.id} is a ${fact.type}, which no rule compares`)
}

/** Ranges read the number a text begins with, which places for whole texts do not tell. */
function refuseOpenText(operator: string, view: FactView | null): void {
  if (isRange(operator) && view?.axis.domain.isText) throw new NotAnalysable('a range compares open text')
}

function onAxis(axis: number, set: CellSet, size: number): LeafBoxes {
  const boxed = (cells: CellSet): readonly Box[] =>
    cells.length === 0 ? [] : cells[0] === 0 && cells[1] === size ? [EVERYWHERE] : [{ axes: [axis], sets: [cells] }]
  return { yes: boxed(set), no: boxed(complement(set, size)) }
}

function cellsWhere(view: FactView, test: Operator, operator: string, literal: unknown): CellSet {
  return stretchesWhere(view, literalsOf(operator, literal), (value) => test(value, literal))
}

function stretchesWhere(view: FactView, literals: readonly unknown[], holds: (value: unknown) => boolean): CellSet {
  const set: number[] = []
  const starts = view.stretches(literals)
  for (let i = 0; i + 1 < starts.length; i++) {
    const from = starts[i] ?? 0
    const to = starts[i + 1] ?? from
    if (from >= to || !holds(view.valueAt(from))) continue
    if (set.length > 0 && set.at(-1) === from) set[set.length - 1] = to
    else set.push(from, to)
  }
  return set
}

/** What a range compares with a number is `Number(literal)`; the domain ignores what it cannot place. */
function literalsOf(operator: string, literal: unknown): readonly unknown[] {
  if (Array.isArray(literal) && !isRange(operator)) return literal as unknown[] // a list of anything
  return isRange(operator) && typeof literal !== 'string' ? [Number(literal)] : [literal]
}

function onSet(fact: Fact, test: Operator, operator: string, literal: unknown, space: Space): LeafBoxes {
  const isNull = space.member(fact, undefined)?.number
  const there: Box = isNull === undefined ? EVERYWHERE : { axes: [isNull], sets: [[0, 1]] }
  const away: readonly Box[] = isNull === undefined ? [] : [{ axes: [isNull], sets: [[1, 2]] }]
  if (operator === 'contains' || operator === 'doesNotContain') {
    // Of what is no list both are false.
    const wanted = operator === 'contains'
    const known = typeof literal === 'string' && (!Array.isArray(fact.values) || fact.values.includes(literal))
    const axis = known ? space.member(fact, literal)?.number : undefined
    if (axis === undefined) return wanted ? { yes: [], no: [EVERYWHERE] } : { yes: [there], no: away }
    const [hit, miss] = wanted ? [2, 1] : [1, 2]
    return {
      yes: [withSide(there, axis, cellsBetween(hit - 1, hit))],
      no: [...away, { axes: [axis], sets: [cellsBetween(miss - 1, miss)] }],
    }
  }
  const [ofEmpty, ofSome, ofNull] = [test([], literal), test([''], literal), test(null, literal)]
  if (ofEmpty !== ofSome) throw new NotAnalysable(`${operator} is no test of a set`)
  const yes = [...(ofEmpty ? [there] : []), ...(ofNull ? away : [])]
  const no = [...(ofEmpty ? [] : [there]), ...(ofNull ? [] : away)]
  return {
    yes: yes.length > 1 || (ofEmpty && isNull === undefined) ? [EVERYWHERE] : yes,
    no: no.length > 1 ? [EVERYWHERE] : no,
  }
}

function withSide(box: Box, axis: number, set: CellSet): Box {
  const [first] = box.axes
  if (first === undefined) return { axes: [axis], sets: [set] }
  return first < axis
    ? { axes: [first, axis], sets: [...box.sets, set] }
    : { axes: [axis, first], sets: [set, ...box.sets] }
}

/**
 * A test of two facts is cut open where one of them has few values (an attribute of what was chosen, mostly); else it is a
 * guard: an axis of its own of which nothing is known.
 */
function againstFact(leaf: ConditionLeaf, fact: Fact, test: Operator, other: string, space: Space): LeafBoxes {
  if (!space.facts.has(other)) throw new NotAnalysable(`there is no fact ${other.slice(0, 80)}`)
  const left = space.view(fact.id)
  const right = space.view(other)
  for (const view of [left, right]) refuseOpenText(leaf.operator, view)
  if (left?.few && left.axis === right?.axis) {
    const stretches = left.axis.domain.stretches([])
    const set = stretchesWhere({ ...left, stretches: () => stretches, valueAt: (place) => place }, [], (place) =>
      // The places stand in for the values here.
      test(left.valueAt(place as number), right.valueAt(place as number)),
    )
    return onAxis(left.axis.number, set, left.axis.domain.size)
  }
  const opened =
    right?.few && left?.axis !== right.axis
      ? cutOpen(right, (value) => againstLiteral(fact, test, leaf.operator, value, space))
      : left?.few && right && left.axis !== right.axis
        ? cutOpen(left, (value) => onAxis(right.axis.number, cellsOfRight(right, test, value), right.axis.domain.size))
        : null
  if (opened) return opened
  const { number } = space.guard({ left: fact.id, right: other, operator: leaf.operator })
  return { yes: [{ axes: [number], sets: [[1, 2]] }], no: [{ axes: [number], sets: [[0, 1]] }] }
}

const cellsOfRight = (right: FactView, test: Operator, value: unknown): CellSet =>
  stretchesWhere(right, typeof value === 'string' ? [value] : [value, Number(value)], (one) => test(value, one))

function cutOpen(by: FactView, boxesAt: (value: unknown) => LeafBoxes): LeafBoxes | null {
  const groups = new Map<unknown, number[]>()
  for (let place = 0; place < by.axis.domain.size; place++) {
    const value = by.valueAt(place)
    // A set as right side is compared by reference: nothing that cells could say.
    if (typeof value === 'object' && value !== null) return null
    const set = groups.get(value) ?? []
    if (set.length > 0 && set.at(-1) === place) set[set.length - 1] = place + 1
    else set.push(place, place + 1)
    groups.set(value, set)
    if (groups.size > 4 * MOST_BOXES_OF_A_TEST) return null
  }
  const yes: Box[] = []
  const no: Box[] = []
  for (const [value, set] of groups) {
    const at = boxesAt(value)
    for (const box of at.yes) yes.push(besides(box, by.axis.number, set))
    for (const box of at.no) no.push(besides(box, by.axis.number, set))
  }
  const tidy = { yes: alike(yes, by.axis.number), no: alike(no, by.axis.number) }
  return tidy.yes.length > MOST_BOXES_OF_A_TEST || tidy.no.length > MOST_BOXES_OF_A_TEST ? null : tidy
}

function besides(box: Box, axis: number, set: CellSet): Box {
  const at = box.axes.findIndex((one) => one > axis)
  const place = at < 0 ? box.axes.length : at
  return { axes: box.axes.toSpliced(place, 0, axis), sets: box.sets.toSpliced(place, 0, set) }
}

/** Boxes that differ on one axis only become one. */
function alike(boxes: readonly Box[], axis: number): readonly Box[] {
  const groups = new Map<string, { box: Box; places: CellSet[] }>()
  for (const box of boxes) {
    const at = box.axes.indexOf(axis)
    const key = JSON.stringify([box.axes, box.sets.toSpliced(at, 1)])
    const known = groups.get(key)
    if (known) known.places.push(box.sets[at] ?? [])
    else groups.set(key, { box, places: [box.sets[at] ?? []] })
  }
  return [...groups.values()].map(({ box, places }) => {
    const sorted = places.flatMap((set) => pairsOf(set)).sort((a, b) => a[0] - b[0])
    const joined: number[] = []
    for (const [from, to] of sorted)
      if (joined.length > 0 && joined.at(-1) === from) joined[joined.length - 1] = to
      else joined.push(from, to)
    return { axes: box.axes, sets: box.sets.with(box.axes.indexOf(axis), joined) }
  })
}

function pairsOf(set: CellSet): [number, number][] {
  const pairs: [number, number][] = []
  for (let i = 0; i < set.length; i += 2) pairs.push([set[i] ?? 0, set[i + 1] ?? 0])
  return pairs
}
