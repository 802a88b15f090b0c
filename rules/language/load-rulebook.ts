import { checkRulebook } from './check-rulebook.ts'
import type { Fault } from './fault.ts'
import { hashRulebook } from './hash-rulebook.ts'
import { findInJson } from './find-in-json.ts'
import { gatherFiles, type Gathered } from './gather-files.ts'
import { pointerAbove } from './json-pointer.ts'
import { placesIn } from './place-in-text.ts'
import type { Rulebook } from './rulebook.ts'
import { sortRulebook } from './sort-rulebook.ts'

export interface LoadedRulebook {
  /** Null where there is a fault. */
  readonly rulebook: Rulebook | null
  readonly hash: string | null
  readonly faults: readonly Fault[]
}

const MOST_CHARACTERS = 64 * 1024 * 1024

/** A rulebook out of its folder's files, path → text, with everything that is wrong in them, by file, line and column. */
export function loadRulebook(files: ReadonlyMap<string, string>): LoadedRulebook {
  let size = 0
  for (const text of files.values()) size += text.length
  if (size > MOST_CHARACTERS) {
    const message = `The files hold ${size} characters; at most ${MOST_CHARACTERS} are read.`
    return { rulebook: null, hash: null, faults: [{ code: 'too_large', message, pointer: '' }] }
  }
  const gathered = gatherFiles(files)
  const faults = [...gathered.faults]
  if (!gathered.hasGaps)
    for (const fault of placed(checkRulebook(gathered.rulebook), gathered, files)) faults.push(fault)
  if (faults.length > 0) return { rulebook: null, hash: null, faults }
  // Nothing was found wrong with it, so it is one.
  const rulebook = sortRulebook(gathered.rulebook as unknown as Rulebook)
  return { rulebook, hash: hashRulebook(rulebook), faults }
}

/** Pointers into the rulebook become pointers into files; those files are read once more to find the lines. */
function placed(faults: readonly Fault[], { origins }: Gathered, files: ReadonlyMap<string, string>): Fault[] {
  const moved = faults.map((fault) => {
    let top: string | null = fault.pointer
    while (top !== null && !origins.has(top)) top = pointerAbove(top)
    const origin = top === null ? undefined : origins.get(top)
    return { fault, file: origin?.file, pointer: (origin?.pointer ?? '') + fault.pointer.slice(top?.length ?? 0) }
  })
  const wanted = new Map<string, Set<string>>()
  for (const { file, pointer } of moved) {
    if (file === undefined) continue
    const pointers = wanted.get(file) ?? new Set()
    // A key that is missing stands nowhere: then where it should.
    for (let one: string | null = pointer; one !== null; one = pointerAbove(one)) pointers.add(one)
    wanted.set(file, pointers)
  }
  const found = new Map(
    [...wanted].map(([file, pointers]) => {
      const text = files.get(file) ?? ''
      return [file, { offsets: findInJson(text, pointers), placeOf: placesIn(text) }] as const
    }),
  )
  return moved.map(({ fault, file, pointer }) => {
    const text = file === undefined ? undefined : found.get(file)
    if (file === undefined || !text) return fault
    let at: string | null = pointer
    while (at !== null && !text.offsets.has(at)) at = pointerAbove(at)
    return { ...fault, pointer, file, ...text.placeOf(text.offsets.get(at ?? '') ?? 0) }
  })
}
