import { limsApi, nouns } from '@ils/contract/lims'
import { openApiOf } from '@ils/contract/openapi'
import type { About } from '@ils/contract/system'
import { lastPosition } from '@ils/platform/events/store'
import type { Health } from '@ils/platform/health/health'
import { assetsOf, swaggerFiles, type Assets } from '@ils/platform/http/assets'
import { binderFor } from '@ils/platform/http/binding'
import { docsPage, docsScript, docsStyle } from '@ils/platform/http/docs-page'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { jobStory } from './job-story.ts'
import { mark, startScript, startStyle } from './page-files.ts'
import { startPage } from './start-page.ts'

const bind = binderFor<App>()
const TITLE = 'ILS LIMS API'
const A_DAY = 'public, max-age=86400'

/** Probes and metrics: every process has them, whatever it serves. */
export function probeRoutes(health: Health) {
  const answer = (state: Awaited<ReturnType<Health['ready']>>) => ({
    body: state,
    status: state.state === 'ok' ? 200 : 503,
  })
  return [
    bind(limsApi.livez, () => Promise.resolve(answer(health.live()))),
    bind(limsApi.readyz, async () => answer(await health.ready())),
    bind(limsApi.startupz, () => Promise.resolve(answer(health.startup()))),
    bind(limsApi.metrics, async ({ app }) => ({ body: await app.metrics.text() })),
  ]
}

/** What the api role shows of itself. */
export function overviewRoutes(health: Health, serves: readonly string[], version: string) {
  const document = JSON.stringify(
    openApiOf({
      title: TITLE,
      version,
      description:
        'Sign in with `Authorization: Bearer <key or token>`. Refusals are RFC 9457 problem details with a stable `code` and one cause per field.',
      endpoints: limsApi,
      nouns,
    }),
  )
  let assets: Assets | undefined
  // The API browser is more than a megabyte: read when somebody looks, not at every start.
  const assetsOnce = (): Assets =>
    (assets ??= assetsOf({
      ...swaggerFiles(),
      'docs.js': docsScript,
      'docs.css': docsStyle,
      'start.css': startStyle,
      'start.js': startScript,
      'mark.svg': mark,
    }))
  const aboutNow = async (app: App): Promise<About> => ({
    product: 'ILS LIMS',
    version,
    serves: [...serves],
    startedAt: app.startedAt.toISOString(),
    database: app.embedded ? 'embedded' : 'external',
    queue: app.queue.transport,
    eventPosition: await lastPosition(app.db).catch(() => null),
  })
  return [
    bind(limsApi.jobStory, async ({ app, actor, params }) => ({ body: await jobStory(app, actor, params.jobId) })),
    bind(limsApi.about, async ({ app }) => ({ body: await aboutNow(app) })),
    bind(limsApi.openApi, () => Promise.resolve({ body: document })),
    bind(limsApi.docsPage, () => Promise.resolve({ body: docsPage(TITLE) })),
    bind(limsApi.pageFile, ({ params }) => {
      const asset = assetsOnce().get(params.file)
      if (!asset) throw new Refusal('not_found', `There is no file ${params.file}`)
      return Promise.resolve({ body: asset.body, type: asset.type, headers: { 'cache-control': A_DAY } })
    }),
    bind(limsApi.startPage, async ({ app }) => ({
      body: startPage(await aboutNow(app), await health.ready(), await releaseNow(app)),
    })),
  ]
}

/** Null before the first release, and while nobody can be asked: the page is there to say what is wrong. */
async function releaseNow(app: App): Promise<number | null> {
  try {
    return (await app.rules.inForce(null)).release.number
  } catch {
    return null
  }
}
