import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** Who sees one practice only reads its events only; the lab reads all, or one it asks for. */
export function practiceToRead(actor: Actor, asked: string | undefined): string | undefined {
  if (actor.practice === null) return asked
  if (asked === undefined || asked === actor.practice) return actor.practice
  throw new Refusal('not_allowed', `These credentials see practice ${actor.practice} only`)
}
