import { mayMigrate, migrate, missingMigrations } from '@ils/platform/db/migrate'
import type { Log } from '@ils/platform/log/log'
import { PORTAL_ROLE, PORTAL_SCHEMA, portalGrants, portalMigrations } from './migrations/migrations.ts'

/** The schema is older than this version and this process may not change it. */
class SchemaBehind extends Error {
  constructor(missing: readonly string[]) {
    super(
      `The database misses ${missing.length} migration(s) of the portal (${missing.join(', ')}) and these credentials may not make them. ` +
        'Run `ils migrate` with DATABASE_OWNER_URL set, then start again.',
    )
    this.name = 'SchemaBehind'
  }
}

/** Migrates as the owner where we are given one; as a role with grants only, it just looks. */
export async function bringPortalUpToDate(
  { databaseUrl, ownerUrl }: { readonly databaseUrl: string; readonly ownerUrl: string | null },
  log: Log,
): Promise<string[]> {
  if (ownerUrl === null && !(await mayMigrate(databaseUrl, PORTAL_SCHEMA))) {
    const missing = await missingMigrations(databaseUrl, PORTAL_SCHEMA, portalMigrations)
    if (missing.length > 0) throw new SchemaBehind(missing)
    return []
  }
  return migrate({
    ownerUrl: ownerUrl ?? databaseUrl,
    schema: PORTAL_SCHEMA,
    migrations: portalMigrations,
    role: PORTAL_ROLE,
    grants: portalGrants,
    log,
  })
}
