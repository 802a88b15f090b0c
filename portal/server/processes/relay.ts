import type { WebhookBody } from '@ils/contract/webhook-body'
import { runSealer } from '@ils/platform/audit/seal-entries'
import { holdAlone } from '@ils/platform/db/sole-holder'
import type { Reaction } from '@ils/platform/events/reaction'
import { runRelay } from '@ils/platform/events/relay'
import { forgetOldKeys } from '@ils/platform/idempotency/store'
import { hostname } from 'node:os'
import type { App } from '../app.ts'
import { callMirror } from '../catalogue/public.ts'
import { followFeed, registerAtLims } from '../events/public.ts'
import { callReconcile, forgetOldNotices, hearOfJob } from '../orders/public.ts'
import { orderReactions } from '../orders/reactions.ts'
import { callNightly } from './nightly.ts'

/** Every reaction of the portal, by hand. */
const reactions: Reaction<App>[] = [...orderReactions]

const SWEEP_MS = 60_000
const HOUSEKEEPING_MS = 600_000
const KEEP_IDEMPOTENCY_DAYS = 7
const MOST_FORGOTTEN = 10_000

/** Carries events to reactions, seals the audit trail, and forgets what is past its time. */
export function startRelay(app: App, databaseUrl: string) {
  const { listener, metrics } = app
  const holder = `${hostname()}:${process.pid}`
  const relay = runRelay<App>({ app, databaseUrl, listener, metrics, reactions, holder })
  const sealer = runSealer(app, databaseUrl)
  const feed = holdAlone({
    ...{ url: databaseUrl, name: `feed:${app.schema}`, log: app.log },
    hold: (lost) => followFeed(app, (event) => hear(app, event), lost),
  })
  const housekeeping = setInterval(() => {
    forgetOldKeys(app.pool, KEEP_IDEMPOTENCY_DAYS, MOST_FORGOTTEN).catch((error: unknown) => {
      app.log.warn({ err: error }, 'old idempotency keys could not be forgotten')
    })
    forgetOldNotices(app).catch((error: unknown) => {
      app.log.warn({ err: error }, 'who was told of what could not be forgotten')
    })
  }, HOUSEKEEPING_MS)
  housekeeping.unref()
  const sweep = setInterval(() => void callSweeps(app), SWEEP_MS)
  sweep.unref()
  void callSweeps(app)
  return {
    async close() {
      clearInterval(housekeeping)
      clearInterval(sweep)
      await Promise.all([relay.close(), sealer.close(), feed.close()])
    },
  }
}

async function hear(app: App, event: WebhookBody): Promise<void> {
  if (event.type.startsWith('job.')) await hearOfJob(app, event)
  else await callMirror(app, event.id)
}

/** What no event calls: the mirror of the catalogue, orders that nothing was heard of, and being told at all. */
async function callSweeps(app: App): Promise<void> {
  const minute = app.clock.now().toISOString().slice(0, 16)
  const calls = [callMirror(app, minute), callReconcile(app), registerAtLims(app), callNightly(app)]
  for (const called of await Promise.allSettled(calls)) {
    if (called.status === 'rejected') app.log.warn({ err: called.reason as unknown }, 'a sweep could not be called')
  }
}
