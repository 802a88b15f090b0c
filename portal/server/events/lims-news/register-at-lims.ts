import { LimsRefused } from '@ils/lims-client/refused'
import type { App } from '../../app.ts'
import { limsCatalogueNews, limsStatusNews } from '../../../contract/lims-news.ts'
import { isAway } from '../ask-lims.ts'
import { listLimsEndpoints, putLimsEndpoint, type LimsEndpointRow } from '../store.ts'
import { purposeOf } from './receive-news.ts'

interface Wanted {
  readonly name: string
  readonly path: string
  readonly events: string[]
}

const wanted: readonly Wanted[] = [
  { name: 'status', path: limsStatusNews.path, events: ['job.*'] },
  { name: 'catalogue', path: limsCatalogueNews.path, events: ['catalog.updated'] },
]

/**
 * Looks whether the LIMS tells us, and asks it to where it does not: because it was never asked, or the endpoint was removed,
 * or switched off after nothing arrived for days. What is not told meanwhile is asked for, or found by the sweep.
 */
export async function registerAtLims(app: App): Promise<void> {
  if (app.settings.portalLimsKey === null) return
  const known = await listLimsEndpoints(app.pool)
  for (const one of wanted) {
    const before = known.find(({ name }) => name === one.name)
    try {
      const isThere = before?.url === targetOf(app, one) && (await isKept(app, before))
      if (!isThere) await register(app, one, before)
    } catch (error) {
      if (!isAway(error) && !(error instanceof LimsRefused)) throw error
      const code = error instanceof LimsRefused ? error.code : 'away'
      app.log.info({ code, name: one.name }, 'the LIMS does not tell us yet: orders are looked after by the sweep')
      return
    }
  }
}

const targetOf = (app: App, { path }: Wanted): string => `${app.url()}${path}`

/** Whether the endpoint is there; one that was switched off is switched on again, and one that somebody paused is left alone. */
async function isKept(app: App, row: LimsEndpointRow): Promise<boolean> {
  const params = { endpointId: row.endpoint_id }
  try {
    const { state } = await app.lims.getWebhook({ params })
    if (state === 'disabled') {
      await app.lims.resumeWebhook({ params, body: { replay: true } })
      app.log.warn(
        { endpoint: row.endpoint_id, name: row.name },
        'the LIMS had given up telling us, and tells us again',
      )
    }
    const told = state !== 'paused'
    if (told !== row.told) await putLimsEndpoint(app.pool, { ...row, told })
    return true
  } catch (error) {
    if (!(error instanceof LimsRefused && error.code === 'not_found')) throw error
    app.log.warn({ endpoint: row.endpoint_id, name: row.name }, 'the LIMS does not know any more where to tell us')
    return false
  }
}

async function register(app: App, one: Wanted, before: LimsEndpointRow | undefined): Promise<void> {
  const { name, events } = one
  const url = targetOf(app, one)
  const made = await app.lims.registerWebhook({
    body: { url, events },
    // The answer to the key of one that was removed would still be that one.
    idempotencyKey: `portal:${name}:${before?.endpoint_id ?? ''}:${url}`,
  })
  if (made.secret === null) throw new Error('the secret of a webhook was not shown')
  await putLimsEndpoint(app.pool, {
    ...{ name, endpoint_id: made.id, url, registered_at: app.clock.now(), told: true },
    sealed: app.sealer.seal(made.secret, purposeOf(name)),
  })
  app.log.info({ endpoint: made.id, name }, 'the LIMS will tell us')
  // Where we were before nobody answers any more.
  if (before !== undefined && before.url !== url)
    await app.lims.removeWebhook({ params: { endpointId: before.endpoint_id } }).catch((error: unknown) => {
      app.log.info({ err: error, endpoint: before.endpoint_id }, 'where the LIMS told us before could not be removed')
    })
}
