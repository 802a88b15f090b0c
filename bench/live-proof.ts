import { openLimsClient } from '@ils/lims-client/lims-client'
import { limsSettings } from '@ils/lims/settings'
import { startLims } from '@ils/lims/start-lims'
import { readSettings } from '@ils/platform/config/read-settings'
import { silentLog } from '@ils/platform/log/log'
import { liveRun, type LiveRunResult } from '@ils/testing/live-run'
import { openLiveWorld } from '@ils/testing/live-world'
import { startTestRedis } from '@ils/testing/redis'
import { withPostgres } from './measure.ts'

const SETUP_KEY = 'setup-key-for-proofs'
const SEEDS = 200
/** Every so many-th with events so large that a reader which pauses falls behind what the network holds for it. */
const HEAVY_EVERY = 20

/**
 * Readers of two processes that drop, pause and lose their server, half of the seeds with Redis between the processes:
 * what each heard against what the log says that it should have heard.
 */
export async function proveLive(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const redis = await startTestRedis()
  try {
    const alone = await runSeeds(seed, SEEDS / 2, {})
    const shared = await runSeeds(seed + SEEDS / 2, SEEDS / 2, { REDIS_URL: redis.url })
    return verdictOf([...alone, ...shared], redis.name)
  } finally {
    await redis.kill()
  }
}

function runSeeds(first: number, count: number, env: Readonly<Record<string, string>>): Promise<LiveRunResult[]> {
  return withPostgres(async ({ databaseUrl, ownerUrl }) => {
    const settings = readSettings(limsSettings, {
      NODE_ENV: 'production',
      ILS_LIMS_PORT: '0',
      ADMIN_SETUP_KEY: SETUP_KEY,
    })
    const lims = await startLims({
      settings: { ...settings, databaseUrl, databaseOwnerUrl: ownerUrl },
      ...{ roles: ['api', 'relay'], log: silentLog, env: {} },
    })
    const made = await openLimsClient({ url: lims.url }).setUpLab({ body: { setupKey: SETUP_KEY, name: 'Proof' } })
    const admin = openLimsClient({ url: lims.url, key: made.secret ?? '' })
    const world = await openLiveWorld(lims.app, admin, databaseUrl, env)
    const runs: LiveRunResult[] = []
    try {
      for (let seed = first; seed < first + count; seed++) {
        const isHeavy = (seed - first) % HEAVY_EVERY === HEAVY_EVERY - 1
        const size = isHeavy
          ? { events: 1200, mostBytes: 48 * 1024, longestPauseMs: 10_000 }
          : { events: 500, mostBytes: 600, longestPauseMs: 800 }
        const run = await liveRun(world, { seed, kills: 1, ...size })
        runs.push(run)
        for (const wrong of run.wrong.slice(0, 3)) console.log(`\n  ${wrong}`)
        process.stdout.write(`\r  seed ${runs.length} of ${count} `)
      }
    } finally {
      process.stdout.write('\n')
      await world.close()
      await lims.stop('the proof is over')
    }
    return runs
  })
}

function verdictOf(runs: readonly LiveRunResult[], redis: string): { good: boolean; lines: string[] } {
  const sum = (of: (run: LiveRunResult) => number): number => runs.reduce((total, run) => total + of(run), 0)
  const wrong = runs.flatMap((run) => run.wrong)
  const closes = new Map<string, number>()
  for (const run of runs) for (const [name, times] of run.closes) closes.set(name, (closes.get(name) ?? 0) + times)
  const named = [...closes].map(([name, times]) => `${name} ${times}`).join(', ')
  return {
    good: wrong.length === 0 && runs.length === SEEDS,
    lines: [
      `live sockets: ${runs.length} seeds, half of them with ${redis} between two processes; ${sum((run) => run.events)} events, ${sum((run) => run.frames)} of them heard by readers of the lab and of two practices`,
      `on the way: ${sum((run) => run.drops)} lines dropped, ${sum((run) => run.pauses)} readers that paused, ${sum((run) => run.kills)} servers killed (SIGKILL); closed by the LIMS: ${named || 'none'}`,
      `frames lost, doubled, reordered, foreign or different from the log, and streams not recovered: ${wrong.length}${wrong
        .slice(0, 3)
        .map((one) => ` [${one}]`)
        .join('')}`,
    ],
  }
}
