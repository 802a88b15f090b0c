import { didYouMean } from '../language/nearest-word.ts'
import type { Operation, Problem, Put, Remove } from './operation.ts'
import { sameValue } from './same-value.ts'
import { insertAt, nameBefore, ownPlace, replaceAt, takeOut, type Thing, type ThingList } from './thing-list.ts'

/** What came of an operation: what undoes it, in the order to apply; null where all was so already. */
export type Outcome = { readonly problem: Problem } | { readonly undo: readonly Operation[] } | null

/** Puts the whole back that a list stands in, where one step cannot: it stood behind one of several of one name. */
type Restore = () => readonly Operation[]

/** What an operation is about, to make its opposite of. */
export const about = ({ part, id, in: inside }: Operation): Omit<Remove, 'op'> => ({
  part,
  id,
  ...(inside === undefined ? {} : { in: inside }),
})

export function putThing(list: ThingList, operation: Put, value: Thing, restore: Restore): Outcome {
  const { id, after } = operation
  const was = list.byId.get(id)
  if (was === null) return severalOf(operation)
  const behind = after === undefined ? null : placeBehind(list, id, after)
  if (typeof behind === 'object' && behind !== null) return { problem: behind }
  if (!was) {
    insertAt(list, behind ?? ownPlace(list, id), value)
    return { undo: [{ op: 'remove', ...about(operation) }] }
  }
  const thing = sameValue(was, value) ? was : value
  const from = list.items.indexOf(was)
  const to = behind === null || !list.isOrdered ? from : behind > from ? behind - 1 : behind
  if (thing === was && to === from) return null
  if (to === from) {
    replaceAt(list, from, thing)
    return { undo: [{ op: 'put', ...about(operation), value: was }] }
  }
  const before = nameBefore(list, from)
  const undo: readonly Operation[] =
    before === undefined ? restore() : [{ op: 'put', ...about(operation), value: was, after: before }]
  takeOut(list, from)
  insertAt(list, to, thing)
  return { undo }
}

export function removeThing(list: ThingList, operation: Remove, restore: Restore): Outcome {
  const { id } = operation
  const was = list.byId.get(id)
  if (was === null) return severalOf(operation)
  if (!was) return { problem: unknownThing(operation, list.byId.keys()) }
  const from = list.items.indexOf(was)
  const [own, before] = [ownPlace(list, id), nameBefore(list, from)]
  // Most stand where they would go by themselves; it is counted while the thing still stands there.
  const goesBack = (own > from ? own - 1 : own) === from
  const back: Operation = { op: 'put', ...about(operation), value: was }
  const undo = goesBack ? [back] : before === undefined ? restore() : [{ ...back, after: before }]
  takeOut(list, from)
  return { undo }
}

/** A place in the list, or why there is none. */
function placeBehind(list: ThingList, id: string, after: string | null): number | Problem {
  if (after === null) return 0
  const field = 'after'
  if (after === id)
    return { code: 'wrong_place', field, message: `\`${short(id)}\` cannot stand behind itself.`, value: after }
  const thing = list.byId.get(after)
  if (thing) return list.items.indexOf(thing) + 1
  const message =
    thing === null
      ? `Several are called \`${short(after)}\`: behind which one is not clear.`
      : `There is no \`${short(after)}\` to stand behind${didYouMean(after, list.byId.keys())}`
  return { code: thing === null ? 'ambiguous_id' : 'unknown_id', field, message, value: after }
}

export function unknownThing({ part, id, in: inside }: Operation, known: Iterable<string>): Problem {
  const where = inside === undefined ? '' : ` in \`${short(inside)}\``
  const message = `There is no ${nouns.get(part) ?? part} \`${short(id)}\`${where} to remove${didYouMean(id, known)}`
  return { code: 'unknown_id', field: 'id', message, value: id }
}

const nouns = new Map([
  ['accepted', 'accepted finding'],
  ['condition', 'shared condition'],
  ['kind', 'kind of catalogue entries'],
])

const severalOf = ({ part, id }: Operation): Outcome => {
  const message = `Several are called \`${short(id)}\`, and which one of them is not clear: put what holds the ${part} as a whole.`
  return { problem: { code: 'ambiguous_id', field: 'id', message, value: id } }
}

export const short = (text: string): string => text.slice(0, 100)
