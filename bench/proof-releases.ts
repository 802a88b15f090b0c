import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Draft } from '@ils/contract/drafts'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { LIMS_SCHEMA } from '@ils/lims/migrations/migrations'
import { limsSettings } from '@ils/lims/settings'
import { startLims } from '@ils/lims/start-lims'
import { readSettings } from '@ils/platform/config/read-settings'
import { openDatabase, type Db } from '@ils/platform/db/database'
import type { EmbeddedPostgres } from '@ils/platform/embedded-postgres/start-embedded-postgres'
import { silentLog } from '@ils/platform/log/log'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import type { Configuration, Rulebook } from '@ils/rules/language/rulebook'
import { generateLab } from '@ils/seeds/generator/generate-lab'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { bypassRun } from '@ils/testing/bypass-run'
import { until } from '@ils/testing/condition'
import { openGateLab } from '@ils/testing/gate-lab'
import { repository } from '@ils/testing/running-ils'
import { percentile, withPostgres } from './measure.ts'

const SETUP_KEY = 'setup-key-for-proofs'
const ATTEMPTS = 500
const ACTIVATIONS = 100
const PROCESSES = 3
const ORDERS = 100_000
const DISTINCT = 4000

/** Nothing comes into force around a gate; what comes into force judges in every process at once. */
export async function proveReleases(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const bypass = await withLims((lims) =>
    bypassRun(lims, {
      attempts: ATTEMPTS,
      seed,
      onAttempt: (done) => process.stdout.write(`\r  attempt ${done} of ${ATTEMPTS} `),
    }),
  )
  process.stdout.write('\n')
  const swap = await withLims(measureSwap)
  const impact = await withLims(measureImpact)
  const worst = percentile(swap.ms, 0.99)
  const kinds = [...bypass.byKind].map(([kind, count]) => `${kind} ${count}`).join(', ')
  return {
    good:
      bypass.succeeded.length === 0 &&
      bypass.strange.length === 0 &&
      worst <= 100 &&
      swap.wholeMs <= 1000 &&
      impact.ratio <= 1.3 &&
      impact.growth <= 1.1 &&
      impact.changed === impact.changedByLoop,
    lines: [
      `attempts to bring something into force around a gate: ${bypass.attempts} (${kinds})`,
      `of these came into force: ${bypass.succeeded.length}${bypass.succeeded.map((one) => ` [${one}]`).join('')}`,
      `refused for another reason than the one that was tried: ${bypass.strange.length}${bypass.strange
        .slice(0, 3)
        .map((one) => ` [${one}]`)
        .join('')}`,
      `commit of an activation until all of ${PROCESSES} processes of their own judge by it, ${swap.ms.length} times: p50 ${percentile(swap.ms, 0.5).toFixed(0)} ms, p99 ${worst.toFixed(0)} ms (goal ≤ 100 ms)`,
      `rollback from the request until all of them judge by the old content, slowest: ${swap.wholeMs.toFixed(0)} ms (goal ≤ 1000 ms)`,
      `impact of ${ORDERS} configurations on the standard lab, from the request to the result: ${(impact.ms / 1000).toFixed(1)} s; a bare loop that judges them twice: ${(impact.loopMs / 1000).toFixed(1)} s; ${impact.ratio.toFixed(2)} times (goal ≤ 1.3)`,
      `configurations that come out otherwise, by the preview and by the loop: ${impact.changed} and ${impact.changedByLoop}`,
      `memory of the process while it ran, most in the second half against most in the first: ${impact.growth.toFixed(2)} times (${impact.rssMb} MB; goal ≤ 1.1)`,
    ],
  }
}

