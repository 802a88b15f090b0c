import { mayMigrate, migrate, missingMigrations } from '@ils/platform/db/migrate'
import type { Log } from '@ils/platform/log/log'
import { LIMS_ROLE, LIMS_SCHEMA, limsGrants, limsMigrations } from './migrations/migrations.ts'
import type { LimsSettings } from './settings.ts'

/** The schema is older than this version and this process may not change it. */
class SchemaBehind extends Error {
  constructor(missing: readonly string[]) {
    super(
      `The database misses ${missing.length} migration(s) (${missing.join(', ')}) and these credentials may not make them. ` +
        'Run `ils migrate` with DATABASE_OWNER_URL set, then start again.',
    )
    this.name = 'SchemaBehind'
  }
}

/** Migrates as the owner where we are given one; as a role with grants only, it just looks. */
export async function bringSchemaUpToDate(
  settings: Pick<LimsSettings, 'databaseOwnerUrl'> & { databaseUrl: string },
  log: Log,
): Promise<string[]> {
  const ownerUrl = settings.databaseOwnerUrl ?? settings.databaseUrl
  if (settings.databaseOwnerUrl === null && !(await mayMigrate(settings.databaseUrl, LIMS_SCHEMA))) {
    const missing = await missingMigrations(settings.databaseUrl, LIMS_SCHEMA, limsMigrations)
    if (missing.length > 0) throw new SchemaBehind(missing)
    return []
  }
  return migrate({
    ownerUrl,
    schema: LIMS_SCHEMA,
    migrations: limsMigrations,
    role: LIMS_ROLE,
    grants: limsGrants,
    log,
  })
}
