import type { TextPatch } from '@ils/contract/text-patch'

type Pieces = TextPatch['pieces']

const COMMA = 0x2c
const CLOSERS: ReadonlySet<number> = new Set([0x7d, 0x5d]) // } and ]

/**
 * What the second text is made of: stretches of the first, and what is new. Both are canonical JSON, cut where one thing
 * of a list ends and the next begins: a rule that was edited, put in or taken out leaves all others whole.
 */
export function makeTextPatch(before: Buffer, after: Buffer): Pieces {
  const places = new Map<string, number>()
  for (const [start, end] of cuts(before)) {
    const text = before.toString('latin1', start, end)
    if (!places.has(text)) places.set(text, start)
  }
  const pieces: Pieces = []
  for (const [start, end] of cuts(after)) {
    const last = pieces.at(-1)
    const next = typeof last === 'object' ? last[0] + last[1] : undefined
    const length = end - start
    // What follows in both goes on; a thing that is there twice would otherwise tear the stretch apart.
    const follows =
      next !== undefined && before.compare(after, start, end, next, Math.min(next + length, before.length)) === 0
    if (typeof last === 'object' && follows) last[1] += length
    else {
      const place = places.get(after.toString('latin1', start, end))
      if (place !== undefined) pieces.push([place, length])
      else if (typeof last === 'string') pieces[pieces.length - 1] = last + after.toString('utf8', start, end)
      else pieces.push(after.toString('utf8', start, end))
    }
  }
  return pieces
}

/** Cut behind a comma that follows a closing bracket: never within a character of several bytes. */
function* cuts(text: Buffer): Generator<[start: number, end: number]> {
  let start = 0
  for (let comma = text.indexOf(COMMA); comma >= 0; comma = text.indexOf(COMMA, comma + 1)) {
    if (!CLOSERS.has(text[comma - 1] ?? 0)) continue
    yield [start, comma + 1]
    start = comma + 1
  }
  if (start < text.length) yield [start, text.length]
}
