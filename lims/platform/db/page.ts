import type { PageOf } from '@ils/contract/shapes'
import { Refusal } from '../refusal.ts'

/** Where a page ends, as the caller carries it to the next one: the values of the ordering columns. */
export type Position = readonly (string | number)[]

/**
 * Cuts a page out of `limit + 1` rows read by keyset: the extra row only says that there is more.
 * Offsets would skip and repeat rows while others are added.
 */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  positionOf: (row: R) => Position,
  show: (row: R) => T,
): PageOf<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? writePosition(positionOf(last)) : null
  return { items: shown.map(show), next }
}

export function writePosition(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Reads back what `writePosition` wrote; anything else is refused, not guessed. */
export function readPosition(after: string | undefined, columns: number): Position | undefined {
  if (after === undefined) return undefined
  const position = parse(after)
  const fits =
    Array.isArray(position) &&
    position.length === columns &&
    position.every((part) => (typeof part === 'string' && !part.includes('\0')) || Number.isSafeInteger(part))
  if (!fits) {
    const message = 'query.after must be the `next` of an earlier page'
    throw new Refusal('invalid_request', message, {
      causes: [{ code: 'page_position', field: 'query.after', message }],
    })
  }
  return position as Position
}

function parse(after: string): unknown {
  try {
    return JSON.parse(Buffer.from(after, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
