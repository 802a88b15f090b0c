import { openLimsClient } from '@ils/lims-client/lims-client'
import { limsSettings } from '@ils/lims/settings'
import { startLims } from '@ils/lims/start-lims'
import { readSettings } from '@ils/platform/config/read-settings'
import { silentLog } from '@ils/platform/log/log'
import { startTestRedis } from '@ils/testing/redis'
import { deliveryRun, hastyEnv } from '@ils/testing/webhooks/delivery-run'
import { withPostgres } from './measure.ts'

const SETUP_KEY = 'setup-key-for-proofs'
const EVENTS = 20_000
const SUBJECTS = 2000
const ENDPOINTS = 3
const WORKERS = 2
const KILLS = 30
const REDIS_DEATHS = 5
const SHARE = 0.3

/** Everything is told, in order, whoever dies meanwhile: judged by what the receivers got. */
export async function proveWebhooks(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const redis = await startTestRedis()
  const run = await withPostgres(async ({ databaseUrl, ownerUrl }) => {
    const shared = {
      ...{ ...hastyEnv, NODE_ENV: 'production', REDIS_URL: redis.url, ILS_LIMS_PORT: '0' },
      ILS_WEBHOOK_SEAL_KEYS: Buffer.alloc(32, 7).toString('base64'),
    }
    const settings = readSettings(limsSettings, { ...shared, ADMIN_SETUP_KEY: SETUP_KEY })
    const lims = await startLims({
      settings: { ...settings, databaseUrl, databaseOwnerUrl: ownerUrl },
      ...{ roles: ['api', 'relay'], log: silentLog, env: {} },
    })
    try {
      const setUp = await openLimsClient({ url: lims.url }).setUpLab({ body: { setupKey: SETUP_KEY, name: 'Proof' } })
      return await deliveryRun({
        ...{ app: lims.app, admin: openLimsClient({ url: lims.url, key: setUp.secret ?? '' }), redis, seed },
        workerEnv: { ...shared, DATABASE_URL: databaseUrl },
        ...{ events: EVENTS, subjects: SUBJECTS, endpoints: ENDPOINTS, workers: WORKERS },
        ...{ kills: KILLS, redisDeaths: REDIS_DEATHS, share: SHARE },
        onProgress: (saying) => process.stdout.write(`\r  ${saying} `),
      })
    } finally {
      await lims.stop('the proof is over')
    }
  })
  await redis.kill()
  process.stdout.write('\n')
  const { lost, outOfOrder, strangers, unsettled } = run
  const ways = [...run.byOutcome].map(([way, count]) => `${way} ${count}`).join(', ')
  const shown = (all: readonly string[]): string =>
    `${all.length}${all
      .slice(0, 3)
      .map((one) => ` [${one}]`)
      .join('')}`
  return {
    good: lost.length + outOfOrder.length + strangers.length + unsettled.length === 0,
    lines: [
      `${EVENTS} events of ${SUBJECTS} subjects for ${ENDPOINTS} endpoints, ${WORKERS} worker processes of which one was killed (SIGKILL) ${KILLS} times in the middle of it, Redis flushed, killed and started again ${REDIS_DEATHS} times; ${run.seconds.toFixed(0)} s`,
      `requests that came: ${run.requests} (${ways}); tries written down: ${run.attempts}; events that came more than once to one endpoint, always with the same id: ${run.repeated}`,
      `never taken by an endpoint: ${shown(lost)}; out of order for their subject: ${shown(outOfOrder)}; not signed as they should be, or under a second id: ${shown(strangers)}; not settled in the end: ${shown(unsettled)}`,
    ],
  }
}
