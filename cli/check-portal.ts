import { openClient } from '@ils/lims-client/open-client'
import { missingMigrations } from '@ils/platform/db/migrate'
import { portalApi } from '@ils/portal/contract/portal'
import { PORTAL_SCHEMA, portalMigrations } from '@ils/portal/server/migrations/migrations'
import { VERSION } from '@ils/portal/server/version'
import type { Finding } from './finding.ts'
import type { DatabaseAccess } from './database-access.ts'
import type { CliSettings } from './settings.ts'

const ANSWERS_MS = 5000

/** Looks at the portal: whether it answers, reaches its LIMS, and has the tables of this version. */
export async function checkPortal(settings: CliSettings, found: DatabaseAccess | undefined): Promise<Finding[]> {
  return [...(await checkAnswers(settings)), ...(await checkSchema(settings, found))]
}

async function checkAnswers({ portalUrl, portalPort }: CliSettings): Promise<Finding[]> {
  const what = 'Portal'
  const url = portalUrl ?? `http://127.0.0.1:${portalPort}`
  const client = openClient(portalApi, { url, timeoutMs: ANSWERS_MS, retry: 'none', circuit: 'none' })
  try {
    const about = await client.about()
    const seen = `${url}, version ${about.version}`
    if (about.version !== VERSION)
      return [{ what, verdict: 'warning', seen: `${about.version} runs, ${VERSION} is installed`, todo: 'Restart it' }]
    if (about.lims === 'away')
      return [
        {
          ...{ what, verdict: 'warning', seen: `${url}, without a LIMS` },
          todo: 'It takes orders and sends them later: check ILS_LIMS_URL and that the LIMS runs',
        },
      ]
    return [{ what, verdict: 'good', seen }]
  } catch {
    return [{ what, verdict: 'warning', seen: `nothing answers at ${url}`, todo: 'Start it, or set ILS_PORTAL_URL' }]
  }
}

async function checkSchema(settings: CliSettings, found: DatabaseAccess | undefined): Promise<Finding[]> {
  const what = 'Schema of the portal'
  // The role of the LIMS may not even look.
  const url = settings.portalDatabaseUrl ?? found?.ownerUrl ?? null
  if (url === null) return []
  try {
    const missing = await missingMigrations(url, PORTAL_SCHEMA, portalMigrations)
    return missing.length === 0
      ? [{ what, verdict: 'good', seen: 'up to date' }]
      : [{ what, verdict: 'bad', seen: `${missing.length} migrations behind`, todo: 'ils migrate' }]
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error)
    return [{ what, verdict: 'bad', seen, todo: 'Check PORTAL_DATABASE_URL and that Postgres runs' }]
  }
}
