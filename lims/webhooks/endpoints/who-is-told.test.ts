import type { Event } from '@ils/contract/event'
import { toldKinds } from '@ils/contract/told-events'
import type { WebhookEndpoint } from '@ils/contract/webhooks'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { insertEvents, readEvents } from '@ils/platform/events/store'
import { until } from '@ils/testing/condition'
import { dice } from '@ils/testing/devices/dice'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const EVENTS = 1500
const PRACTICES = ['p-1', 'p-2', 'p-3']
const types = toldKinds(null).map(({ type }) => type)
const FILTERS = [
  null,
  ['job.*'],
  ['job.shipped', 'catalog.updated'],
  ['rules.*'],
  ['catalog.*'],
  ['webhooks.*', 'job.moved'],
]

let lims: TestLims
let admin: LimsClient
beforeAll(async () => {
  lims = await openTestLims()
  admin = lims.client(await lims.setUp())
})
afterAll(() => lims.close())

/** What is promised, as one reads it: the other way to say what the fan-out says in SQL. */
function isTold(endpoint: WebhookEndpoint, event: Event): boolean {
  const { practice, practices, events } = endpoint
  const { type } = event
  if (event.seq <= endpoint.fromPosition || event.subject === endpoint.id) return false
  if (events && !events.some((one) => (one.endsWith('.*') ? type.startsWith(one.slice(0, -1)) : one === type)))
    return false
  if (practice === null) return practices === null || event.practice === null || practices.includes(event.practice)
  const open = ['rules.published', 'rules.rolled_back', 'catalog.updated'].includes(type)
  if (event.practice === practice) return open || /^(job|webhooks)[.]/.test(type)
  const pilots = event.data['practices']
  return event.practice === null && open && (!Array.isArray(pilots) || pilots.includes(practice))
}

async function register(roll: () => number): Promise<WebhookEndpoint> {
  const one = <T>(from: readonly T[]): T | undefined => from[Math.floor(roll() * from.length)]
  const practice = roll() < 0.5 ? null : (one(PRACTICES) ?? null)
  const practices = practice === null && roll() < 0.5 ? PRACTICES.filter(() => roll() < 0.5) : []
  const events = one(FILTERS) ?? null
  const body = { url: 'https://portal.example/', events, practice, ...(practices.length > 0 ? { practices } : {}) }
  const { id } = await admin.registerWebhook({ body })
  // What is paused is written down, and nobody is called.
  return admin.pauseWebhook({ params: { endpointId: id }, body: {} })
}

async function happen(roll: () => number): Promise<void> {
  const at = new Date()
  const events = Array.from({ length: EVENTS }, (_, n) => {
    const who = Math.floor(roll() * 4)
    const pilots = roll() < 0.3 ? PRACTICES.filter(() => roll() < 0.5) : null
    return {
      ...{ id: `evt_test${n}`, type: types[Math.floor(roll() * types.length)] ?? '', version: 1, at },
      ...{ practice: PRACTICES[who] ?? null, subject: `s-${n % 50}`, subjectVersion: n + 1, releaseId: null },
      ...{
        correlationId: 'test',
        actor: { kind: 'system' as const, id: null, name: 'test' },
        data: { practices: pilots },
      },
    }
  })
  await insertEvents(lims.app.db, events)
}

describe('of all that happens', () => {
  it('an endpoint is told exactly what its filters and its practice allow', async () => {
    const roll = dice(11)
    const endpoints: WebhookEndpoint[] = []
    for (let i = 0; i < 40; i++) endpoints.push(await register(roll))
    await happen(roll)
    await until('the log was looked through', async () => {
      const { rows } = await lims.database.ownerDb.raw<{ rows: { all: boolean }[] }>(
        `select p.seq = r.last_seq and not exists (select from events where seq is null) as all
           from webhook_position p, relay r where r.name = 'events'`,
      )
      return rows[0]?.all
    })
    const log = await readEvents(lims.app.db, { after: 0, limit: 10_000 })
    expect(log.length).toBeGreaterThan(EVENTS)
    const rows = await lims.database
      .ownerDb<{ endpoint_id: string; event_id: string; seq: number }>('webhook_deliveries')
      .orderBy('seq')
    let told = 0
    for (const endpoint of endpoints) {
      const expected = log.filter((event) => isTold(endpoint, event)).map(({ id }) => id)
      const seen = rows.filter((row) => row.endpoint_id === endpoint.id).map((row) => row.event_id)
      expect(seen, JSON.stringify(endpoint)).toEqual(expected)
      told += seen.length
    }
    // Neither nothing nor everything: the law has something to say.
    expect(told).toBeGreaterThan(EVENTS)
    expect(told).toBeLessThan(log.length * endpoints.length * 0.6)
    expect(told).toBe(rows.length)
  })
})
