import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { wakeAfterCommit } from '@ils/platform/db/wake'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { lockEndpoint } from '../endpoints/store.ts'
import { mustReadEvents, mustSeeEndpoint } from '../policy.ts'
import { deliveryChannel } from './channels.ts'
import { holdFanOut } from './fan-out/store.ts'
import { resendFailed, sendMissing } from './store.ts'

const DAY_MS = 86_400_000

interface Since {
  readonly since: string
}
interface Counted {
  readonly deliveries: number
}

/** Sends again what was given up since then. */
export function recoverDeliveries(app: App, actor: Actor, id: string, { since }: Since): Promise<Counted> {
  return sendSince(app, actor, id, 'recovered', new Date(since), resendFailed)
}

/** Sends what happened since then and was never sent, as far back as is known what was. */
export function replayDeliveries(app: App, actor: Actor, id: string, { since }: Since): Promise<Counted> {
  const kept = app.clock.now().getTime() - app.settings.webhookKeepDays * DAY_MS
  return sendSince(app, actor, id, 'replayed', new Date(Math.max(Date.parse(since), kept)), sendMissing)
}

type Send = (trx: Trx, id: string, since: Date, now: Date) => Promise<number>

async function sendSince(app: App, actor: Actor, id: string, did: string, since: Date, send: Send): Promise<Counted> {
  mustReadEvents(actor)
  return inTransaction(app.db, async (trx) => {
    // Before the endpoint, as whoever fans out has it: what it writes down meanwhile is not written down twice.
    await holdFanOut(trx)
    const { practice, url } = mustSeeEndpoint(actor, id, await lockEndpoint(trx, id))
    if (url === null) throw asksItself(id)
    const deliveries = await send(trx, id, since, app.clock.now())
    const detail = { since: since.toISOString(), deliveries }
    await keepAudit(app, trx, actor, { action: `webhook.${did}`, subject: id, practice, detail })
    wakeAfterCommit(app.pool, trx, deliveryChannel(app.schema))
    return { deliveries }
  })
}

function asksItself(id: string): Refusal {
  const message = `Endpoint ${id} has no url: it is not called, it asks by the feed, from any position`
  return new Refusal('already_so', message, {
    causes: [{ code: 'no_url', field: 'params.endpointId', message, value: id }],
  })
}
