import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** Machines are the lab's own affair: credentials of one practice never see them. */
export function mustBeOfTheLab(actor: Actor): void {
  if (actor.practice !== null) {
    throw new Refusal(
      'not_allowed',
      `These credentials see practice ${actor.practice} only; machines are seen by the lab`,
    )
  }
}
