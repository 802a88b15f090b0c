import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { LIMS_SCHEMA, limsMigrations } from '@ils/lims/migrations/migrations'
import { VERSION } from '@ils/lims/version'
import { inspectDatabase } from '@ils/platform/db/inspect-database'
import { missingMigrations } from '@ils/platform/db/migrate'
import { inspectRedis } from '@ils/platform/queue/inspect-redis'
import { checkPortal } from './check-portal.ts'
import { findDatabase, type DatabaseAccess } from './database-access.ts'
import { openDataFolder } from './data-folder.ts'
import type { Finding } from './finding.ts'
import type { CliSettings } from './settings.ts'

const MIB = 1024 * 1024
const OLDEST_POSTGRES = 15
const MOST_SKEW_MS = 2000

const good = (what: string, seen: string): Finding => ({ what, verdict: 'good', seen })
const warning = (what: string, seen: string, todo: string): Finding => ({ what, verdict: 'warning', seen, todo })
const bad = (what: string, seen: string, todo: string): Finding => ({ what, verdict: 'bad', seen, todo })

/** Looks at everything that a setup of ILS stands on; a check that cannot be made says so and stops no other. */
export async function checkUp(settings: CliSettings): Promise<Finding[]> {
  const found = findDatabase(settings)
  return [
    checkNode(),
    checkDataFolder(settings),
    checkDisk(settings),
    ...(await checkDatabase(found)),
    await checkRedis(settings),
    ...(await checkLims(settings)),
    ...(await checkPortal(settings, found)),
    ...checkExposure(settings),
  ]
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const enough = major > 20 || (major === 20 && minor >= 19)
  return enough
    ? good('Node', process.versions.node)
    : bad('Node', process.versions.node, 'Install Node 20.19 or newer')
}

function checkDataFolder(settings: CliSettings): Finding {
  const { path, adminKeyFile } = openDataFolder(settings.dataFolder)
  const what = 'Data folder'
  if (!existsSync(path)) return good(what, `${path} (not made yet)`)
  try {
    accessSync(path, constants.R_OK | constants.W_OK)
  } catch {
    return bad(what, `${path} cannot be written`, 'Give it to the user who runs ILS, or choose another with ILS_DATA')
  }
  if (existsSync(adminKeyFile) && (statSync(adminKeyFile).mode & 0o077) !== 0) {
    return warning(what, `${adminKeyFile} can be read by others`, `chmod 600 ${adminKeyFile}`)
  }
  return good(what, path)
}

function checkDisk(settings: CliSettings): Finding {
  let at = openDataFolder(settings.dataFolder).path
  while (!existsSync(at)) at = dirname(at)
  const { bavail, bsize } = statfsSync(at)
  const free = Math.floor((bavail * bsize) / MIB)
  const seen = `${free} MiB free`
  if (free < 300) return bad('Disk', seen, 'Make room: below 300 MiB the database cannot work safely')
  return free < 2048
    ? warning('Disk', seen, 'Make room soon: a lab writes some hundred MiB a month')
    : good('Disk', seen)
}

async function checkDatabase(found: DatabaseAccess | undefined): Promise<Finding[]> {
  const what = 'Database'
  if (!found) return [warning(what, 'none is running', 'Start ILS (npm start), or set DATABASE_URL')]
  try {
    const facts = await inspectDatabase(found.databaseUrl, LIMS_SCHEMA)
    const findings = [
      facts.major >= OLDEST_POSTGRES
        ? good(what, `Postgres ${facts.version}, ${found.from}, ${Math.ceil(facts.sizeBytes / MIB)} MiB`)
        : bad(what, `Postgres ${facts.version}`, `Use Postgres ${OLDEST_POSTGRES} or newer`),
      facts.durable
        ? good('Durability', 'fsync and full_page_writes are on')
        : bad(
            'Durability',
            'fsync or full_page_writes is off',
            'Switch both on: a power cut would lose acknowledged work',
          ),
      facts.unguarded
        ? warning(
            'Guarding',
            `${facts.role} may rewrite the audit trail`,
            'Connect as ils_lims (DATABASE_URL) and migrate as the owner (DATABASE_OWNER_URL)',
          )
        : good('Guarding', `${facts.role} has grants only`),
      Math.abs(facts.clockSkewMs) > MOST_SKEW_MS
        ? warning('Clock', `${facts.clockSkewMs} ms from the database`, 'Let both machines follow NTP')
        : good('Clock', `${Math.abs(facts.clockSkewMs)} ms from the database`),
      facts.usedConnections > facts.maxConnections * 0.8
        ? warning(
            'Connections',
            `${facts.usedConnections} of ${facts.maxConnections}`,
            'Raise max_connections, or lower ILS_DATABASE_POOL',
          )
        : good('Connections', `${facts.usedConnections} of ${facts.maxConnections}`),
    ]
    const missing = await missingMigrations(found.databaseUrl, LIMS_SCHEMA, limsMigrations)
    findings.push(
      missing.length === 0
        ? good('Schema', 'up to date')
        : bad('Schema', `${missing.length} migrations behind`, 'ils migrate'),
    )
    return findings
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [
      bad(what, why, found.from === 'embedded' ? 'Start ILS (npm start)' : 'Check DATABASE_URL and that Postgres runs'),
    ]
  }
}

