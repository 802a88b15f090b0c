import type { Role } from '@ils/contract/roles'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { verifyWebhookSignature } from '@ils/lims-client/webhooks/verify-webhook-signature'
import { system, type Actor } from '@ils/platform/actor'
import { signDelivery } from '@ils/platform/signing/sign-delivery'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { openChaosReceiver } from '@ils/testing/webhooks/chaos-receiver'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSecrets } from '../signing/open-secrets.ts'
import { registerEndpoint } from './register-endpoint.ts'
import { disableEndpoint } from './disable-endpoint.ts'
import { findEndpoint } from './store.ts'

const URL_OF_NOBODY = 'https://portal.example/hooks?word=hush'

let lims: TestLims
let admin: LimsClient

beforeAll(async () => {
  lims = await openTestLims({ env: { ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' } })
  admin = lims.client(await lims.setUp())
})
afterAll(() => lims.close())

async function member(role: Role, practice?: string, scopes?: readonly ['webhooks:write']): Promise<LimsClient> {
  const kind = role === 'service' ? 'service' : 'person'
  const of = practice === undefined ? {} : { practice }
  const holder = await admin.addHolder({ body: { kind, name: `A ${role}`, roles: [role], ...of } })
  const narrowed = scopes === undefined ? {} : { scopes: [...scopes] }
  const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'test', ...narrowed } })
  return lims.client(secret ?? '')
}

const secretsOf = async (id: string): Promise<string[]> => {
  const row = await findEndpoint(lims.app.db, id)
  if (!row) throw new Error('there is no such endpoint')
  return openSecrets(lims.app, row)
}

