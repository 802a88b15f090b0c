import { openLimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { processRoles } from '@ils/lims/processes/roles'
import { startLims, type RunningLims } from '@ils/lims/start-lims'
import type { RunningPortal } from '@ils/portal/server/start-portal'
import { PortTaken } from '@ils/platform/http/serve'
import { openLog, type Log } from '@ils/platform/log/log'
import { startEmbeddedPostgres } from '@ils/platform/embedded-postgres/start-embedded-postgres'
import { openDataFolder, type DataFolder } from './data-folder.ts'
import { firstRulebook } from './first-rulebook.ts'
import { openLogFile } from './log-file.ts'
import { placeOfPortal, startPortalBeside, trustIn } from './portal-beside.ts'
import { portalSignIns } from './portal-sign-ins.ts'
import { exits, Plain, say, sayAside, sayJson } from './say.ts'
import type { CliSettings } from './settings.ts'
import { showWhatRuns, whatRuns } from './show-what-runs.ts'

const LOOPBACK = ['127.0.0.0/8', '::1/128']

export interface UpOptions {
  readonly data?: string
  readonly port?: string
  readonly portalPort?: string
  readonly json?: boolean
  readonly logs?: boolean
  readonly seed?: boolean
}

interface Database {
  readonly databaseUrl: string
  readonly portalUrl: string
  readonly ownerUrl: string | null
  readonly embedded: boolean
  readonly shown: string
  stop(): Promise<void>
}

/** Starts everything on this machine, says what runs where, and stops it in order. */
export async function runEverything(settings: CliSettings, options: UpOptions): Promise<void> {
  const folder = openDataFolder(settings.dataFolder)
  // Until there is something to stop, an interrupt waits for the step that is being taken.
  const interruption = new AbortController()
  const interrupt = (): void => {
    interruption.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const database = await openDatabaseOf(settings, folder)
  const openLogOf = logsOf(settings, folder, options)
  let lims: RunningLims | undefined
  let portal: RunningPortal | undefined
  const stop = async (reason: string, code: number): Promise<never> => {
    if (!options.json) say(`\n  Stopping …`)
    const stopped = [(await portal?.stop(reason)) ?? true, (await lims?.stop(reason)) ?? true]
    const inTime = !stopped.includes(false)
    await database.stop()
    if (!options.json)
      say(inTime ? '  Stopped. Everything is saved.' : '  Stopped, by force: the log says what took too long.')
    process.exit(inTime ? code : exits.wrong)
  }
  try {
    const portalAt = await placeOfPortal(settings)
    lims = await startLims({
      settings: {
        ...settings,
        databaseUrl: database.databaseUrl,
        databaseOwnerUrl: database.ownerUrl,
        ...trustIn(portalAt.url, settings),
        adminSetupKey: settings.adminSetupKey ?? folder.setupKey(),
        webhookSealKeys: settings.webhookSealKeys.length > 0 ? settings.webhookSealKeys : [folder.sealKey()],
        // A portal in development is on this machine; anything else that is not public has to be named.
        webhookAllowedNetworks: settings.webhookAllowedNetworks.length > 0 ? settings.webhookAllowedNetworks : LOOPBACK,
      },
      roles: processRoles,
      log: openLogOf('lims'),
      env: process.env,
      embedded: database.embedded,
      onHopeless: () => void stop('the worker hears nothing', exits.hopeless),
    })
    const signIn = await firstAdmin(lims, folder, settings.adminSetupKey ?? folder.setupKey())
    portal = await startPortalBeside(settings, folder, {
      ...{ lims, portalAt, database, log: openLogOf('portal') },
      onHopeless: () => void stop('the worker hears nothing', exits.hopeless),
    })
    // Both answer already: planting takes some seconds and keeps nobody waiting.
    const { signal } = interruption
    const rulebook = await firstRulebook(lims.url, folder, { seed: options.seed ?? true, signal })
    const signIns = await portalSignIns(portal.url, folder, {
      demo: (options.seed ?? true) && rulebook.isStandard && settings.mailServer === null,
      setupKey: settings.adminSetupKey ?? folder.setupKey(),
    })
    const runs = { lims, portal, database, folder, signIn, rulebook, signIns }
    if (options.json) sayJson(whatRuns(runs))
    else showWhatRuns(runs, options)
  } catch (error) {
    await portal?.stop('the start failed')
    await lims?.stop('the start failed')
    await database.stop()
    if (error instanceof PortTaken)
      throw new Plain(
        error.port === settings.portalPort
          ? `${error.message} For the portal: ils up --portal-port 4620, or ILS_PORTAL_PORT.`
          : `${error.message} For the LIMS: ils up --port 4620, or ILS_LIMS_PORT.`,
      )
    throw error
  }
  process.off('SIGINT', interrupt)
  process.off('SIGTERM', interrupt)
  let asked = 0
  const ask = (reason: string): void => {
    // Whoever asks twice does not want to wait.
    if (++asked > 1) process.exit(exits.wrong)
    void stop(reason, 0)
  }
  process.on('SIGINT', () => {
    ask('SIGINT')
  })
  process.on('SIGTERM', () => {
    ask('SIGTERM')
  })
  if (interruption.signal.aborted) ask('interrupted while starting')
}

async function openDatabaseOf(settings: CliSettings, folder: DataFolder): Promise<Database> {
  if (settings.databaseUrl !== null) {
    const at = new URL(settings.databaseUrl)
    const shown = `Postgres at ${at.host}${at.pathname}`
    const { databaseUrl, databaseOwnerUrl } = settings
    const portalUrl = settings.portalDatabaseUrl ?? databaseUrl
    return { databaseUrl, portalUrl, ownerUrl: databaseOwnerUrl, embedded: false, shown, stop: () => Promise.resolve() }
  }
  const postgres = await startEmbeddedPostgres({ dataFolder: folder.path, onNote: sayAside })
  const shown = `Postgres ${postgres.version} on 127.0.0.1:${postgres.port}`
  return {
    databaseUrl: postgres.databaseUrl,
    portalUrl: postgres.portalUrl,
    ownerUrl: postgres.ownerUrl,
    embedded: true,
    shown,
    stop: () => postgres.stop(),
  }
}

function logsOf(settings: CliSettings, folder: DataFolder, options: UpOptions): (service: string) => Log {
  const to = options.logs ? undefined : openLogFile(folder.logFile)
  return (service) => openLog({ level: settings.logLevel, service, ...(to ? { to } : {}) })
}

/** Makes the first administrator of an empty LIMS, through the same door as anybody; answers how to sign in. */
async function firstAdmin(lims: RunningLims, folder: DataFolder, setupKey: string): Promise<string> {
  const known = folder.adminKey()
  if (known !== undefined) return folder.adminKeyFile
  try {
    const body = { setupKey, name: 'Administrator' }
    // Always the same key: after a crash between making the administrator and writing the file, the repeat shows it again.
    const made = await openLimsClient({ url: lims.url }).setUpLab({ body, idempotencyKey: 'first-administrator' })
    if (made.secret === null) throw new Plain('The first key was made, but not shown')
    folder.keepAdminKey(made.secret)
    return folder.adminKeyFile
  } catch (error) {
    if (error instanceof LimsRefused && error.code === 'setup_closed')
      return 'with a key of an administrator of this lab'
    throw error
  }
}
