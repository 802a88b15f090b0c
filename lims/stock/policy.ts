import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** What lies on the shelves is the lab's own affair: credentials of one practice never see it. */
export function mustBeOfTheLab(actor: Actor): void {
  if (actor.practice !== null) {
    throw new Refusal('not_allowed', `These credentials see practice ${actor.practice} only; stock is seen by the lab`)
  }
}
