import { existsSync, readFileSync } from 'node:fs'
import { openDataFolder } from './data-folder.ts'
import { exits, Plain } from './say.ts'
import type { CliSettings } from './settings.ts'

export interface DatabaseAccess {
  readonly databaseUrl: string
  /** The owner, where we know it. */
  readonly ownerUrl: string | null
  readonly from: 'settings' | 'embedded'
}

/** Where the database is: as the settings say, or the embedded one that `ils up` runs right now. */
export function findDatabase(settings: CliSettings): DatabaseAccess | undefined {
  const { databaseUrl, databaseOwnerUrl } = settings
  if (databaseUrl !== null) return { databaseUrl, ownerUrl: databaseOwnerUrl, from: 'settings' }
  const file = openDataFolder(settings.dataFolder).connectionFile
  if (!existsSync(file)) return undefined
  const found = JSON.parse(readFileSync(file, 'utf8')) as { databaseUrl: string; ownerUrl: string }
  return { databaseUrl: found.databaseUrl, ownerUrl: found.ownerUrl, from: 'embedded' }
}

export function mustFindDatabase(settings: CliSettings): DatabaseAccess {
  const found = findDatabase(settings)
  if (found) return found
  throw new Plain(
    'No database: set DATABASE_URL, or run this beside a running `ils up` (ILS_DATA names its folder)',
    exits.unreachable,
  )
}
