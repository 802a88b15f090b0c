import { runInThread } from '@ils/platform/threads/run-in-thread'
import { threadModule } from '@ils/platform/threads/thread-module'
import { draftWork, type DraftWork } from './draft-work.ts'

export interface Asked {
  readonly name: keyof DraftWork
  readonly input: unknown
}

/** Below it a save takes no longer than starting a thread, and holds nobody up. */
const LARGE_CHARACTERS = 200_000

type InputOf<Name extends keyof DraftWork> = Parameters<DraftWork[Name]>[0]
type ResultOf<Name extends keyof DraftWork> = ReturnType<DraftWork[Name]>

/** Does work with a rulebook: at once where it is small, and else in a thread, so that whoever answers requests goes on. */
export async function doDraftWork<Name extends keyof DraftWork>(
  name: Name,
  input: InputOf<Name>,
): Promise<ResultOf<Name>> {
  if (sizeOf(input) <= LARGE_CHARACTERS) {
    // The name says which work it is, and so what it takes and gives.
    return (draftWork[name] as (input: InputOf<Name>) => ResultOf<Name>)(input)
  }
  const asked: Asked = { name, input }
  return runInThread<Asked, never, ResultOf<Name>>(threadModule(import.meta.url, 'draft-thread'), asked, {
    lane: 'save',
  })
}

/** About how much text there is; nothing is written out to be counted. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  // What is in a zip shows only when it is inflated.
  if (value instanceof Uint8Array) return Infinity
  if (typeof value !== 'object' || value === null) return 1
  let size = 0
  for (const one of Object.values(value)) {
    size += sizeOf(one)
    if (size > LARGE_CHARACTERS) break
  }
  return size
}
