import { comesSoon } from '@ils/platform/http/comes-soon'

// Long enough for lines that are on their way, short enough for a caller that waits for each answer.
const WAIT_FOR_MORE_MS = 20

/** Lines by the handful: as many as are there, and never waiting for one that does not come. */
export async function* gatherLines<T>(lines: AsyncIterable<T>, most: number): AsyncGenerator<readonly T[]> {
  const source = lines[Symbol.asyncIterator]()
  let held: T[] = []
  try {
    for (;;) {
      const coming = source.next()
      if (held.length >= most || (held.length > 0 && !(await comesSoon(coming, WAIT_FOR_MORE_MS)))) {
        yield held
        held = []
      }
      const next = await coming
      if (next.done === true) break
      held.push(next.value)
    }
    if (held.length > 0) yield held
  } finally {
    await source.return?.()
  }
}
