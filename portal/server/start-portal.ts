import { openLimsClient } from '@ils/lims-client/lims-client'
import { countRefusals } from '@ils/platform/audit/count-refusals'
import { systemClock, type Clock } from '@ils/platform/clock'
import { correlationId } from '@ils/platform/correlation'
import { openDatabase } from '@ils/platform/db/database'
import { openListener } from '@ils/platform/db/listen'
import { followLog } from '@ils/platform/events/follow-log'
import { openHealth } from '@ils/platform/health/health'
import { serve } from '@ils/platform/http/serve'
import { makeIds } from '@ils/platform/ids'
import type { Log } from '@ils/platform/log/log'
import { openMetrics } from '@ils/platform/metrics/metrics'
import { openPdf } from '@ils/platform/pdf'
import { openQueue } from '@ils/platform/queue/open-queue'
import { openRedis } from '@ils/platform/queue/redis'
import { openSealer } from '@ils/platform/sealing/open-sealer'
import { openShutdown } from '@ils/platform/shutdown'
import { startTracing } from '@ils/platform/tracing/tracing'
import { openAssertions } from './access/public.ts'
import type { App } from './app.ts'
import { bringPortalUpToDate } from './bring-schema-up-to-date.ts'
import { PORTAL_SCHEMA } from './migrations/migrations.ts'
import { startRelay } from './processes/relay.ts'
import { openWeb } from './processes/web.ts'
import { startWork } from './processes/worker.ts'
import type { PortalSettings } from './settings.ts'

export interface StartOptions {
  readonly settings: PortalSettings & { readonly portalDatabaseUrl: string }
  readonly log: Log
  readonly env: NodeJS.ProcessEnv
  readonly embedded?: boolean
  readonly clock?: Clock
  /** The process can do no more good and should end, so that it is started anew. */
  onHopeless?(): void
}

export interface RunningPortal {
  readonly app: App
  readonly url: string
  readonly port: number
  /** Stops in order; false when it had to be forced. */
  stop(reason: string): Promise<boolean>
}

/** After that it is tried whether the LIMS is back: orders wait for it. */
const MOST_OPEN_MS = 10_000

/** Starts the portal: screens, their API, tasks and reactions in one process. */
export async function startPortal(options: StartOptions): Promise<RunningPortal> {
  const { settings, log } = options
  const databaseUrl = settings.portalDatabaseUrl
  const clock = options.clock ?? systemClock
  const shutdown = openShutdown({ log, deadlineMs: settings.shutdownSeconds * 1000 })
  const health = openHealth(shutdown)
  const sealer = openSealer(settings.portalSealKeys)
  const stopTracing = await startTracing(options.env, 'ils-portal')
  await bringPortalUpToDate({ databaseUrl, ownerUrl: settings.databaseOwnerUrl }, log)

  const applicationName = 'ils portal'
  const pool = openDatabase({
    url: databaseUrl,
    applicationName,
    schema: PORTAL_SCHEMA,
    poolMax: settings.databasePool,
  })
  const metrics = openMetrics({ process: options.embedded !== true })
  const listener = openListener({ url: databaseUrl, applicationName, log })
  const redis = settings.redisUrl === null ? null : openRedis(settings.redisUrl, log)
  const base = { db: pool, pool, schema: PORTAL_SCHEMA, clock, ids: makeIds(clock), log }
  let served: string | undefined
  const url = (): string => {
    const at = settings.portalUrl ?? served
    if (at === undefined) throw new Error('the portal is not served yet')
    return at.replace(/\/$/, '')
  }
  const limsKey = settings.portalLimsKey === null ? {} : { key: settings.portalLimsKey }
  const assertions = openAssertions({ ...base, sealer, url, settings })
  const app: App = {
    ...base,
    settings,
    embedded: options.embedded ?? false,
    listener,
    metrics,
    sealer,
    url,
    pdf: openPdf({ log, env: options.env, chromium: settings.chromium }),
    queue: openQueue({
      ...base,
      databaseUrl,
      redisUrl: settings.redisUrl,
      observe: {
        finished: (kind, outcome, seconds) => {
          metrics.task({ kind, outcome }, seconds)
        },
      },
      onDeaf: () => options.onHopeless?.(),
    }),
    follower: followLog(base, listener),
    refusalCounter: countRefusals(base),
    lims: openLimsClient({
      url: settings.portalLimsUrl,
      correlationId,
      ...limsKey,
      circuit: { mostOpenMs: MOST_OPEN_MS },
    }),
    limsFor: (actor) => assertions.limsFor(actor),
    startedAt: clock.now(),
  }

  health.check('database', true, async () => {
    await pool.raw('select 1')
  })
  // Without the LIMS drafts are written and orders are taken all the same.
  health.check('lims', false, async () => {
    await app.lims.about()
  })
  const listen = openWeb({ app, health, assertions, stopping: shutdown.stopping, redis })
  const closeMs = settings.shutdownSeconds * 800
  shutdown.add('finish work', 'queue', () => app.queue.close({ deadlineMs: closeMs }))
  shutdown.add('finish work', 'pdf browser', () => app.pdf.close())
  shutdown.add('write down', 'counts of refusals', () => app.refusalCounter.close())
  shutdown.add('write down', 'spans', () => stopTracing?.())
  shutdown.add('let go', 'log follower', () => {
    app.follower.close()
  })
  shutdown.add('let go', 'listener', () => listener.close())
  shutdown.add('let go', 'redis', () => {
    redis?.disconnect()
  })
  shutdown.add('let go', 'database', () => pool.destroy())
  try {
    const serving = await serve(listen, { host: settings.host, port: settings.portalPort, drainMs: settings.drainMs })
    served = serving.url
    shutdown.add('take no more', 'web server', () => serving.close())
    // Mails and webhooks name our address: nothing works before we have one.
    const relay = startRelay(app, databaseUrl)
    shutdown.add('finish work', 'relay', () => relay.close())
    startWork(app)
    health.started()
    log.info({ url: serving.url }, 'started')
    return { app, url: url(), port: serving.port, stop: (reason) => shutdown.run(reason) }
  } catch (error) {
    await shutdown.run('the start failed')
    throw error
  }
}
