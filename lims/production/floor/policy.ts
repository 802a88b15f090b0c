import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** The floor is the lab’s: credentials of one practice do not work on it. */
export function mustBeOfTheLab(actor: Actor): void {
  if (actor.practice === null) return
  const message = `These credentials see practice ${actor.practice} only: the floor is the lab's`
  throw new Refusal('not_allowed', message, {
    causes: [{ code: 'practice', field: 'credentials', message, value: actor.practice }],
  })
}
