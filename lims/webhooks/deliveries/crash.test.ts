import { startTestRedis } from '@ils/testing/redis'
import { openTestLims } from '@ils/testing/test-lims'
import { deliveryRun, hastyEnv } from '@ils/testing/webhooks/delivery-run'
import { expect, it } from 'vitest'

it('is told of everything in order while workers are killed, Redis forgets, and receivers fail', async () => {
  const redis = await startTestRedis()
  const lims = await openTestLims({ roles: ['api', 'relay'], env: { ...hastyEnv, REDIS_URL: redis.url } })
  const admin = lims.client(await lims.setUp())
  const run = await deliveryRun({
    ...{ app: lims.app, admin, redis, seed: Date.now() % 2 ** 31 },
    workerEnv: {
      ...hastyEnv,
      ILS_WEBHOOK_SEAL_KEYS: lims.app.settings.webhookSealKeys.join(),
      ...{ DATABASE_URL: lims.database.url, REDIS_URL: redis.url },
    },
    ...{ events: 400, subjects: 40, endpoints: 2, workers: 2, kills: 3, redisDeaths: 1, share: 0.3 },
  })
  await lims.close()
  await redis.kill()
  const { lost, outOfOrder, strangers, unsettled, requests, attempts } = run
  expect({ lost, outOfOrder, strangers, unsettled }).toEqual({ lost: [], outOfOrder: [], strangers: [], unsettled: [] })
  expect(requests).toBeGreaterThan(800)
  expect(attempts).toBeGreaterThanOrEqual(800)
})
