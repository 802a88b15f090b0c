import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { byIndex } from '@ils/rules/engine/judge'
import { openJudgement } from '@ils/rules/engine/judgement'
import { plainConfiguration } from '@ils/rules/engine/plain-configuration'
import { readConfiguration } from '@ils/rules/engine/read-configuration'
import { runsOf } from '@ils/rules/engine/runs-of-release'
import { takeRun } from '@ils/rules/engine/run-step'
import { readStandardLab } from '/tmp/perf/read-lab.ts'
import { generatedOrders } from './orders.ts'
const { rulebook } = loadRulebook(readStandardLab())
const release = compileRelease(rulebook!)
const orders = generatedOrders(rulebook!, 500)
const runs = runsOf(release).terms
const t = new Float64Array(runs.length + 3)
const N = runs.length
const run = () => { for (const o0 of orders) {
  const o = JSON.parse(JSON.stringify(o0))
  let a = performance.now()
  const c = plainConfiguration(o)
  let b = performance.now(); t[N]! += b - a
  const j = openJudgement(release, 'order', c, { noting: false })
  a = performance.now(); t[N + 1]! += a - b
  readConfiguration(j)
  b = performance.now(); t[N + 2]! += b - a
  for (let i = 0; i < N; i++) { takeRun(j, runs[i]!, byIndex); a = performance.now(); t[i]! += a - b; b = a }
} }
for (let k = 0; k < 30; k++) run()
const best = new Float64Array(N + 3).fill(Infinity)
for (let k = 0; k < 20; k++) { t.fill(0); run(); run(); for (let i = 0; i < N + 3; i++) best[i] = Math.min(best[i]!, t[i]! / 1000 * 1000) }
let ov = performance.now(); for (let k = 0; k < 1e6; k++) performance.now(); ov = (performance.now() - ov) / 1e6 * 1000
const rows = [...best].map((v, i) => ({ us: v - ov, name: (runs[i] as any)?.name ?? ['plain', 'open', 'read'][i - N] ?? '?' }))
console.log('overhead', ov, 'sum', rows.reduce((s, r) => s + r.us, 0))
for (const r of rows.toSorted((x, y) => y.us - x.us).slice(0, +(process.argv[2] ?? 60))) console.log(r.us.toFixed(2), r.name)
