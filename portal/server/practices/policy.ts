import { Refusal } from '@ils/platform/refusal'
import type { Actor } from '@ils/platform/actor'

/** Who belongs to a practice sees that one; that there are others is not said. */
export function mustSeePractice(actor: Actor, practice: string): void {
  if (actor.practice !== null && actor.practice !== practice) throw noPractice(practice)
}

export const noPractice = (practice: string): Refusal => new Refusal('not_found', `There is no practice ${practice}`)

/** Closing is the lab's. */
export function mustMayClose(actor: Actor): void {
  if (!actor.scopes.includes('practices:write'))
    throw new Refusal('not_allowed', 'Practices are closed and opened by the lab')
}

export function mustBeVersion(found: number, seen: number): void {
  if (found === seen) return
  throw new Refusal('conflict', `It has version ${found} by now; look at it again`, {
    causes: [
      { code: 'version', field: 'body.version', message: 'changed by somebody else', value: seen, limit: found },
    ],
  })
}