async function withLims<T>(run: (lims: ProvenLims) => Promise<T>): Promise<T> {
  return withPostgres(async (postgres) => {
    const settings = readSettings(limsSettings, {
      NODE_ENV: 'production',
      ILS_LIMS_PORT: '0',
      ADMIN_SETUP_KEY: SETUP_KEY,
      ILS_ANONYMOUS_PER_MINUTE: '1000000',
    })
    const running = await startLims({
      settings: { ...settings, databaseUrl: postgres.databaseUrl, databaseOwnerUrl: postgres.ownerUrl },
      roles: ['api', 'worker', 'relay'],
      log: silentLog,
      env: {},
    })
    const shared = { schema: LIMS_SCHEMA, applicationName: 'ils proof', poolMax: 4 }
    const db = openDatabase({ ...shared, url: postgres.databaseUrl })
    const ownerDb = openDatabase({ ...shared, url: postgres.ownerUrl })
    const client = (key?: string): LimsClient =>
      openLimsClient({ url: running.url, ...(key === undefined ? {} : { key }) })
    const setUp = async (): Promise<string> => {
      const { secret } = await client().setUpLab({ body: { setupKey: SETUP_KEY, name: 'Administrator' } })
      return secret ?? ''
    }
    try {
      return await run({ client, setUp, database: { db, ownerDb }, postgres })
    } finally {
      await Promise.all([db.destroy(), ownerDb.destroy()])
      await running.stop('the proof is over')
    }
  })
}

interface ProvenLims {
  client(key?: string): LimsClient
  setUp(): Promise<string>
  readonly database: { db: Db; ownerDb: Db }
  readonly postgres: EmbeddedPostgres
}

/** The moment of the commit is taken before it is sent, so that its own time counts too. */
async function measureSwap(lims: ProvenLims): Promise<{ ms: number[]; wholeMs: number }> {
  const lab = await openGateLab(lims)
  const { secret } = await lab.admin.makeKey({
    body: { holderId: lab.bob.id, label: 'measure', requestsPerMinute: 1_000_000 },
  })
  const draft = await lab.submitted(await lab.noted('Second'))
  await lab.bob.client.approveDraft({
    params: { draftId: draft.id },
    body: { version: draft.version, hash: draft.hash ?? '' },
  })
  const processes = await Promise.all(Array.from({ length: PROCESSES }, () => startProcess(lims.postgres.databaseUrl)))
  try {
    const clients = processes.map(({ url }) => openLimsClient({ url, key: secret ?? '' }))
    const all = async (n: number): Promise<number> => {
      await Promise.all(
        clients.map((client) =>
          until(
            `activation ${n} judges`,
            async () => {
              const now = await client.getInForce().catch(() => undefined)
              return now !== undefined && now.activation >= n
            },
            { everyMs: 1 },
          ),
        ),
      )
      return performance.now()
    }
    await all(1)
    await lab.bob.client.publishDraft({
      params: { draftId: draft.id },
      body: { version: draft.version, hash: draft.hash ?? '' },
    })
    await all(2)
    const ms: number[] = []
    for (let i = 0; i < ACTIVATIONS; i++) {
      const trx = await lims.database.db.transaction()
      const { rows } = await trx.raw<{ rows: { n: number }[] }>(
        "select (roll_back(jsonb_build_object('to', ?::integer, 'reason', 'measure', 'by_id', ?::text, 'at', now()))->>'n')::integer as n",
        [i % 2 === 0 ? 1 : 2, lab.bob.id],
      )
      const began = performance.now()
      const seen = all(rows[0]?.n ?? 0)
      await trx.commit()
      ms.push((await seen) - began)
    }
    let wholeMs = 0
    for (let i = 0; i < 10; i++) {
      const began = performance.now()
      const { n } = await lab.bob.client.rollBack({ body: { to: i % 2 === 0 ? 1 : 2, reason: 'measure' } })
      wholeMs = Math.max(wholeMs, (await all(n)) - began)
    }
    return { ms, wholeMs }
  } finally {
    for (const { child } of processes) child.kill('SIGTERM')
    for (const { child } of processes) if (child.exitCode === null) await once(child, 'exit')
  }
}