describe('a webhook endpoint', () => {
  it('is registered as integrators were promised: a url, types, and a secret shown this once', async () => {
    const made = await admin.registerWebhook({ body: { url: URL_OF_NOBODY, events: ['job.*', 'catalog.updated'] } })
    expect(made).toMatchObject({
      ...{ url: URL_OF_NOBODY, events: ['job.*', 'catalog.updated'], practice: null, state: 'active', version: 1 },
      ...{ signing: 'v1', publicKeys: [], createdBy: 'Administrator', oldSecretUntil: null },
    })
    expect(made.secret).toMatch(/^whsec_/)
    const { secret, ...shown } = made
    const health = { calling: 'usually', failuresInARow: 0, failingSince: null, lastSuccessAt: null, nextTryAt: null }
    expect(await admin.getWebhook({ params: { endpointId: made.id } })).toEqual({ ...shown, health })
    expect((await admin.listWebhooks({})).items).toContainEqual(shown)
    expect(await secretsOf(made.id)).toEqual([secret])
  })

  it('keeps its secret sealed, and words behind the question mark out of log and audit trail', async () => {
    const { id, secret } = await admin.registerWebhook({ body: { url: URL_OF_NOBODY } })
    const { rows } = await lims.database.ownerDb.raw<{ rows: { text: string }[] }>(
      `select to_jsonb(w)::text as text from webhook_endpoints w where id = :id
       union all select to_jsonb(e)::text from events e where subject = :id
       union all select to_jsonb(a)::text from audit_entries a where subject = :id
       union all select to_jsonb(k)::text from idempotency_keys k`,
      { id },
    )
    expect(rows.length).toBeGreaterThanOrEqual(3)
    const bare = (secret ?? '').slice('whsec_'.length)
    expect(bare.length).toBeGreaterThanOrEqual(40)
    for (const { text } of rows) expect(text).not.toContain(bare)
    for (const { text } of rows.filter((row) => !row.text.includes('"from_seq"'))) expect(text).not.toContain('hush')
  })

  it('of one row opens nothing in another', async () => {
    const [one, other] = [
      await admin.registerWebhook({ body: { url: URL_OF_NOBODY } }),
      await admin.registerWebhook({ body: { url: URL_OF_NOBODY } }),
    ]
    await lims.database.ownerDb.raw(
      'update webhook_endpoints w set secret = o.secret from webhook_endpoints o where w.id = ? and o.id = ?',
      [one.id, other.id],
    )
    await expect(secretsOf(one.id)).rejects.toMatchObject({ code: 'webhooks_off' })
  })

  it.each([
    ['a url that is none of the web', { url: 'ftp://portal.example/' }, 'url', 'is not https:'],
    ['a url that holds a name', { url: 'http://portal.example@8.8.8.8/' }, 'url', 'credentials'],
    ['an address that is not public', { url: 'https://10.0.0.7/' }, 'url', 'ILS_WEBHOOK_ALLOWED_NETWORKS'],
    ['a type that nothing is of', { url: URL_OF_NOBODY, events: ['job.shiped'] }, 'unknown_event', 'mean job.shipped?'],
    ['types that nothing is of', { url: URL_OF_NOBODY, events: ['jab.*'] }, 'unknown_event', 'no event jab.*'],
    [
      'practices beside a practice',
      { url: URL_OF_NOBODY, practice: 'p-1', practices: ['p-2'] },
      'rule',
      'told of that one only',
    ],
    [
      'lab affairs for a practice',
      { url: URL_OF_NOBODY, practice: 'p-1', events: ['stock.moved'] },
      'unknown_event',
      'a practice is told of no event stock.moved',
    ],
  ])('is refused %s', async (_, body, code, words) => {
    const refused = await admin.registerWebhook({ body }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'invalid_request', problem: { causes: [{ code }] } })
    expect(String(refused)).toContain(words)
  })

  it('is changed by whoever saw it as it is, and by nobody else', async () => {
    const { id } = await admin.registerWebhook({ body: { url: URL_OF_NOBODY } })
    const params = { endpointId: id }
    const changed = await admin.changeWebhook({ params, body: { version: 1, events: ['job.shipped'] } })
    expect(changed).toMatchObject({ version: 2, events: ['job.shipped'], url: URL_OF_NOBODY })
    await expect(admin.changeWebhook({ params, body: { version: 1, url: null } })).rejects.toMatchObject({
      code: 'conflict',
      problem: { causes: [{ code: 'version', value: 1, limit: 2 }] },
    })
    // What changes nothing is no change.
    expect(await admin.changeWebhook({ params, body: { version: 2, events: ['job.shipped'] } })).toEqual(changed)
    expect(await admin.changeWebhook({ params, body: { version: 2, url: null } })).toMatchObject({ url: null })
  })

  it('is paused and resumed, and each of that is an event and an entry of the audit trail', async () => {
    const { id } = await admin.registerWebhook({ body: { url: URL_OF_NOBODY } })
    const params = { endpointId: id }
    const paused = await admin.pauseWebhook({ params, body: { reason: 'moving house' } })
    expect(paused).toMatchObject({ state: 'paused', stateReason: 'moving house', version: 2 })
    expect(await admin.pauseWebhook({ params, body: {} })).toEqual(paused)
    expect(await admin.resumeWebhook({ params, body: { replay: true } })).toMatchObject({
      ...{ state: 'active', stateReason: null, version: 3 },
    })
    const removed = await admin.removeWebhook({ params })
    expect(removed.id).toBe(id)
    await expect(admin.getWebhook({ params })).rejects.toMatchObject({ code: 'not_found' })
    const told = await until('all of it is in the log', async () => {
      const { events } = await admin.readEvents({ query: { subject: id } })
      return events.length === 4 && events
    })
    expect(told.map(({ data }) => data['did'])).toEqual(['registered', 'paused', 'resumed', 'removed'])
    expect(told.map(({ subjectVersion }) => subjectVersion)).toEqual([1, 2, 3, 4])
    const entries = await lims.database
      .ownerDb<{ id: string; action: string; subject: string }>('audit_entries')
      .where({ subject: id })
      .orderBy('id')
    expect(entries.map(({ action }) => action)).toEqual([
      ...['webhook.registered', 'webhook.paused', 'webhook.resumed', 'webhook.removed'],
    ])
    const row = await lims.database.ownerDb<{ id: string; secret: string }>('webhook_endpoints').where({ id }).first()
    expect(row?.secret).toBe('')
  })

  it('that is switched off says why, once, and does not become merely paused', async () => {
    const { id } = await admin.registerWebhook({ body: { url: URL_OF_NOBODY } })
    expect(await disableEndpoint(lims.app, id, 'It answered 410')).toBe(true)
    expect(await disableEndpoint(lims.app, id, 'It answered 410')).toBe(false)
    const params = { endpointId: id }
    expect(await admin.pauseWebhook({ params, body: {} })).toMatchObject({
      ...{ state: 'disabled', stateReason: 'It answered 410' },
    })
    const { rows } = await lims.database.ownerDb.raw<{ rows: { n: number }[] }>(
      "select count(*) as n from events where subject = ? and type = 'webhooks.endpoint_disabled'",
      [id],
    )
    expect(rows[0]?.n).toBe(1)
  })
})

