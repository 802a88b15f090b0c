import { jobEventKinds } from '@ils/contract/job-events'
import { rulesPublished, rulesRolledBack } from '@ils/contract/events'
import type { WebhookBody } from '@ils/contract/webhook-body'
import { LimsRefused } from '@ils/lims-client/refused'
import { pause } from '@ils/platform/db/sole-holder'
import type { App } from '../../app.ts'
import { isAway } from '../ask-lims.ts'
import { findFeedPosition, listLimsEndpoints, putFeedPosition } from '../store.ts'
import { newsOf } from './news-of.ts'

/** Short, because a stop waits for it: a question that is broken off leaves the LIMS a connection that it waits for. */
const WAIT_SECONDS = 2
const LIMIT = 500
const LOOK_AGAIN_MS = 60_000
const AWAY_MS = 2000

// A batch is the lab's own affair, and the list of types has to be short.
const jobTypes = jobEventKinds.map(({ type }) => type).filter((type) => type.startsWith('job.'))
const types = [...jobTypes, rulesPublished.type, rulesRolledBack.type]

/**
 * Asks for what the LIMS would tell, as long as it does not tell us by itself: because it has not been asked to yet, or cannot
 * reach us. What came is kept before the position moves on, so that nothing is skipped and some may come twice.
 */
export async function followFeed(
  app: App,
  keep: (event: WebhookBody) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (app.settings.portalLimsKey === null || (await isTold(app))) {
      await pause(LOOK_AGAIN_MS, signal)
      continue
    }
    try {
      await readOn(app, keep)
    } catch (error) {
      if (signal.aborted) return
      if (!isAway(error) && !(error instanceof LimsRefused)) throw error
      await pause(AWAY_MS, signal)
    }
  }
}

async function isTold(app: App): Promise<boolean> {
  if (app.settings.portalWebhookSecrets.length > 0) return true
  const endpoints = await listLimsEndpoints(app.pool)
  return endpoints.length > 0 && endpoints.every(({ told }) => told)
}

async function readOn(app: App, keep: (event: WebhookBody) => Promise<void>): Promise<void> {
  const known = await findFeedPosition(app.pool)
  if (known === undefined) {
    // What was before us is none of our orders: of a subject that is none, only the newest position comes back.
    const { position } = await app.lims.readEvents({ query: { subject: 'nothing', limit: 1 } })
    await putFeedPosition(app.pool, position)
    return
  }
  const query = { after: known, limit: LIMIT, type: types.join(','), waitSeconds: WAIT_SECONDS }
  const { events, position } = await app.lims.readEvents({ query })
  for (const event of events) await keep(newsOf(event))
  if (position !== known) await putFeedPosition(app.pool, position)
}
