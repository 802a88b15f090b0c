import { randomBytes } from 'node:crypto'
import type { AnswerOf } from '@ils/contract/endpoint'
import type { Event } from '@ils/contract/event'
import { limsApi } from '@ils/contract/lims'
import { LIVE_PATH } from '@ils/contract/live'
import type { WebhookEndpoint } from '@ils/contract/webhooks'
import { Refusal } from '@ils/platform/refusal'
import { pageOf, sees, type Handlers } from './answer-as.ts'
import { sendSigned } from './deliver.ts'
import { exampleOf } from './example-of.ts'
import { now, type FakeEndpoint, type FakeKey, type FakeState } from './state.ts'

const TICKET_MS = 30_000
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

function shown({ secrets: _secrets, ...endpoint }: FakeEndpoint): WebhookEndpoint {
  return endpoint
}

function findEndpoint(state: FakeState, key: FakeKey, endpointId: string): FakeEndpoint {
  const endpoint = state.endpoints.get(endpointId)
  if (!endpoint || !sees(key, endpoint.practice)) {
    throw new Refusal('not_found', `There is no webhook endpoint ${endpointId}`)
  }
  return endpoint
}

function changed(endpoint: FakeEndpoint, changes: Partial<FakeEndpoint>): WebhookEndpoint {
  return shown(Object.assign(endpoint, changes, { version: endpoint.version + 1, updatedAt: now().toISOString() }))
}

function register(state: FakeState, key: FakeKey, asked: Partial<FakeEndpoint>): FakeEndpoint {
  const at = now().toISOString()
  const endpoint: FakeEndpoint = {
    ...{ id: state.ids('whk'), practice: key.practice ?? asked.practice ?? null, url: asked.url ?? null },
    ...{ description: asked.description ?? '', events: asked.events ?? null, practices: asked.practices ?? null },
    ...{ signing: 'v1', publicKeys: [], state: 'active', stateReason: null, stateSince: at, oldSecretUntil: null },
    ...{ fromPosition: state.events.length, version: 1, createdBy: key.name, createdAt: at, updatedAt: at },
    secrets: [newSecret()],
  }
  state.endpoints.set(endpoint.id, endpoint)
  return endpoint
}

const stateChange = (state: WebhookEndpoint['state'], reason: string | null): Partial<FakeEndpoint> => ({
  ...{ state, stateReason: reason, stateSince: now().toISOString() },
})

/** Waits until one of them is in the log, or as long as was asked. */
function waitFor(state: FakeState, seconds: number, found: () => Event[]): Promise<Event[]> {
  const there = found()
  if (there.length > 0 || seconds === 0) return Promise.resolve(there)
  return new Promise((resolve) => {
    const end = (): void => {
      state.heard.delete(look)
      clearTimeout(late)
      resolve(found())
    }
    const look = (): void => void (found().length > 0 && end())
    const late = setTimeout(end, seconds * 1000)
    state.heard.add(look)
  })
}

export const toldAnswers: Handlers = {
  readEvents: async ({ state, key, query }) => {
    const types = query.type?.split(',')
    const fits = (): Event[] =>
      state.events.filter(
        ({ seq, practice, type, subject }) =>
          seq > query.after &&
          sees(key, practice) &&
          (query.practice === undefined || practice === query.practice) &&
          (types === undefined || types.includes(type)) &&
          (query.subject === undefined || subject === query.subject),
      )
    const all = await waitFor(state, query.waitSeconds, fits)
    const events = all.slice(0, query.limit)
    const more = all.length > events.length
    return {
      events,
      more,
      position: more ? (events.at(-1)?.seq ?? query.after) : Math.max(state.events.length, query.after),
    }
  },
  makeLiveTicket: ({ state, key }) => {
    const ticket = randomBytes(24).toString('base64url')
    state.tickets.set(ticket, key)
    const expiresAt = new Date(now().getTime() + TICKET_MS).toISOString()
    return { ticket, expiresAt, path: LIVE_PATH, position: { epoch: state.epoch, seq: state.events.length } }
  },
  registerWebhook: ({ state, key, body }) => {
    if (body.signing === 'v1a') throw new Refusal('webhooks_off', 'A fake LIMS signs with shared secrets only')
    const endpoint = register(state, key, body)
    return { ...shown(endpoint), secret: endpoint.secrets[0] ?? null }
  },
  listWebhooks: ({ state, key, query }) => {
    const ours = [...state.endpoints.values()].filter(({ practice }) => sees(key, practice))
    return pageOf(ours.map(shown), query, ({ id }) => id)
  },
  getWebhook: ({ state, key, params }) => ({
    ...(exampleOf(limsApi.getWebhook.answer.body) as AnswerOf<typeof limsApi.getWebhook>),
    ...shown(findEndpoint(state, key, params.endpointId)),
  }),
  changeWebhook: ({ state, key, params, body: { version, ...changes } }) => {
    const endpoint = findEndpoint(state, key, params.endpointId)
    if (endpoint.version !== version) throw new Refusal('conflict', `It has version ${endpoint.version} by now`)
    return changed(endpoint, changes)
  },
  pauseWebhook: ({ state, key, params, body }) =>
    changed(findEndpoint(state, key, params.endpointId), stateChange('paused', body.reason ?? null)),
  resumeWebhook: ({ state, key, params }) =>
    changed(findEndpoint(state, key, params.endpointId), stateChange('active', null)),
  removeWebhook: ({ state, key, params }) => {
    const endpoint = findEndpoint(state, key, params.endpointId)
    state.endpoints.delete(endpoint.id)
    return shown(endpoint)
  },
  rotateWebhookSecret: ({ state, key, params, body }) => {
    const endpoint = findEndpoint(state, key, params.endpointId)
    const secret = newSecret()
    const secrets = body.overlapHours === 0 ? [secret] : [secret, ...endpoint.secrets.slice(0, 1)]
    const until = new Date(now().getTime() + body.overlapHours * 3_600_000).toISOString()
    return { ...changed(endpoint, { secrets, oldSecretUntil: secrets.length > 1 ? until : null }), secret }
  },
  testWebhook: async ({ state, key, params }) => {
    const endpoint = findEndpoint(state, key, params.endpointId)
    const sent = JSON.stringify({
      ...{ id: state.ids('evt'), type: 'webhooks.test', version: 1, timestamp: now().toISOString() },
      ...{ practice: endpoint.practice, subject: endpoint.id, subjectVersion: 1, releaseId: null, data: {} },
    })
    return { ...(await sendSigned(endpoint, state.ids('evt'), sent)), sent }
  },
}
