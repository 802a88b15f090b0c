import { readJson } from './read-json.ts'

/** Where values stand in a text, by pointer; reading again is cheaper than remembering every place in case of a fault. */
export function findInJson(text: string, pointers: ReadonlySet<string>): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>()
  readJson(text, (pointer, offset) => {
    if (pointers.has(pointer)) offsets.set(pointer, offset)
  })
  return offsets
}
