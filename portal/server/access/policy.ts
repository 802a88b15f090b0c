import { Refusal } from '@ils/platform/refusal'
import type { Actor } from '@ils/platform/actor'
import type { Role } from '../../contract/roles.ts'
import type { AccountRow } from './accounts/store.ts'

/** Whose accounts somebody may see: their practice's, or for those of the lab who look after access, anybody's; null: the lab's own. */
export function accountsToSee(
  actor: Actor,
  { practice, ofLab = false }: { readonly practice?: string; readonly ofLab?: boolean },
): string | null | undefined {
  if (ofLab && practice !== undefined) throw invalid('query.ofLab', 'people of the lab belong to no practice')
  if (actor.practice !== null) {
    if (ofLab || (practice !== undefined && practice !== actor.practice))
      throw new Refusal('not_allowed', `You belong to practice ${actor.practice} and see its staff only`)
    return actor.practice
  }
  if (!actor.scopes.includes('accounts:read'))
    throw new Refusal('not_allowed', 'Accounts are seen by managers and administrators')
  return ofLab ? null : practice
}

/** Leads of a practice and managers of the lab give access to staff of practices; only administrators give any other. */
export function mustMayGive(
  actor: Actor,
  given: { readonly roles: readonly Role[]; readonly practice: string | null; readonly leads: boolean },
): void {
  if (given.roles.includes('ecp') !== (given.practice !== null))
    throw invalid('body.practice', 'an ecp belongs to one practice, and nobody else to any')
  if (given.practice !== null && given.roles.length > 1)
    throw invalid('body.roles', 'staff of a practice have no role of the lab')
  if (given.leads && given.practice === null) throw invalid('body.leads', 'only a practice can be led')
  if (actor.practice !== null && given.practice !== actor.practice)
    throw new Refusal('not_allowed', `You give access to practice ${actor.practice} only`)
  if (given.practice === null && !actor.scopes.includes('accounts:write'))
    throw new Refusal('not_allowed', 'Access of the lab is given by administrators')
}

/** Of another practice nobody is told that there is such an account. */
export function mustManage(actor: Actor, account: AccountRow | undefined, id: string): asserts account is AccountRow {
  if (!account || (actor.practice !== null && account.practice !== actor.practice))
    throw new Refusal('not_found', `There is no account ${id}`)
  if (account.practice === null && !actor.scopes.includes('accounts:write'))
    throw new Refusal('not_allowed', 'Access of the lab is managed by administrators')
}

function invalid(field: string, what: string): Refusal {
  const message = `${field}: ${what}`
  return new Refusal('invalid_request', message, { causes: [{ code: 'rule', field, message }] })
}
