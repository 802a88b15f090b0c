import { Command } from 'commander'
import { mustFindDatabase } from '../database-access.ts'
import { say, sayJson } from '../say.ts'
import { readCliSettings } from '../settings.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database to this version (DATABASE_OWNER_URL, or DATABASE_URL where that is the owner)')
    .option('--json', 'print JSON for programs')
    .action(async (options: { json?: boolean }) => {
      const [{ bringSchemaUpToDate }, { bringPortalUpToDate }, { PORTAL_SCHEMA }, { mayMigrate }, { silentLog }] =
        await Promise.all([
          import('@ils/lims/bring-schema-up-to-date'),
          import('@ils/portal/server/bring-schema-up-to-date'),
          import('@ils/portal/server/migrations/migrations'),
          import('@ils/platform/db/migrate'),
          import('@ils/platform/log/log'),
        ])
      const settings = readCliSettings()
      const { databaseUrl, ownerUrl } = mustFindDatabase(settings)
      const ofLims = await bringSchemaUpToDate({ databaseUrl, databaseOwnerUrl: ownerUrl }, silentLog)
      // A role of the LIMS alone sees nothing of the portal, and the portal looks by itself when it starts.
      const mayBoth = ownerUrl !== null || (await mayMigrate(databaseUrl, PORTAL_SCHEMA))
      const ofPortal = mayBoth ? await bringPortalUpToDate({ databaseUrl, ownerUrl }, silentLog) : []
      const done = [...ofLims, ...ofPortal.map((id) => `portal ${id}`)]
      if (options.json) sayJson({ migrated: done })
      else say(done.length === 0 ? '  The database is up to date.' : `  Migrated: ${done.join(', ')}.`)
    })
}
