import type { BodyOf } from '@ils/contract/endpoint'
import type { NewWebhookSecret, registerWebhook } from '@ils/contract/webhooks'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { lastPosition } from '@ils/platform/events/store'
import { Refusal } from '@ils/platform/refusal'
import { makeSigningKey } from '@ils/platform/signing/signing-keys'
import type { App } from '../../app.ts'
import { holdFanOut } from '../deliveries/fan-out/store.ts'
import { mustReadEvents, practiceToTell } from '../policy.ts'
import { seal } from '../signing/open-secrets.ts'
import { mustBeUsable } from './must-be-usable.ts'
import { sayEndpoint } from './say-endpoint.ts'
import { showEndpoint } from './show-endpoint.ts'
import { countEndpointsOf, insertEndpoint, lockOwner, type EndpointRow } from './store.ts'

type Input = BodyOf<typeof registerWebhook, never>

/** Each event is matched against all of them. */
const MOST_OF_ONE_OWNER = 100

/** Somebody wants to be told of what happens from now on. The answer is the only place where the secret ever stands. */
export async function registerEndpoint(app: App, actor: Actor, input: Input): Promise<NewWebhookSecret> {
  mustReadEvents(actor)
  const practice = practiceToTell(actor, input.practice)
  mustBeUsable(app, { ...input, practice })
  const { url, events = null, practices = null, signing = 'v1', description = '' } = input
  const key = makeSigningKey(signing)
  return inTransaction(app.db, async (trx) => {
    await lockOwner(trx, practice)
    if ((await countEndpointsOf(trx, practice)) >= MOST_OF_ONE_OWNER) throw tooMany(practice)
    // Nothing that happens from here on is looked through before the endpoint is there.
    await holdFanOut(trx)
    const id = app.ids('whk')
    const now = app.clock.now()
    const row: EndpointRow = {
      ...{ id, practice, url, description, event_types: events, practices, signing },
      ...{ secret: seal(app, id, key.secret), public_key: key.publicKey },
      ...{ secret_before: null, public_key_before: null, secret_before_until: null },
      ...{ state: 'active', state_reason: null, state_since: now },
      ...{ from_seq: await lastPosition(trx), version: 1, created_by: actor.name },
      ...{ created_at: now, updated_at: now, deleted_at: null },
    }
    await insertEndpoint(trx, row)
    await sayEndpoint(app, trx, actor, row, 'registered')
    return { ...showEndpoint(row, now), secret: key.publicKey === null ? key.secret : null }
  })
}

function tooMany(practice: string | null): Refusal {
  const whose = practice === null ? 'The lab' : `Practice ${practice}`
  return new Refusal(
    'conflict',
    `${whose} has ${MOST_OF_ONE_OWNER} webhook endpoints, the most there can be: remove one`,
  )
}