describe('an endpoint that is being registered', () => {
  it('misses nothing that happens between its position and its commit', async () => {
    const receiver = await openChaosReceiver()
    const actor: Actor = { ...system('test'), scopes: ['events:read'] }
    const { app } = lims
    const { id, subject } = await app.pool.transaction(async (trx) => {
      const made = await registerEndpoint({ ...app, db: trx }, actor, { url: receiver.url, events: ['access.*'] })
      const holder = await admin.addHolder({ body: { kind: 'person', name: 'In between', roles: ['lab'] } })
      await until('it is in the log', async () => {
        const { events } = await admin.readEvents({ query: { subject: holder.id } })
        return (events[0]?.seq ?? 0) > made.fromPosition
      })
      return { id: made.id, subject: holder.id }
    })
    await until('it is told', () => receiver.arrivals.some((arrival) => arrival.subject === subject))
    await admin.removeWebhook({ params: { endpointId: id } })
    await receiver.close()
  })
})

describe('the secret of an endpoint', () => {
  const sign = async (id: string) => {
    const body = Buffer.from('{}')
    const secrets = await secretsOf(id)
    return { body, headers: { ...signDelivery({ id: 'evt_1', at: new Date(), body, secrets }) } }
  }

  it('that is rotated signs beside the new one until the overlap is over', async () => {
    const { id, secret: old } = await admin.registerWebhook({ body: { url: URL_OF_NOBODY } })
    const params = { endpointId: id }
    const rotated = await admin.rotateWebhookSecret({ params, body: { overlapHours: 1 } })
    expect(rotated.secret).not.toBe(old)
    expect(rotated.oldSecretUntil).not.toBeNull()
    const both = await sign(id)
    for (const secret of [old, rotated.secret]) {
      await expect(verifyWebhookSignature(both, { secrets: [secret ?? ''] })).resolves.toBeTruthy()
    }
    await lims.database
      .ownerDb('webhook_endpoints')
      .where({ id })
      .update({ secret_before_until: new Date(0) })
    const alone = await sign(id)
    await expect(verifyWebhookSignature(alone, { secrets: [old ?? ''] })).rejects.toThrow('none of')
    expect(await admin.getWebhook({ params })).toMatchObject({ oldSecretUntil: null })
  })

  it('that leaked signs nothing any more', async () => {
    const { id, secret: old } = await admin.registerWebhook({ body: { url: URL_OF_NOBODY } })
    await admin.rotateWebhookSecret({ params: { endpointId: id }, body: { overlapHours: 0 } })
    await expect(verifyWebhookSignature(await sign(id), { secrets: [old ?? ''] })).rejects.toThrow('none of')
  })

  it('of a pair stays here: its public keys are shown, both of them while it changes', async () => {
    const made = await admin.registerWebhook({ body: { url: URL_OF_NOBODY, signing: 'v1a' } })
    expect(made.secret).toBeNull()
    const rotated = await admin.rotateWebhookSecret({ params: { endpointId: made.id }, body: { overlapHours: 1 } })
    expect(rotated.secret).toBeNull()
    expect(rotated.publicKeys).toEqual([expect.stringMatching(/^whpk_/), ...made.publicKeys])
    const both = await sign(made.id)
    for (const key of rotated.publicKeys) {
      await expect(verifyWebhookSignature(both, { publicKeys: [key] })).resolves.toBeTruthy()
    }
  })
})

