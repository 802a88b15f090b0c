import type { Cause } from '@ils/contract/problem'
import { roles as roleTable, scopesOf, type Role, type Scope } from '@ils/contract/roles'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'

const LAB_ROLES: readonly Role[] = ['engineer', 'lab', 'manager', 'admin']

/** Access is given by people of the lab, never from within one practice. */
export function mustManageTheLab(actor: Actor): void {
  if (actor.practice !== null) {
    throw new Refusal(
      'not_allowed',
      `These credentials see practice ${actor.practice} only; access is managed by the lab`,
    )
  }
}

/** Nobody gives away more than they have. */
export function mustHaveWhatTheyGive(actor: Actor, given: readonly Scope[], field: string): void {
  const missing = given.filter((scope) => !actor.scopes.includes(scope))
  if (missing.length === 0) return
  throw new Refusal('not_allowed', `You cannot give ${missing.join(', ')}: you do not have it yourself`, {
    causes: missing.map((scope) => ({
      code: 'scope',
      field,
      message: `you do not have ${scope}`,
      value: scope,
      limit: [...actor.scopes],
    })),
  })
}

/** Roles of the lab see every practice, so they belong to none; an ECP belongs to exactly one. */
export function mustFitPractice(roles: readonly Role[], practice: string | null): void {
  const ofLab = roles.filter((role) => LAB_ROLES.includes(role))
  if (practice !== null && ofLab.length > 0) {
    throw invalid(
      'body.practice',
      `${ofLab.join(', ')} work for the whole lab and cannot belong to practice ${practice}`,
      practice,
    )
  }
  if (practice === null && roles.includes('ecp')) {
    throw invalid('body.practice', 'an ecp belongs to a practice: name it', null)
  }
}

/** A person has a name and a service a program: keys of services never act as a person of the lab. */
export function mustFitKind(kind: 'person' | 'service', roles: readonly Role[]): void {
  if (kind === 'person' && roles.includes('service'))
    throw invalid('body.roles', 'a person cannot have the role service', [...roles])
  if (kind === 'service' && roles.includes('engineer')) {
    throw invalid('body.roles', 'rules are published by persons: a service cannot be engineer', [...roles])
  }
}

/** A key narrows what its holder may do, and never widens it. */
export function mustFitHolder(
  wanted: { scopes: readonly Scope[] | null; practice: string | null },
  holder: { roles: readonly Role[]; practice: string | null },
): void {
  const allowed = scopesOf(holder.roles)
  const beyond = (wanted.scopes ?? []).filter((scope) => !allowed.includes(scope))
  if (beyond.length > 0) {
    const held = holder.roles.map((role) => `${role} (${roleTable[role].scopes.join(', ') || 'none yet'})`).join('; ')
    throw invalid(
      'body.scopes',
      `${beyond.join(', ')} does not come with the roles of the holder: ${held}`,
      beyond,
      allowed,
    )
  }
  if (holder.practice !== null && wanted.practice !== null && wanted.practice !== holder.practice) {
    throw invalid(
      'body.practice',
      `the holder belongs to practice ${holder.practice}`,
      wanted.practice,
      holder.practice,
    )
  }
}

function invalid(field: string, what: string, value: unknown, limit?: unknown): Refusal {
  const message = `${field}: ${what}`
  const cause: Cause = { code: 'rule', field, message, value, ...(limit === undefined ? {} : { limit }) }
  return new Refusal('invalid_request', message, { causes: [cause] })
}
