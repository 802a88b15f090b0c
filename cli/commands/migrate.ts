import { Command } from 'commander'
import { bringSchemaUpToDate } from '@ils/lims/bring-schema-up-to-date'
import { silentLog } from '@ils/platform/log/log'
import { mustFindDatabase } from '../database-access.ts'
import { say, sayJson } from '../say.ts'
import { readCliSettings } from '../settings.ts'

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('Bring the database to this version (DATABASE_OWNER_URL, or DATABASE_URL where that is the owner)')
    .option('--json', 'print JSON for programs')
    .action(async (options: { json?: boolean }) => {
      const settings = readCliSettings()
      const { databaseUrl, ownerUrl } = mustFindDatabase(settings)
      const done = await bringSchemaUpToDate({ databaseUrl, databaseOwnerUrl: ownerUrl }, silentLog)
      if (options.json) sayJson({ migrated: done })
      else say(done.length === 0 ? '  The database is up to date.' : `  Migrated: ${done.join(', ')}.`)
    })
}
