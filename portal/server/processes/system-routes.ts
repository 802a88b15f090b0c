import type { Health } from '@ils/platform/health/health'
import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { VERSION } from '../version.ts'
import type { Assertions } from '../access/public.ts'

const bind = binderFor<App>()
const LIMS_ANSWERS_MS = 2000

/** Probes, what runs here, and who the portal is to the LIMS. */
export function systemRoutes(health: Health, assertions: Assertions) {
  const answer = (state: Awaited<ReturnType<Health['ready']>>) => ({
    body: state,
    status: state.state === 'ok' ? 200 : 503,
  })
  return [
    bind(portalApi.livez, () => Promise.resolve(answer(health.live()))),
    bind(portalApi.readyz, async () => answer(await health.ready())),
    bind(portalApi.startupz, () => Promise.resolve(answer(health.startup()))),
    bind(portalApi.metrics, async ({ app }) => ({ body: await app.metrics.text() })),
    bind(portalApi.about, async ({ app }) => ({
      body: {
        product: 'ILS portal',
        version: VERSION,
        startedAt: app.startedAt.toISOString(),
        database: app.embedded ? ('embedded' as const) : ('external' as const),
        lims: (await limsAnswers(app)) ? ('answers' as const) : ('away' as const),
      },
    })),
    bind(portalApi.issuerDocument, ({ app }) =>
      Promise.resolve({ body: { issuer: app.url(), jwks_uri: `${app.url()}/.well-known/jwks.json` } }),
    ),
    bind(portalApi.issuerKeys, async () => ({ body: { keys: await assertions.publicKeys() } })),
  ]
}

async function limsAnswers(app: App): Promise<boolean> {
  try {
    await app.lims.about({ signal: AbortSignal.timeout(LIMS_ANSWERS_MS) })
    return true
  } catch {
    return false
  }
}
