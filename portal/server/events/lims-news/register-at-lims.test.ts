import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { openTestPortal, type TestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { registerAtLims } from './register-at-lims.ts'

let lims: TestLims
let portal: TestPortal
let admin: ReturnType<TestLims['client']>
beforeAll(async () => {
  lims = await openTestLims({ env: { ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8' } })
  admin = lims.client(await lims.setUp())
  const holder = await admin.addHolder({ body: { kind: 'service', name: 'Portal', roles: ['service'] } })
  const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'test' } })
  portal = await openTestPortal({ lims: { url: lims.url, key: secret ?? '' } })
})
afterAll(async () => {
  await portal.close()
  await lims.close()
})

const known = () => portal.database.ownerDb<{ name: string; endpoint_id: string; told: boolean }>('lims_endpoints')
const statusEndpoint = async (): Promise<{ endpoint_id: string; told: boolean }> => {
  const row = await known().where({ name: 'status' }).first()
  if (!row) throw new Error('the portal is not told')
  return row
}

it('the portal is told by the LIMS, and notices when it is not any more', async () => {
  await until('it is told', async () => (await known()).length === 2)
  const first = await statusEndpoint()
  await admin.removeWebhook({ params: { endpointId: first.endpoint_id } })
  await registerAtLims(portal.app)
  const second = await statusEndpoint()
  expect(second.endpoint_id).not.toBe(first.endpoint_id)
  const params = { endpointId: second.endpoint_id }
  expect(await admin.getWebhook({ params })).toMatchObject({ state: 'active' })
  await registerAtLims(portal.app)
  expect((await statusEndpoint()).endpoint_id).toBe(second.endpoint_id)

  const gaveUp = { state: 'disabled', state_reason: 'nothing arrived for five days' }
  await lims.database.ownerDb('webhook_endpoints').where({ id: second.endpoint_id }).update(gaveUp)
  await registerAtLims(portal.app)
  expect(await admin.getWebhook({ params })).toMatchObject({ state: 'active' })

  await admin.pauseWebhook({ params, body: { reason: 'we look into something' } })
  await registerAtLims(portal.app)
  expect(await admin.getWebhook({ params })).toMatchObject({ state: 'paused' })
  expect((await statusEndpoint()).told).toBe(false)
  await admin.resumeWebhook({ params, body: { replay: false } })
  await registerAtLims(portal.app)
  expect((await statusEndpoint()).told).toBe(true)
})
