import { isDeepStrictEqual } from 'node:util'
import type { BodyOf } from '@ils/contract/endpoint'
import type { WebhookEndpoint, changeWebhook } from '@ils/contract/webhooks'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { mustReadEvents, mustSeeEndpoint } from '../policy.ts'
import { mustBeUsable } from './must-be-usable.ts'
import { sayEndpoint } from './say-endpoint.ts'
import { showEndpoint } from './show-endpoint.ts'
import { lockEndpoint, updateEndpoint, type EndpointRow } from './store.ts'

type Input = BodyOf<typeof changeWebhook, never>

/** It is called elsewhere, or told of something else, from the next event on. */
export async function changeEndpoint(app: App, actor: Actor, id: string, input: Input): Promise<WebhookEndpoint> {
  mustReadEvents(actor)
  return inTransaction(app.db, async (trx) => {
    const row = mustSeeEndpoint(actor, id, await lockEndpoint(trx, id))
    if (input.version !== row.version) throw changedMeanwhile(row, input.version)
    mustBeUsable(app, { ...input, practice: row.practice })
    const { url = row.url, description = row.description, events = row.event_types, practices = row.practices } = input
    const wanted = { url, description, event_types: events, practices }
    const now = app.clock.now()
    if (isDeepStrictEqual(wanted, setUpOf(row))) return showEndpoint(row, now)
    const after = await updateEndpoint(trx, row, { ...wanted, updated_at: now })
    await sayEndpoint(app, trx, actor, after, 'changed')
    return showEndpoint(after, now)
  })
}

const setUpOf = ({ url, description, event_types, practices }: EndpointRow) => ({
  ...{ url, description, event_types, practices },
})

function changedMeanwhile({ id, version }: EndpointRow, seen: number): Refusal {
  const message = `body.version: you saw ${seen} of endpoint ${id}, and it has ${version} now`
  return new Refusal('conflict', message, {
    causes: [{ code: 'version', field: 'body.version', message, value: seen, limit: version }],
  })
}
