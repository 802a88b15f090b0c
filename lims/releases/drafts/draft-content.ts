import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import type { Operation } from '@ils/rules/rulebook/operation'
import { LRUCache } from 'lru-cache'
import { findWayTo } from './store.ts'
import { findRulebookText } from '../contents/store.ts'

/** What a version holds: a rulebook as JSON, and the edits on it since it was sound. */
export interface Source {
  readonly text: string
  readonly steps: readonly (readonly Operation[])[]
}

const MOST_CHARACTERS = 64 * 1024 * 1024

// As text: parsed it would take several times the room, and most of what is asked for is only passed on.
const known = new LRUCache<string, string>({
  max: 48,
  maxSize: MOST_CHARACTERS,
  sizeCalculation: (text) => text.length + 1,
})

const nameOf = (draftId: string, version: number): string => `${draftId} ${version}`

/** What a draft holds at a version. A version never changes, so it is looked up once. */
export async function sourceOf(db: Db, draftId: string, version: number): Promise<Source> {
  const name = nameOf(draftId, version)
  const text = known.get(name)
  if (text !== undefined) return { text, steps: [] }
  const way = await findWayTo(db, draftId, version)
  const root = way.at(-1)?.root
  if (!root) throw new Refusal('not_found', `The draft ${draftId} has no version ${version}`)
  // An undo or a redo changes nothing by itself.
  const steps = way.filter((row) => row.root === null && row.restores === null).map(({ operations }) => operations)
  const found = { text: await findRulebookText(db, root), steps: steps.reverse() }
  if (found.steps.length === 0) known.set(name, found.text)
  return found
}

/** What was just saved is what is asked for next; called once it is committed. */
export function rememberContent(draftId: string, version: number, text: string): void {
  known.set(nameOf(draftId, version), text)
}