async function checkRedis(settings: CliSettings): Promise<Finding> {
  if (settings.redisUrl === null) return good('Redis', 'not used; Postgres wakes the workers')
  try {
    const { version, evictionPolicy } = await inspectRedis(settings.redisUrl)
    return evictionPolicy === 'noeviction'
      ? good('Redis', version)
      : warning(
          'Redis',
          `${version}, maxmemory-policy ${evictionPolicy}`,
          'Set maxmemory-policy noeviction: wake-ups must not be dropped',
        )
  } catch {
    return warning('Redis', 'does not answer', 'Work goes on without it, later; check REDIS_URL')
  }
}

async function checkLims(settings: CliSettings): Promise<Finding[]> {
  const key = settings.limsKey ?? openDataFolder(settings.dataFolder).adminKey()
  const asked = { url: settings.limsUrl, timeoutMs: 5000, retry: 'none' } as const
  const lims = openLimsClient({ ...asked, ...(key === undefined ? {} : { key }) })
  try {
    const about = await lims.about()
    const ready = await lims.readyz()
    const failing = ready.checks.filter((check) => !check.ok).map((check) => check.name)
    return [
      about.version === VERSION
        ? good('LIMS', `${settings.limsUrl}, version ${about.version}`)
        : warning('LIMS', `${about.version} runs, ${VERSION} is installed`, 'Restart it'),
      ready.state === 'ok'
        ? good('Ready', about.serves.join(', '))
        : bad('Ready', `failing: ${failing.join(', ')}`, 'See its log'),
      ...(key === undefined ? [warning('Key', 'none', 'Give ILS_KEY to check more')] : await checkInside(lims)),
    ]
  } catch {
    return [warning('LIMS', `nothing answers at ${settings.limsUrl}`, 'Start it (npm start), or set ILS_URL')]
  }
}

async function checkInside(lims: LimsClient): Promise<Finding[]> {
  try {
    const me = await lims.whoAmI()
    if (!me.scopes.includes('audit:read')) return [good('Key', `${me.name} (${me.roles.join(', ')})`)]
    const verdict = await lims.verifyAudit()
    const entries = verdict.chains.reduce((sum, chain) => sum + chain.entries, 0)
    return [
      good('Key', `${me.name} (${me.roles.join(', ')})`),
      verdict.intact
        ? good('Audit trail', `${entries} entries, every chain holds`)
        : bad('Audit trail', 'was tampered with', 'ils audit verify names the first bad row'),
    ]
  } catch (error) {
    return [bad('Key', error instanceof Error ? error.message : String(error), 'Give a valid ILS_KEY')]
  }
}

function checkExposure(settings: CliSettings): Finding[] {
  const open = !['127.0.0.1', 'localhost', '::1'].includes(settings.host)
  if (!open) return [good('Exposure', `listens on ${settings.host} only`)]
  return settings.trustedProxies === 0
    ? [
        warning(
          'Exposure',
          `listens on ${settings.host} without a proxy`,
          'Put TLS before it and set ILS_TRUSTED_PROXIES',
        ),
      ]
    : [good('Exposure', `listens on ${settings.host} behind ${settings.trustedProxies} proxies`)]
}
