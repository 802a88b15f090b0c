import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { byIndex, takeSteps } from '@ils/rules/engine/judge'
import { openJudgement } from '@ils/rules/engine/judgement'
import { plainConfiguration } from '@ils/rules/engine/plain-configuration'
import { readConfiguration } from '@ils/rules/engine/read-configuration'
import { runsOf } from '@ils/rules/engine/runs-of-release'
import { runOf } from '@ils/rules/engine/run-step'
import { stepsForTerms } from '@ils/rules/engine/steps-for-terms'
import { readStandardLab } from '/tmp/perf/read-lab.ts'
import { generatedOrders } from './orders.ts'
const { rulebook } = loadRulebook(readStandardLab())
const release = compileRelease(rulebook!)
const orders = generatedOrders(rulebook!, 500)
const steps = stepsForTerms(release.steps.order, release.facts)
const runs = steps.map(runOf)
const t = new Float64Array(steps.length + 1)
const run = (time: boolean) => { for (const o0 of orders) {
  const o = JSON.parse(JSON.stringify(o0))
  const a0 = performance.now()
  const j = openJudgement(release, 'order', plainConfiguration(o), { noting: false })
  readConfiguration(j)
  t[steps.length]! += performance.now() - a0
  for (let i = 0; i < runs.length; i++) { const { ofJob, take } = runs[i]!
    const a = performance.now()
    if (ofJob) take(j, j.job, byIndex); else for (const l of j.lenses) take(j, l, byIndex)
    t[i]! += performance.now() - a }
} }
for (let k = 0; k < 20; k++) run(true)
t.fill(0)
for (let k = 0; k < 20; k++) run(true)
let ov = performance.now(); for (let k = 0; k < 1e6; k++) performance.now(); ov = (performance.now() - ov) / 1e6 * 1000
console.log('overhead', ov)
const n = 20 * 500
const by = new Map<string, number>()
const rows = steps.map((s, i) => ({ k: s.kind, ofJob: s.kind === 'group' ? s.group.group.scope === 'job' : s.into.ofJob, name: s.kind === 'group' ? s.group.group.id + ' rules ' + s.group.rules.length + ' facts ' + s.group.index.stats.facts + ' resid ' + s.group.index.stats.residual + ' fb ' + s.group.index.stats.fallback + ' reads ' + s.group.reads.size + ' ' + s.group.group.hit: s.into.id + (s.kind === 'compute' ? ' ' + (s.into.fact.source as any).by : ''), us: t[i]! * 1000 / n - ov }))
for (const r of rows) by.set(r.k, (by.get(r.k) ?? 0) + r.us)
console.log('read', (t[steps.length]! * 1000 / n).toFixed(1), Object.fromEntries([...by].map(([k, v]) => [k, [v.toFixed(1), rows.filter(r => r.k === k).length]])))
for (const r of rows.toSorted((a, b) => b.us - a.us).slice(0, 90)) console.log(r.us.toFixed(2), r.k, r.ofJob ? 'job' : 'lens', r.name)
// --- leaf analysis
import { inputsOf } from '@ils/rules/vocabulary/inputs-of'
const all = steps
const writersOf = new Map<string, number[]>()
all.forEach((s, i) => { const w = s.kind === 'group' ? [...new Set([...s.group.targets, ...s.group.group.writes])] : [s.into.id]; for (const x of w) writersOf.set(x, [...(writersOf.get(x) ?? []), i]) })
const fact = new Map(release.facts.map(f => [f.id, f]))
const leafOf = new Map<string, Set<string>>()
function leavesF(id: string, seen = new Set<string>()): Set<string> {
  if (leafOf.has(id)) return leafOf.get(id)!
  if (seen.has(id)) return new Set()
  seen.add(id)
  const out = new Set<string>()
  const f = fact.get(id); if (!f) return out
  const k = f.fact.source.kind
  if (k === 'given' || k === 'world' || k === 'asked') out.add(id)
  for (const x of inputsOf(f.fact)) for (const l of leavesF(x, seen)) out.add(l)
  for (const i of writersOf.get(id) ?? []) for (const l of leavesS(i, seen)) out.add(l)
  return out
}
function leavesS(i: number, seen = new Set<string>()): Set<string> {
  const s = all[i]!; const out = new Set<string>()
  const reads = s.kind === 'group' ? [...s.group.reads, ...s.group.targets] : inputsOf(s.into.fact)
  for (const r of reads) for (const l of leavesF(r, seen)) out.add(l)
  return out
}
const cat = new Set<string>()
for (const f of release.facts) if (f.fact.source.kind === 'given') console.log('given', f.fact.scope, f.id, f.type, f.fact.valuesOf ?? f.fact.values?.length ?? '')
for (const f of release.facts) if (f.fact.source.kind === 'given' && f.ofJob && f.fact.valuesOf) cat.add(f.id)
const enums = new Set(release.facts.filter(f => f.fact.source.kind === 'given' && f.ofJob && ['enum', 'set', 'boolean'].includes(f.type)).map(f => f.id))
let a = 0, b = 0, na = 0, nb = 0
const rest: any[] = []
rows.forEach((r, i) => { const L = [...leavesS(i)]; (r as any).L = L; if (L.every(x => cat.has(x))) { a += r.us; na++ } else if (L.every(x => enums.has(x))) { b += r.us; nb++; console.log('enum', r.us.toFixed(2), r.name.slice(0, 50), L.filter(x => !cat.has(x)).join(',')) } else rest.push(r) })
console.log('catalogue only', [...cat].join(' '), na, a, 'enums', nb, b)
const single = new Map<string, number>()
for (const r of rest.toSorted((x, y) => y.us - x.us)) console.log(r.us.toFixed(2), r.k, r.ofJob ? 'job' : 'lens', r.name.slice(0, 40), '|', r.L.filter((x: string) => !cat.has(x)).slice(0, 12).join(','))
console.log('=====')
const os2 = generatedOrders(rulebook!, 12000)
const sets = new Map<string, { us: number; n: number; names: string[] }>()
rows.forEach((r, i) => { const L = (r as any).L as string[]; if (!L.every(x => enums.has(x))) return; const k = [...L].sort().join(','); const s = sets.get(k) ?? { us: 0, n: 0, names: [] }; s.us += r.us; s.n++; s.names.push(r.name.split(' ')[0]!); sets.set(k, s) })
for (const [k, s] of [...sets].sort((a, b) => b[1].us - a[1].us)) { const c = new Set(os2.map(o => k.split(',').map(x => JSON.stringify(o.job[x])).join())); console.log(s.us.toFixed(2), s.n, k, 'combos', c.size, s.names.slice(0, 8).join(' ')) }
