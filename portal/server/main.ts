import { BadSettings, readSettings } from '@ils/platform/config/read-settings'
import { openLog } from '@ils/platform/log/log'
import { portalSettings } from './settings.ts'
import { startPortal } from './start-portal.ts'

/** The portal in production: `node portal/dist/server/main.js`. */
const EXIT_BAD_SETTINGS = 78 // EX_CONFIG of sysexits.h
const EXIT_HOPELESS = 70 // EX_SOFTWARE: start me again

async function main(): Promise<void> {
  const settings = readSettings(portalSettings, process.env)
  const portalDatabaseUrl = settings.portalDatabaseUrl ?? settings.databaseUrl
  const missing = [
    ...(portalDatabaseUrl === null
      ? [{ name: 'PORTAL_DATABASE_URL', want: 'a Postgres; `npm start` brings its own' }]
      : []),
    ...(settings.portalSealKeys.length === 0
      ? [{ name: 'ILS_PORTAL_SEAL_KEYS', want: 'a key: openssl rand -base64 32' }]
      : []),
  ]
  if (portalDatabaseUrl === null || missing.length > 0)
    throw new BadSettings(missing.map((one) => ({ ...one, value: '(missing)' })))
  const log = openLog({ level: settings.logLevel, service: 'portal' })
  const portal = await startPortal({
    settings: { ...settings, portalDatabaseUrl },
    log,
    env: process.env,
    onHopeless: () => void stop('the worker hears nothing', EXIT_HOPELESS),
  })
  async function stop(reason: string, code: number): Promise<void> {
    const inTime = await portal.stop(reason)
    process.exit(inTime ? code : Math.max(code, 1))
  }
  process.on('SIGTERM', () => void stop('SIGTERM', 0))
  process.on('SIGINT', () => void stop('SIGINT', 0))
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof BadSettings ? EXIT_BAD_SETTINGS : 1)
})
