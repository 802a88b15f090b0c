import { sideOf, type Box } from './box.ts'
import type { CellSet } from '../engine/cell-set.ts'
import type { Fact, FactValue } from '../vocabulary/fact.ts'
import type { ValueOf } from './holds.ts'
import type { Axis, Space } from './space.ts'

/** Chooses a place on an axis; `set` is what is left of it, undefined where the region does not say. */
export type Choose = (axis: Axis, set: CellSet | undefined) => number

const firstOf: Choose = (axis, set) => {
  if (set) return set[0] ?? 0
  // Zero looks like an order; the far end of a lattice without limits does not.
  return axis.domain.size > 2 ** 24 && axis.domain.nullAt >= 0 ? axis.domain.nullAt : 0
}

/** Values of all facts at one point of a region. What is computed or derived is whatever its axis says. */
export function exampleIn(region: Box, space: Space, choose: Choose = firstOf): ValueOf {
  const places = new Map<number, number>()
  const placeOn = (axis: Axis): number => {
    let place = places.get(axis.number)
    if (place === undefined) places.set(axis.number, (place = choose(axis, sideOf(region, axis.number))))
    return place
  }
  return (id) => {
    const fact = space.facts.get(id)
    if (!fact) return null
    const view = space.view(id)
    if (view) return view.valueAt(placeOn(view.axis))
    return fact.type === 'set' ? wordsOf(fact, space, placeOn) : null
  }
}

function wordsOf(fact: Fact, { axes, member }: Space, placeOn: (axis: Axis) => number): FactValue {
  const isNull = member(fact, undefined)
  if (isNull && placeOn(isNull) === 1) return null
  const words = axes.filter((axis) => axis.fact === fact && axis.word !== undefined && placeOn(axis) === 1)
  return words.map(({ word }) => word ?? '').sort()
}

/** Boundaries first in half of the tries, then anywhere inside. */
export function chooseAtRandom(random: () => number): Choose {
  return (axis, set) => {
    const { size, nullAt } = axis.domain
    if (!set) return size > 2 ** 24 && nullAt >= 0 && random() < 0.5 ? nullAt : Math.floor(random() * size)
    const stretch = 2 * Math.floor(random() * (set.length / 2))
    const [from, to] = [set[stretch] ?? 0, set[stretch + 1] ?? 1]
    if (random() < 0.5) return random() < 0.5 ? from : to - 1
    return from + Math.floor(random() * (to - from))
  }
}
