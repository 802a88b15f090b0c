import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { openSync, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { FullConfiguration } from '@ils/contract/configuration'
import { limsApi } from '@ils/contract/lims'
import type { Validation, ValidationRequest } from '@ils/contract/validation'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import type { App } from '@ils/lims/app'
import { limsSettings } from '@ils/lims/settings'
import { startLims, type RunningLims } from '@ils/lims/start-lims'
import type { Actor } from '@ils/platform/actor'
import { readSettings } from '@ils/platform/config/read-settings'
import { openDatabase } from '@ils/platform/db/database'
import { binderFor } from '@ils/platform/http/binding'
import { mount } from '@ils/platform/http/mount'
import { openRateLimit } from '@ils/platform/http/rate-limit'
import { serve, type Serving } from '@ils/platform/http/serve'
import { openLog } from '@ils/platform/log/log'
import { canonicalJson } from '@ils/rules/language/canonical-json'
import { expandRulebook } from '@ils/rules/language/expand-rulebook'
import { hashRulebook } from '@ils/rules/language/hash-rulebook'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { sortRulebook } from '@ils/rules/language/sort-rulebook'
import { readStandardLab } from '/tmp/perf/read-lab.ts'
import { until } from '@ils/testing/condition'
import autocannon from 'autocannon'
import { inTurn, median, percent, percentile, withPostgres, type Figure } from './measure.ts'
import { generatedOrders, simpleOf } from './orders.ts'

const SETUP_KEY = 'setup-key-for-benches'
const ORDERS = 500
const ROUNDS = 6
const SECONDS = 1
const CONNECTIONS = 16

/** Judging over the wire by the standard rulebook, against the same endpoint with a stored answer. */
export function benchJudging(): Promise<Figure[]> {
  return withPostgres(async (postgres) => {
    const settings = readSettings(limsSettings, {
      NODE_ENV: 'production',
      ILS_LIMS_PORT: '0',
      ADMIN_SETUP_KEY: SETUP_KEY,
    })
    const nowhere = openSync('/dev/null', 'w')
    const lims = await startLims({
      settings: { ...settings, databaseUrl: postgres.databaseUrl, databaseOwnerUrl: postgres.ownerUrl },
      roles: ['api', 'worker', 'relay'],
      log: openLog({ level: 'info', service: 'bench', to: { write: (line) => void writeSync(nowhere, line) } }),
      env: {},
    })
    const rulebook = standardLab()
    const first = await openLimsClient({ url: lims.url }).setUpLab({ body: { setupKey: SETUP_KEY, name: 'Bench' } })
    const admin = openLimsClient({ url: lims.url, key: first.secret ?? '' })
    await plant(postgres.ownerUrl, rulebook, first.key.holderId)
    const portal = await admin.addHolder({ body: { kind: 'service', name: 'Portal', roles: ['service'] } })
    const { secret } = await admin.makeKey({
      body: { holderId: portal.id, label: 'bench', requestsPerMinute: 1_000_000 },
    })
    const key = secret ?? ''
    const client = openLimsClient({ url: lims.url, key })
    await until('the planted release judges', () => client.getCatalog({ query: { limit: 1 } }))

    const bodies = requestsOf(rulebook)
    const answers = await Promise.all(bodies.map((body) => client.validate({ body })))
    const stored = answers.map((answer) => JSON.stringify(answer)).sort((a, b) => a.length - b.length)[ORDERS / 2] ?? ''
    const bare = await openBare(lims, key, stored)
    const figures = [
      ...(await measureJudging(lims, bare, key, bodies)),
    ]
    await bare.close()
    await lims.stop('the bench is over')
    return figures
  })
}

function standardLab(): Rulebook {
  const { rulebook } = loadRulebook(readStandardLab())
  if (!rulebook) throw new Error('the standard lab has faults')
  return rulebook
}

/** As a release in force, straight into the tables: how it comes there is not what is measured. */
async function plant(ownerUrl: string, rulebook: Rulebook, holderId: string): Promise<void> {
  const db = openDatabase({ url: ownerUrl, applicationName: 'bench', schema: 'lims', poolMax: 1 })
  const at = new Date()
  const hash = hashRulebook(rulebook)
  const { review, timeZone } = rulebook.settings
  const by = { created_by: holderId, created_by_name: 'Bench', created_at: at }
  const changed = { changed_by: holderId, changed_by_name: 'Bench', changed_at: at }
  const content = canonicalJson(sortRulebook(rulebook))
  await db('rulebooks').insert({ hash, content, rules: 1, review, time_zone: timeZone, kept_at: at })
  await db('drafts').insert({ id: 'drf_bench', name: 'bench', note: '', hash, ...by, ...changed })
  const doer = { by_kind: 'person', by_id: holderId, by_name: 'Bench', at }
  await db('releases').insert({
    ...{ number: 1, hash, name: 'bench', notes: '', draft_id: 'drf_bench', draft_version: 0, ...doer },
    ...{ authors: '[]', approvers: '[]', review: 'first', findings: '[]' },
  })
  await db('activations').insert({ n: 1, release: 1, kind: 'published', ...doer })
  await db.destroy()
}

/** Every other one in the simple form. */
const requestsOf = (rulebook: Rulebook): ValidationRequest[] =>
  generatedOrders(rulebook, ORDERS).map((order, i) =>
    i % 2 === 0 ? { configuration: order as FullConfiguration } : simpleOf(rulebook, order),
  )

/** The same web side in the same process, whose handlers answer what they have; who asks is looked up by a hash, as with us. */
async function openBare({ app }: RunningLims, key: string, stored: string): Promise<Serving> {
  const bind = binderFor<App>()
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')
  const actor: Actor = {
    ...{ kind: 'service', id: 'hld_bench', name: 'Portal', roles: ['service'], scopes: ['rules:read'] },
    ...{ practice: null, by: 'key', keyId: 'key_bench', requestsPerMinute: 1_000_000 },
  }
  const known = new Map([[hashOf(`Bearer ${key}`), actor]])
  const koa = mount<App>({
    app,
    declared: limsApi,
    bindings: [
      bind(limsApi.validate, () => Promise.resolve({ text: stored })),
      bind(limsApi.getCatalog, () => Promise.resolve({ etag: 'stored', text: () => stored })),
    ],
    authenticate: (authorization) => known.get(hashOf(authorization)) ?? actor,
    onAccessRefused: () => Promise.resolve(),
    rateLimit: openRateLimit(null),
    metrics: app.metrics,
    stopping: new AbortController().signal,
    settings: {
      ...{ checkAnswers: false, bodyLimitBytes: app.settings.bodyLimitKib * 1024, corsOrigins: [] },
      ...{ trustedProxies: 0, anonymousPerMinute: 1 },
    },
  })
  const callback = koa.callback()
  return serve((request, response) => void callback(request, response), { host: '127.0.0.1', port: 0, drainMs: 0 })
}

async function load(
  url: string,
  headers: Record<string, string>,
  more: Pick<autocannon.Options, 'requests'>,
): Promise<autocannon.Result> {
  const shared = { connections: CONNECTIONS, duration: SECONDS, workers: 1 }
  const result = await autocannon({ url, headers, ...shared, ...more })
  // Unchanged answers are 304, which is not a success by that book.
  const refused = Object.entries(result.statusCodeStats ?? {}).filter(([code]) => code !== '200' && code !== '304')
  if (refused.length > 0 || result.errors > 0)
    throw new Error(`${url}: ${JSON.stringify(result.statusCodeStats)}, ${result.errors} errors`)
  return result
}

async function measureJudging(
  lims: RunningLims,
  bare: Serving,
  key: string,
  bodies: readonly ValidationRequest[],
): Promise<Figure[]> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const requests = bodies.map((body) => ({
    ...{ method: 'POST' as const, path: '/api/validation', body: JSON.stringify(body) },
  }))
  const rate = async (url: string): Promise<number> =>
    (await load(`${url}/api/validation`, headers, { requests })).requests.average
  const seen = await inTurn(
    ROUNDS,
    () => rate(lims.url),
    () => rate(bare.url),
  )
  return [{ what: 'x', seen: `${(seen.ratio*100).toFixed(1)} (${Math.round(seen.a)} and ${Math.round(seen.b)}) delta us ${(1e6/seen.a-1e6/seen.b).toFixed(1)}` }]
}
interface Paced {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly bodies: readonly string[]
}