describe('who may', () => {
  it('a practice has endpoints of its own, and knows of no others', async () => {
    const ours = await member('service', 'p-1')
    const theirs = await member('service', 'p-2')
    const made = await ours.registerWebhook({ body: { url: URL_OF_NOBODY } })
    expect(made.practice).toBe('p-1')
    const params = { endpointId: made.id }
    await expect(theirs.getWebhook({ params })).rejects.toMatchObject({ code: 'not_found' })
    await expect(theirs.removeWebhook({ params })).rejects.toMatchObject({ code: 'not_found' })
    await expect(theirs.rotateWebhookSecret({ params, body: { overlapHours: 1 } })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect((await theirs.listWebhooks({})).items).toEqual([])
    expect((await ours.listWebhooks({})).items.map(({ id }) => id)).toEqual([made.id])
    await expect(ours.registerWebhook({ body: { url: URL_OF_NOBODY, practice: 'p-2' } })).rejects.toMatchObject({
      code: 'not_allowed',
    })
    const types = (await ours.listEventTypes()).types.map(({ type }) => type)
    expect(types).toContain('job.shipped')
    expect(types.filter((type) => /^(access|stock|line|design|trace|batch)[.]/.test(type))).toEqual([])
  })

  it('a key for endpoints alone opens no log', async () => {
    const narrow = await member('service', undefined, ['webhooks:write'])
    await expect(narrow.registerWebhook({ body: { url: URL_OF_NOBODY } })).rejects.toMatchObject({
      code: 'not_allowed',
    })
  })

  it('a lab without a seal key registers nobody, and says what is missing', async () => {
    const bare = await openTestLims({ env: { ILS_WEBHOOK_SEAL_KEYS: '' }, roles: ['api'] })
    const client = bare.client(await bare.setUp())
    await expect(client.registerWebhook({ body: { url: URL_OF_NOBODY } })).rejects.toMatchObject({
      ...{ code: 'webhooks_off', message: expect.stringContaining('ILS_WEBHOOK_SEAL_KEYS') as unknown },
    })
    await bare.close()
  })
})

describe('a test', () => {
  it('sends a signed event and shows what was answered', async () => {
    const receiver = await openChaosReceiver()
    const made = await admin.registerWebhook({ body: { url: receiver.url, events: ['job.shipped'] } })
    receiver.trust({ secrets: [made.secret ?? ''] })
    const params = { endpointId: made.id }
    expect(await admin.testWebhook({ params })).toMatchObject({
      ...{ delivered: true, status: 200, error: null, answer: 'taken' },
    })
    receiver.behave({ share: 1, ways: ['redirect'] })
    expect(await admin.testWebhook({ params })).toMatchObject({ delivered: false, status: 302 })
    expect(receiver.arrivals.map(({ type, came }) => `${type} ${came}`)).toEqual([
      ...['webhooks.test taken', 'webhooks.test redirect'],
    ])
    await receiver.close()
    const gone = await admin.testWebhook({ params })
    expect(gone).toMatchObject({
      delivered: false,
      status: null,
      error: expect.stringContaining('ECONNREFUSED') as unknown,
    })
  })

  it('of an endpoint that is not called is refused', async () => {
    const made = await admin.registerWebhook({ body: { url: null } })
    await expect(admin.testWebhook({ params: { endpointId: made.id } })).rejects.toMatchObject({
      ...{ code: 'invalid_request', problem: { causes: [{ code: 'no_url' }] } },
    })
  })
})
