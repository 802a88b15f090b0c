import { BadSettings, readSettings } from '@ils/platform/config/read-settings'
import { openLog } from '@ils/platform/log/log'
import { processRoles, type ProcessRole } from './processes/roles.ts'
import { limsSettings } from './settings.ts'
import { startLims } from './start-lims.ts'

/** A process of the LIMS in production: `node lims/dist/main.js api worker relay`, each role alone or together. */
const EXIT_BAD_SETTINGS = 78 // EX_CONFIG of sysexits.h
const EXIT_HOPELESS = 70 // EX_SOFTWARE: start me again

async function main(): Promise<void> {
  const roles = rolesOf(process.argv.slice(2))
  const settings = readSettings(limsSettings, process.env)
  const { databaseUrl } = settings
  if (databaseUrl === null) {
    throw new BadSettings([
      { name: 'DATABASE_URL', value: '(missing)', want: 'a Postgres; `npm start` brings its own' },
    ])
  }
  const log = openLog({ level: settings.logLevel, service: 'lims' })
  const lims = await startLims({
    settings: { ...settings, databaseUrl },
    roles,
    log,
    env: process.env,
    onHopeless: () => void stop('the worker hears nothing', EXIT_HOPELESS),
  })
  async function stop(reason: string, code: number): Promise<void> {
    const inTime = await lims.stop(reason)
    process.exit(inTime ? code : Math.max(code, 1))
  }
  process.on('SIGTERM', () => void stop('SIGTERM', 0))
  process.on('SIGINT', () => void stop('SIGINT', 0))
}

function rolesOf(words: readonly string[]): ProcessRole[] {
  const unknown = words.filter((word) => !(processRoles as readonly string[]).includes(word))
  if (unknown.length > 0 || words.length === 0) {
    throw new BadSettings([
      { name: 'roles', value: words.join(' ') || '(none)', want: `one or more of ${processRoles.join(', ')}` },
    ])
  }
  return processRoles.filter((role) => words.includes(role))
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(error instanceof BadSettings ? EXIT_BAD_SETTINGS : 1)
})