async function waitsAt(perSecond: number, paced: Paced): Promise<number[]> {
  const workerData = { ...paced, perSecond, seconds: 10 }
  const worker = new Worker(new URL('paced-client.mjs', import.meta.url), { workerData, execArgv: [] })
  const [{ waits, failed }] = (await once(worker, 'message')) as [{ waits: number[]; failed: number }]
  if (failed > 0) throw new Error(`${failed} paced requests failed`)
  return waits
}

function kindsOf(bodies: readonly ValidationRequest[], answers: readonly Validation[]): Figure {
  const count = (full: boolean, outcome: string): number =>
    answers.filter((answer, i) => answer.outcome === outcome && 'configuration' in (bodies[i] ?? {}) === full).length
  const shown = (full: boolean) =>
    ['accepted', 'confirm', 'hold', 'refused'].map((outcome) => `${count(full, outcome)} ${outcome}`).join(', ')
  return { what: 'What was said to these orders', seen: `full: ${shown(true)}; simple: ${shown(false)}` }
}

async function measureCatalogue(lims: RunningLims, bare: Serving, key: string, client: LimsClient): Promise<Figure> {
  const { etag } = await client.getCatalog({ query: { kind: 'materials' }, ifNoneMatch: null })
  const authorization = `Bearer ${key}`
  const path = '/api/catalog?kind=materials'
  const rate = async (url: string, tag: string): Promise<number> =>
    (await load(`${url}${path}`, { authorization, 'if-none-match': tag }, {})).requests.average
  const seen = await inTurn(
    ROUNDS,
    () => rate(lims.url, etag ?? ''),
    () => rate(bare.url, 'W/"stored"'),
  )
  return {
    what: `GET /api/catalog, unchanged, against a handler that has its tag, ${ROUNDS} rounds of ${SECONDS} s`,
    seen: `${percent(seen.ratio)} (${Math.round(seen.a)} and ${Math.round(seen.b)} requests/s)`,
    goal: '≥ 90 %',
    met: seen.ratio >= 0.9,
  }
}

