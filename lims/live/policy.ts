import { liveRooms, type LiveRoom } from '@ils/contract/live'
import type { Cause } from '@ils/contract/problem'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

const patterns = liveRooms.map((room) => ({ room, pattern: new RegExp(`^${room.pattern}$`) }))

const kindOf = (name: string): LiveRoom | undefined => patterns.find(({ pattern }) => pattern.test(name))?.room

/** Whether a room is for these credentials, as far as its name says. */
export function mustBeForThem(actor: Actor, names: readonly string[]): void {
  const causes = names.flatMap((name) => causeAgainst(actor, name) ?? [])
  if (causes[0]) throw new Refusal('not_allowed', causes[0].message, { causes })
}

function causeAgainst(actor: Actor, name: string): Cause | undefined {
  const room = kindOf(name)
  const field = 'rooms'
  if (!room) {
    const forms = liveRooms.map(({ form }) => form)
    return { code: 'unknown_room', field, message: `${field}: there is no room ${name}`, value: name, limit: forms }
  }
  if (!actor.scopes.includes(room.scope)) {
    const message = `${field}: ${name} needs the scope ${room.scope}`
    return { code: 'scope', field, message, value: name, limit: room.scope }
  }
  if (actor.practice === null) return undefined
  const named = room.form.endsWith(':<practice>') ? name.slice(name.indexOf(':') + 1) : actor.practice
  if (!room.labOnly && named === actor.practice) return undefined
  const message = `${field}: ${name} is not for credentials that see practice ${actor.practice} only`
  return { code: 'practice', field, message, value: name, limit: actor.practice }
}

/** Of jobs of others nobody learns that they are there. */
export function mustBeTheirJobs(
  actor: Actor,
  jobs: readonly string[],
  practices: ReadonlyMap<string, string | null>,
): void {
  const causes = jobs
    .filter((id) => !practices.has(id) || (actor.practice !== null && practices.get(id) !== actor.practice))
    .map((id) => ({ code: 'unknown_job', field: 'rooms', message: `rooms: there is no job ${id}`, value: `job:${id}` }))
  if (causes[0]) throw new Refusal('not_found', causes[0].message, { causes })
}
