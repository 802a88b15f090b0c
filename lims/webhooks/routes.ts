import { limsApi } from '@ils/contract/lims'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { binderFor } from '@ils/platform/http/binding'
import type { App } from '../app.ts'
import { changeEndpoint } from './endpoints/change-endpoint.ts'
import { eventTypesFor } from './endpoints/event-types.ts'
import { pauseEndpoint } from './endpoints/pause-endpoint.ts'
import { registerEndpoint } from './endpoints/register-endpoint.ts'
import { removeEndpoint } from './endpoints/remove-endpoint.ts'
import { resumeEndpoint } from './endpoints/resume-endpoint.ts'
import { rotateSecret } from './endpoints/rotate-secret.ts'
import { showEndpoint } from './endpoints/show-endpoint.ts'
import { showWithHealth } from './endpoints/show-health.ts'
import { findEndpoint, listEndpoints } from './endpoints/store.ts'
import { testEndpoint } from './endpoints/test-endpoint.ts'
import { mustSeeEndpoint, practiceToList } from './policy.ts'

const bind = binderFor<App>()

function afterId(after: string | undefined): string | undefined {
  const id = readPosition(after, 1)?.[0]
  return id === undefined ? undefined : String(id)
}

export const webhookRoutes = [
  // Before the endpoint of an id: its path would fit there too.
  bind(limsApi.listEventTypes, ({ actor }) => Promise.resolve({ body: { types: eventTypesFor(actor.practice) } })),
  bind(limsApi.registerWebhook, async ({ app, actor, body }) => ({ body: await registerEndpoint(app, actor, body) })),
  bind(limsApi.listWebhooks, async ({ app, actor, query }) => {
    const { limit } = query
    const practice = practiceToList(actor, query.practice)
    const rows = await listEndpoints(app.db, { after: afterId(query.after), limit: limit + 1, practice })
    const now = app.clock.now()
    return {
      body: pageOf(
        rows,
        limit,
        (row) => [row.id],
        (row) => showEndpoint(row, now),
      ),
    }
  }),
  bind(limsApi.getWebhook, async ({ app, actor, params: { endpointId } }) => {
    const row = mustSeeEndpoint(actor, endpointId, await findEndpoint(app.db, endpointId))
    return { body: await showWithHealth(app, row) }
  }),
  bind(limsApi.changeWebhook, async ({ app, actor, params, body }) => ({
    body: await changeEndpoint(app, actor, params.endpointId, body),
  })),
  bind(limsApi.removeWebhook, async ({ app, actor, params }) => ({
    body: await removeEndpoint(app, actor, params.endpointId),
  })),
  bind(limsApi.pauseWebhook, async ({ app, actor, params, body }) => ({
    body: await pauseEndpoint(app, actor, params.endpointId, body),
  })),
  bind(limsApi.resumeWebhook, async ({ app, actor, params, body }) => ({
    body: await resumeEndpoint(app, actor, params.endpointId, body),
  })),
  bind(limsApi.rotateWebhookSecret, async ({ app, actor, params, body }) => ({
    body: await rotateSecret(app, actor, params.endpointId, body),
  })),
  bind(limsApi.testWebhook, async ({ app, actor, params }) => ({
    body: await testEndpoint(app, actor, params.endpointId),
  })),
]