const JUDGEMENTS = 10_000
const FIRED = 250

/** Over as many judgements as a lab makes in some weeks, planted as they would be kept. */
async function measureQuality(ownerUrl: string, rulebook: Rulebook, admin: LimsClient): Promise<Figure> {
  const db = openDatabase({ url: ownerUrl, applicationName: 'bench', schema: 'lims', poolMax: 1 })
  await db('judged_rules').insert(expandRulebook(rulebook).map(({ id: rule }) => ({ rule })))
  const causes = ['refuse', 'advise'].map((severity) => ({ code: `c-${severity}`, severity, rule: 'r', settled: null }))
  await db.raw(
    `insert into judgements (id, at, practice, release, hash, moment, origin, outcome, codes, causes, fired, decision_hash, configuration)
     select 'jdg_' || n, now(), 'p-' || n % 40, 1, r.hash, 'order', 'validation', 'accepted', '{c-refuse,c-advise}', ?::jsonb,
            array(select 1 + (n * 7 + f * 3) % ? from generate_series(1, ?) f), r.hash, '{"ordered": ["right"], "job": {}}'
       from generate_series(1, ?) n, releases r`,
    [JSON.stringify(causes), expandRulebook(rulebook).length, FIRED, JUDGEMENTS],
  )
  await db.raw('analyze judgements')
  await db.destroy()
  const seconds: number[] = []
  for (let round = 0; round < 5; round++) {
    const began = performance.now()
    const { judged } = await admin.getQuality()
    if (judged !== JUDGEMENTS) throw new Error(`${judged} were counted`)
    seconds.push((performance.now() - began) / 1000)
  }
  const seen = median(seconds)
  return {
    what: `GET /api/quality over ${JUDGEMENTS} judgements of ${FIRED} rules each`,
    seen: `${seen.toFixed(2)} s`,
    goal: '≤ 1 s',
    met: seen <= 1,
  }
}

console.log(await benchJudging())
process.exit(0)
