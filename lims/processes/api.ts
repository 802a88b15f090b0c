import type { RequestListener } from 'node:http'
import { limsApi } from '@ils/contract/lims'
import type { Health } from '@ils/platform/health/health'
import { mount } from '@ils/platform/http/mount'
import { openRateLimit } from '@ils/platform/http/rate-limit'
import { auditRoutes } from '../access/audit-routes.ts'
import { keepRefusals, openAuthenticator } from '../access/public.ts'
import { accessRoutes } from '../access/routes.ts'
import type { App } from '../app.ts'
import { deviceRoutes } from '../devices/routes.ts'
import { eventRoutes } from '../events/routes.ts'
import { overviewRoutes, probeRoutes } from '../overview/routes.ts'
import { openLimsLive } from '../live/public.ts'
import { liveRoutes } from '../live/routes.ts'
import { floorRoutes } from '../production/floor-routes.ts'
import { importRoutes } from '../production/import-routes.ts'
import { jobRoutes } from '../production/job-routes.ts'
import { recallRoutes } from '../production/recall-routes.ts'
import { impactRoutes } from '../releases/impact-routes.ts'
import { judgementRoutes } from '../releases/judgement-routes.ts'
import { judgingRoutes } from '../releases/judging-routes.ts'
import { draftRoutes } from '../releases/draft-routes.ts'
import { catalogueRoutes } from '../releases/catalogue-routes.ts'
import { releaseRoutes } from '../releases/release-routes.ts'
import { reviewRoutes } from '../releases/review-routes.ts'
import { stockRoutes } from '../stock/routes.ts'
import { deliveryRoutes } from '../webhooks/delivery-routes.ts'
import { webhookRoutes } from '../webhooks/routes.ts'
import { VERSION } from '../version.ts'
import type { ProcessRole } from './roles.ts'

export interface WebOptions {
  readonly app: App
  readonly health: Health
  readonly serves: readonly ProcessRole[]
  readonly stopping: AbortSignal
  /** Shares request limits between processes. */
  readonly redis: object | null
}

/** The web side of a process: the whole API for the api role, probes and metrics for every other. */
export function openWeb({ app, health, serves, stopping, redis }: WebOptions) {
  const authenticator = openAuthenticator(app)
  const { settings } = app
  const live = serves.includes('api') ? openLimsLive(app, stopping) : undefined
  const bindings = live
    ? [
        ...accessRoutes,
        ...auditRoutes,
        ...eventRoutes,
        ...impactRoutes,
        ...judgementRoutes,
        ...judgingRoutes,
        ...draftRoutes,
        ...catalogueRoutes,
        ...reviewRoutes,
        ...releaseRoutes,
        ...stockRoutes,
        ...jobRoutes,
        ...floorRoutes,
        ...importRoutes,
        ...recallRoutes,
        ...deviceRoutes,
        ...webhookRoutes,
        ...deliveryRoutes,
        ...liveRoutes(live),
        ...overviewRoutes(health, serves, VERSION),
        ...probeRoutes(health),
      ]
    : probeRoutes(health)
  const koa = mount<App>({
    app,
    declared: limsApi,
    bindings,
    authenticate: (authorization) => authenticator.authenticate(authorization),
    onAccessRefused: keepRefusals(app),
    rateLimit: openRateLimit(redis),
    metrics: app.metrics,
    stopping,
    settings: {
      checkAnswers: settings.environment !== 'production',
      bodyLimitBytes: settings.bodyLimitKib * 1024,
      corsOrigins: settings.corsOrigins,
      trustedProxies: settings.trustedProxies,
      anonymousPerMinute: settings.anonymousPerMinute,
    },
  })
  const callback = koa.callback()
  // Koa answers every failure itself: its promise never rejects.
  const listener: RequestListener = (request, response) => void callback(request, response)
  return { listener, live, close: () => authenticator.close() }
}
