import { Refusal } from '@ils/platform/refusal'
import { roleNames, type Role } from '../../../contract/roles.ts'
import type { OpenIdProvider } from '../../settings.ts'

type Claims = Readonly<Record<string, unknown>>

export interface Claimed {
  readonly subject: string
  readonly name: string
  readonly email: string
  readonly roles: Role[]
  readonly practice: string | null
}

/** Who the provider says it is, in our words. */
export function claimedBy(claims: Claims, provider: OpenIdProvider): Claimed {
  const { sub, email, email_verified: verified } = claims
  const subject = textOf(sub)
  const roles = rolesIn(claims, provider)
  const practice = provider.practiceClaim === undefined ? '' : textOf(claimAt(claims, provider.practiceClaim))
  if (subject === '') throw no('the provider does not say who it is')
  if (textOf(email) === '' || verified === false) throw no('the provider names no address that it has verified')
  if (roles.length === 0) throw no('the provider gives you no role here')
  if (roles.includes('ecp') && roles.length > 1) throw no('the provider gives you roles of a practice and of the lab')
  if (roles.includes('ecp') && practice === '') throw no('the provider names no practice')
  return {
    subject,
    name: (textOf(claims['name']) || textOf(email)).slice(0, 120),
    email: textOf(email),
    roles,
    practice: roles.includes('ecp') ? practice : null,
  }
}

export const no = (why: string): Refusal => new Refusal('wrong_sign_in', `You cannot be signed in: ${why}`)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function rolesIn(claims: Claims, { rolesClaim, roles }: OpenIdProvider): Role[] {
  const words = claimAt(claims, rolesClaim)
  const given: unknown[] = Array.isArray(words) ? words : textOf(words).split(' ')
  const mapped = given.map((word) => (typeof word === 'string' && Object.hasOwn(roles, word) ? roles[word] : undefined))
  return roleNames.filter((role) => mapped.includes(role))
}

function claimAt(claims: Claims, path: string): unknown {
  // A claim may have a dotted name of its own (https://lab.example/roles): the whole path is tried first.
  if (Object.hasOwn(claims, path)) return claims[path]
  let at: unknown = claims
  for (const part of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined
    at = (at as Record<string, unknown>)[part] // An object that has the part, as the line above has seen.
  }
  return at
}
