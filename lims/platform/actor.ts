import type { EventActor } from '@ils/contract/event'

/** Who acts. `anonymous` never gets past an endpoint that asks for more than `anyone`. */
export interface Actor {
  readonly kind: 'person' | 'service' | 'system' | 'anonymous'
  /** The holder; null for the LIMS itself and for the anonymous. */
  readonly id: string | null
  readonly name: string
  /** Words of the server's own contract. */
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
  /** The only practice they may see; null: the whole lab. */
  readonly practice: string | null
  readonly by: 'key' | 'token' | 'sign-in' | 'none'
  /** The key or the sign-in that was used. */
  readonly keyId: string | null
  readonly requestsPerMinute: number
  /** When the credentials end by themselves, where they do: what they opened closes then. */
  readonly endsAt?: Date | null
}

export const DEFAULT_REQUESTS_PER_MINUTE = 1000

const nobody = {
  id: null,
  roles: [],
  scopes: [],
  practice: null,
  by: 'none',
  keyId: null,
  requestsPerMinute: DEFAULT_REQUESTS_PER_MINUTE,
} as const

export const anonymous: Actor = { ...nobody, kind: 'anonymous', name: 'anonymous' }

/** The LIMS acting by itself: reactions, sweeps, first set-up. */
export const system = (part: string): Actor => ({ ...nobody, kind: 'system', name: part })

export function asEventActor(actor: Actor): EventActor {
  return { kind: actor.kind === 'anonymous' ? 'system' : actor.kind, id: actor.id, name: actor.name }
}
