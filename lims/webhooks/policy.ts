import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { EndpointRow } from './endpoints/store.ts'

/** Being told of events is reading them: a key for endpoints alone opens no log. */
export function mustReadEvents(actor: Actor): void {
  if (actor.scopes.includes('events:read')) return
  throw new Refusal('not_allowed', 'Whoever is told of events reads them: this needs the scope events:read as well')
}

/** For whom an endpoint is registered: whoever sees one practice does it for that one. */
export function practiceToTell(actor: Actor, asked: string | null | undefined): string | null {
  if (actor.practice === null) return asked ?? null
  if (asked === undefined || asked === null || asked === actor.practice) return actor.practice
  throw new Refusal('not_allowed', `These credentials see practice ${actor.practice} only`)
}

/** Whose endpoints a list shows. */
export function practiceToList(actor: Actor, asked: string | undefined): string | undefined {
  return practiceToTell(actor, asked) ?? undefined
}

/** Endpoints of others are not even said to exist. */
export function mustSeeEndpoint(actor: Actor, id: string, row: EndpointRow | undefined): EndpointRow {
  if (row && (actor.practice === null || row.practice === actor.practice)) return row
  const message = `There is no webhook endpoint ${id}`
  throw new Refusal('not_found', message, {
    causes: [{ code: 'unknown_endpoint', field: 'params.endpointId', message, value: id }],
  })
}
