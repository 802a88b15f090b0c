import { hostname } from 'node:os'
import { countRefusals } from '@ils/platform/audit/count-refusals'
import { systemClock, type Clock } from '@ils/platform/clock'
import { openDatabase } from '@ils/platform/db/database'
import { openListener } from '@ils/platform/db/listen'
import { followLog } from '@ils/platform/events/follow-log'
import { countFailures, relayLag } from '@ils/platform/events/store'
import { openHealth } from '@ils/platform/health/health'
import { serve } from '@ils/platform/http/serve'
import { makeIds } from '@ils/platform/ids'
import type { Log } from '@ils/platform/log/log'
import { openMetrics } from '@ils/platform/metrics/metrics'
import { openQueue } from '@ils/platform/queue/open-queue'
import { openRedis } from '@ils/platform/queue/redis'
import { openShutdown } from '@ils/platform/shutdown'
import { startTracing } from '@ils/platform/tracing/tracing'
import type { App } from './app.ts'
import { bringSchemaUpToDate } from './bring-schema-up-to-date.ts'
import { serveLines } from './devices/public.ts'
import { LIMS_SCHEMA } from './migrations/migrations.ts'
import { openWeb } from './processes/api.ts'
import { openServicePort } from './processes/service-port.ts'
import { startRelay } from './processes/relay.ts'
import type { ProcessRole } from './processes/roles.ts'
import { startWork, taskKinds } from './processes/worker.ts'
import { openRulesAtHand } from './releases/public.ts'
import type { LimsSettings } from './settings.ts'
import { watchDeliveries } from './webhooks/public.ts'

export interface StartOptions {
  readonly settings: LimsSettings & { readonly databaseUrl: string }
  readonly roles: readonly ProcessRole[]
  readonly log: Log
  readonly env: NodeJS.ProcessEnv
  readonly embedded?: boolean
  readonly clock?: Clock
  /** The process can do no more good and should end, so that it is started anew. */
  onHopeless?(): void
}

export interface RunningLims {
  readonly app: App
  readonly url: string
  readonly port: number
  /** Where programs with a pinned certificate come, if there is such a port. */
  readonly serviceUrl: string | null
  /** Stops in order; false when it had to be forced. */
  stop(reason: string): Promise<boolean>
}

/** Starts a process of the LIMS in the roles it is given. */
export async function startLims(options: StartOptions): Promise<RunningLims> {
  const { settings, roles, log } = options
  const { databaseUrl } = settings
  const clock = options.clock ?? systemClock
  const shutdown = openShutdown({ log, deadlineMs: settings.shutdownSeconds * 1000 })
  const health = openHealth(shutdown)
  const stopTracing = await startTracing(options.env, 'ils-lims')
  await bringSchemaUpToDate(settings, log)

  const applicationName = `ils lims ${roles.join('+')}`
  const pool = openDatabase({ url: databaseUrl, applicationName, schema: LIMS_SCHEMA, poolMax: settings.databasePool })
  const ids = makeIds(clock)
  const metrics = openMetrics()
  const listener = openListener({ url: databaseUrl, applicationName, log })
  const redis = settings.redisUrl === null ? null : openRedis(settings.redisUrl, log)
  const base = { db: pool, pool, schema: LIMS_SCHEMA, clock, ids, log }
  const app: App = {
    ...base,
    settings,
    embedded: options.embedded ?? false,
    listener,
    metrics,
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
    rules: openRulesAtHand({ ...base, listener }),
    startedAt: clock.now(),
  }
  watch(app)

  health.check('database', true, async () => {
    await pool.raw('select 1')
  })
  if (redis) {
    health.check('redis', false, async () => {
      await redis.ping()
    })
  }
  const web = openWeb({ app, health, serves: roles, stopping: shutdown.stopping, redis })
  const relay = roles.includes('relay') ? startRelay(app, databaseUrl, `${hostname()}:${process.pid}`) : undefined
  const lines = roles.includes('devices') ? serveLines(app, databaseUrl) : undefined
  const deliverers = roles.includes('worker') ? startWork(app, databaseUrl) : undefined

  const closeMs = settings.shutdownSeconds * 800
  shutdown.add('take no more', 'live sockets', () => web.live?.close())
  shutdown.add('finish work', 'queue', () => app.queue.close({ deadlineMs: closeMs }))
  shutdown.add('finish work', 'deliveries', () => deliverers?.close({ deadlineMs: closeMs }))
  shutdown.add('finish work', 'relay', () => relay?.close())
  shutdown.add('finish work', 'lines', () => lines?.close())
  shutdown.add('write down', 'key uses', () => web.close())
  shutdown.add('write down', 'counts of refusals', () => app.refusalCounter.close())
  shutdown.add('write down', 'spans', () => stopTracing?.())
  shutdown.add('let go', 'log follower', () => {
    app.follower.close()
  })
  shutdown.add('let go', 'rules', () => {
    app.rules.close()
  })
  shutdown.add('let go', 'listener', () => listener.close())
  shutdown.add('let go', 'redis', () => {
    redis?.disconnect()
  })
  shutdown.add('let go', 'database', () => pool.destroy())
  try {
    const serving = await serve(web.listener, {
      host: settings.host,
      port: settings.port,
      drainMs: settings.drainMs,
      ...(web.live ? { upgrade: web.live.upgrade } : {}),
    })
    shutdown.add('take no more', 'web server', () => serving.close())
    const service = roles.includes('api') ? await openServicePort(app, web) : null
    shutdown.add('take no more', 'service port', () => service?.close())
    health.started()
    const serviceUrl = service?.url ?? null
    log.info({ roles, url: serving.url, ...(serviceUrl !== null && { serviceUrl }) }, 'started')
    return { app, url: serving.url, port: serving.port, serviceUrl, stop: (reason) => shutdown.run(reason) }
  } catch (error) {
    await shutdown.run('the start failed')
    throw error
  }
}

/** What an operator wants on a graph besides rates: what waits, and for how long. */
function watch(app: App): void {
  const { metrics } = app
  metrics.gauge(
    'ils_events_unsent',
    'Events that no relay has taken yet',
    async () => (await relayLag(app.pool)).waiting,
  )
  metrics.gauge(
    'ils_events_unsent_seconds',
    'Age of the oldest of them',
    async () => (await relayLag(app.pool)).oldestSeconds,
  )
  metrics.gauge('ils_reactions_parked', 'Events that a reaction gave up on', () => countFailures(app.pool))
  watchDeliveries(app)
  metrics.gauge('ils_release_in_force', 'The release that this process judges by; 0: none', async () => {
    try {
      return (await app.rules.inForce(null)).release.number
    } catch {
      return 0
    }
  })
  for (const kind of taskKinds) {
    const name = kind.name.replaceAll(/\W/g, '_')
    metrics.gauge(
      `ils_tasks_waiting_${name}`,
      `Tasks ${kind.name} that are due`,
      async () => (await app.queue.counts(kind)).waiting,
    )
    metrics.gauge(
      `ils_tasks_dead_${name}`,
      `Dead letters of ${kind.name}`,
      async () => (await app.queue.counts(kind)).dead,
    )
  }
}
