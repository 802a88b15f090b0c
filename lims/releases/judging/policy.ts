import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

/** Rules, programs and what the lab notes for itself are for those who work on them. */
export const seesReleases = (actor: Actor): boolean => actor.scopes.includes('releases:read')

export function mustSeeReleases(actor: Actor, what: string): void {
  if (seesReleases(actor)) return
  const message = `${what} needs the scope releases:read`
  throw new Refusal('not_allowed', message, {
    causes: [{ code: 'scope', field: 'credentials', message, value: [...actor.scopes], limit: 'releases:read' }],
  })
}

/** An override is a word of the lab's, given by somebody who answers for rules. */
export function mustBeAllowedToOverride(actor: Actor): void {
  if (actor.scopes.includes('approvals:write') || actor.scopes.includes('releases:write')) return
  const message = 'Only who writes or approves rules may override one: releases:write or approvals:write'
  throw new Refusal('not_allowed', message, {
    causes: [{ code: 'scope', field: 'overrides', message, value: [...actor.scopes], limit: 'releases:write' }],
  })
}

/** People of the lab say by whom something was confirmed; of all others it is themselves. */
export const speaksForOthers = (actor: Actor): boolean => actor.kind === 'person' && actor.practice === null

/** Whose rules, prices and judgements: their own, if they belong to a practice; otherwise whichever they ask for. */
export function practiceFor(actor: Actor, asked: string | undefined, field: string): string | null {
  if (actor.practice === null) return asked ?? null
  if (asked === undefined || asked === actor.practice) return actor.practice
  const message = `${field}: these credentials see practice ${actor.practice} only`
  throw new Refusal('not_allowed', message, {
    causes: [{ code: 'practice', field, message, value: asked, limit: actor.practice }],
  })
}
