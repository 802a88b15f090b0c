import type { ApiKey, Holder } from '@ils/contract/access'
import { scopesOf, type Scope } from '@ils/contract/roles'
import type { HeldKey, HolderRow } from './store.ts'

/** Rows as the contract shows them. */
export function showHolder(row: HolderRow): Holder {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    email: row.email,
    roles: row.roles,
    practice: row.practice,
    signIn: row.issuer !== null && row.subject !== null ? { issuer: row.issuer, subject: row.subject } : null,
    version: row.version,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}

export function showKey({ key, holder }: HeldKey): ApiKey {
  return {
    id: key.id,
    holderId: holder.id,
    holderName: holder.name,
    label: key.label,
    prefix: key.prefix,
    scopes: effectiveScopes({ key, holder }),
    practice: key.practice,
    requestsPerMinute: key.requests_per_minute,
    expiresAt: key.expires_at?.toISOString() ?? null,
    lastUsedAt: key.last_used_at?.toISOString() ?? null,
    rotatedTo: key.rotated_to,
    revokedAt: key.revoked_at?.toISOString() ?? null,
    createdAt: key.created_at.toISOString(),
  }
}

/** What a key may do: never more than its holder's roles allow today. */
export function effectiveScopes({ key, holder }: HeldKey): Scope[] {
  const allowed = scopesOf(holder.roles)
  const given = key.scopes
  return given === null ? allowed : allowed.filter((scope) => given.includes(scope))
}