/** The same configurations by the preview, with all that it keeps and tells, and by nothing but the engine. */
async function measureImpact(lims: ProvenLims): Promise<{
  ms: number
  loopMs: number
  ratio: number
  growth: number
  rssMb: number
  changed: number
  changedByLoop: number
}> {
  const lab = await openGateLab(lims, readStandardLab())
  const { rulebook: before } = await lab.ann.client.releaseRulebook({ params: { number: 1 } })
  const edited = await edit(lab.ann.client, before)
  const configurations: Configuration[] = []
  for (const job of generateLab({
    seed: 7,
    from: '2026-01-05',
    days: 60,
    jobsPerDay: 200,
    catalogue: before.catalogue,
    histories: false,
  })) {
    configurations.push(job.configuration)
    if (configurations.length === DISTINCT) break
  }
  await plantJudgements(lims.database.ownerDb, configurations)

  const rss: number[] = []
  const sampling = setInterval(() => rss.push(process.memoryUsage().rss), 250)
  const began = performance.now()
  const { id } = await lab.ann.client.startImpact({
    params: { draftId: edited.id },
    body: { version: edited.version, last: ORDERS },
  })
  const impact = await until(
    'the preview is done',
    async () => {
      const now = await lab.ann.client.getImpact({ params: { impactId: id } })
      process.stdout.write(`\r  ${now.judged} of ${ORDERS} judged `)
      return now.state === 'done' && now
    },
    { withinMs: 1_200_000, everyMs: 250 },
  )
  const ms = performance.now() - began
  clearInterval(sampling)
  process.stdout.write('\n')
  const half = rss.slice(rss.length >> 1)
  const growth = Math.max(...half) / Math.max(...rss.slice(0, rss.length >> 1))

  const { rulebook: after } = await lab.ann.client.draftRulebook({ params: { draftId: edited.id } })
  const releases = [compileRelease(before), compileRelease(after)] as const
  const loopBegan = performance.now()
  let changedByLoop = 0
  for (let i = 0; i < ORDERS; i++) {
    const configuration = configurations[i % configurations.length]
    if (!configuration) continue
    judge(releases[0], 'order', configuration)
    const { causes } = judge(releases[1], 'order', configuration)
    if (causes.some(({ code }) => code === 'proof')) changedByLoop++
  }
  const loopMs = performance.now() - loopBegan
  return {
    ...{ ms, loopMs, ratio: ms / loopMs, growth, rssMb: Math.round(Math.max(...rss) / 2 ** 20) },
    ...{ changed: impact.changed, changedByLoop },
  }
}

/** A rule that refuses some orders and nothing else, so that a loop can count them without knowing more. */
async function edit(client: LimsClient, rulebook: Rulebook): Promise<Draft> {
  const [like] = rulebook.rules.filter(({ rule }) => rule.event.type === 'refuse')
  if (!like) throw new Error('the standard lab refuses nothing by a plain rule')
  const value = {
    ...like,
    id: 'proof-refuses-strong',
    title: 'No strong minus',
    rule: {
      conditions: { all: [{ fact: 'rx.sphere', operator: 'lessThan', value: -6000 }] },
      event: { type: 'refuse', params: { code: 'proof', field: 'rx.sphere', message: 'Not today.' } },
    },
  }
  const { id, version } = await client.startDraft({ body: { name: 'No strong minus' } })
  const { draft, faults } = await client.editDraft({
    params: { draftId: id },
    body: { version, operations: [{ op: 'put', part: 'rule', id: value.id, value }] },
  })
  if (faults.length > 0) throw new Error(`the edit is not sound: ${JSON.stringify(faults[0])}`)
  return draft
}

async function plantJudgements(db: Db, configurations: readonly Configuration[]): Promise<void> {
  await db.raw('create table lims.planted (n integer primary key, configuration json not null)')
  for (let at = 0; at < configurations.length; at += 500) {
    const rows = configurations.slice(at, at + 500).map((one, i) => ({ n: at + i, configuration: JSON.stringify(one) }))
    await db('planted').insert(rows)
  }
  await db.raw(
    `insert into judgements (id, at, practice, release, hash, moment, origin, outcome, codes, causes, fired, decision_hash, configuration)
     select 'jdg_' || lpad(i::text, 26, '0'), now(), 'practice-' || i % 40, 1, r.hash, 'order', 'validation', 'accepted', '{}', '[]', '{}', '', p.configuration
       from generate_series(?::integer - 1, 0, -1) i
       join planted p on p.n = i % ?::integer
       join releases r on r.number = 1 order by i desc`,
    [ORDERS, configurations.length],
  )
  await db.raw('drop table lims.planted')
}

async function startProcess(databaseUrl: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--conditions=development', '--import', 'tsx', 'lims/main.ts', 'api'], {
    cwd: repository,
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, ILS_LIMS_PORT: '0', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const url = await until('it started', () => /"url":"([^"]+)","msg":"started"/.exec(said)?.[1], { withinMs: 60_000 })
  return { child, url }
}
