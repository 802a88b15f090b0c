import type { RequestListener } from 'node:http'
import type { Health } from '@ils/platform/health/health'
import { mount } from '@ils/platform/http/mount'
import { openRateLimit } from '@ils/platform/http/rate-limit'
import { portalApi } from '../../contract/portal.ts'
import { admitSameSite, keepRefusals, openSignIns, type Assertions } from '../access/public.ts'
import { accountRoutes } from '../access/account-routes.ts'
import { accessRoutes } from '../access/routes.ts'
import type { App } from '../app.ts'
import { catalogueRoutes } from '../catalogue/routes.ts'
import { liveRoutes } from '../live/routes.ts'
import { draftRoutes } from '../orders/draft-routes.ts'
import { orderRoutes } from '../orders/routes.ts'
import { toldRoutes } from '../orders/told-routes.ts'
import { templateRoutes } from '../orders/template-routes.ts'
import { patientRoutes } from '../patients/routes.ts'
import { practiceRoutes } from '../practices/routes.ts'
import { builtScreens, openScreens } from './screens.ts'
import { systemRoutes } from './system-routes.ts'

export interface WebOptions {
  readonly app: App
  readonly health: Health
  readonly assertions: Assertions
  readonly stopping: AbortSignal
  /** Shares request limits between processes. */
  readonly redis: object | null
}

/** The web side of the portal: every module's routes, by hand. */
export function openWeb({ app, health, assertions, stopping, redis }: WebOptions): RequestListener {
  const { settings } = app
  const koa = mount<App>({
    app,
    declared: portalApi,
    bindings: [
      ...accessRoutes,
      ...accountRoutes,
      ...practiceRoutes,
      ...patientRoutes,
      ...catalogueRoutes,
      ...orderRoutes,
      ...draftRoutes,
      ...toldRoutes,
      ...templateRoutes,
      ...liveRoutes,
      ...systemRoutes(health, assertions),
    ],
    admit: admitSameSite(() => app.url()),
    ...openSignIns(app),
    onAccessRefused: keepRefusals(app),
    pageAt: openScreens(builtScreens()),
    rateLimit: openRateLimit(redis),
    metrics: app.metrics,
    stopping,
    settings: {
      checkAnswers: settings.environment !== 'production',
      bodyLimitBytes: settings.bodyLimitKib * 1024,
      // The cookie signs in, so no other origin may read what it opens.
      corsOrigins: [],
      trustedProxies: settings.trustedProxies,
      anonymousPerMinute: settings.anonymousPerMinute,
    },
  })
  const callback = koa.callback()
  // Koa answers every failure itself: its promise never rejects.
  return (request, response) => void callback(request, response)
}
