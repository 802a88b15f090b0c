import type { Person } from '@ils/contract/rulebook-shapes'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** Rules are written, reviewed and published by people, by name: two keys of one person are one person. */
export function mustBePerson(actor: Actor): Person {
  if (actor.kind !== 'person' || actor.id === null) {
    throw new Refusal('not_allowed', `This is a person’s to do, by name: ${actor.name} is a program`)
  }
  return { id: actor.id, name: actor.name }
}

/** What is of the whole lab is not for credentials of one practice. */
export function mustBeOfTheLab(actor: Actor): void {
  if (actor.practice !== null) {
    throw new Refusal('not_allowed', `These credentials see practice ${actor.practice} only`)
  }
}
