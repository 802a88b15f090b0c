import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judgeTerms } from '@ils/rules/engine/judge-terms'
import { runsOf } from '@ils/rules/engine/runs-of-release'
import { readStandardLab } from '/tmp/perf/read-lab.ts'
import { generatedOrders, simpleOf } from '/work/main/bench/orders.ts'
import { readOrder, practiceOf } from '/work/main/lims/releases/judging/read-order.ts'
import { readyForOrders } from '/work/main/lims/releases/judging/ready-for-orders.ts'
import { inFacts, inSimpleForm, showValidation } from '/work/main/lims/releases/judging/show-validation.ts'
import { checkOf } from '@ils/contract/validate'
import { limsApi } from '@ils/contract/lims'
import { createHash } from 'node:crypto'

const { rulebook } = loadRulebook(readStandardLab())
const release = compileRelease(rulebook!)
const ready = readyForOrders(release)
const actor: any = { kind: 'service', id: 'hld_bench', name: 'Portal', roles: ['service'], scopes: ['rules:read'], practice: null, by: 'key', keyId: 'k', requestsPerMinute: 1e6 }
const reqs: any[] = generatedOrders(rulebook!, 500).map((o, i) => i % 2 === 0 ? { configuration: o } : simpleOf(rulebook!, o))
const texts = reqs.map(r => JSON.stringify(r))
const rr: any = { number: 1, hash: release.hash, compiled: release }
const only = process.argv[2] ?? 'all'
const t = [0,0,0,0,0,0,0]
const check = checkOf(limsApi.validate.body!)
const h = createHash('sha256')
function one(text: string, keep?: (s: string) => void) {
  const a = performance.now()
  const body: any = JSON.parse(text)
  check(body, 'body')
  const b = performance.now()
  const practice = practiceOf(actor, body)
  const { configuration, misread } = readOrder(actor, body, ready, { practice, today: '2026-11-21' })
  const c = performance.now()
  const terms = judgeTerms(release, configuration)
  const d = performance.now()
  const v = showValidation(rr, terms, misread, 'configuration' in body ? inFacts : inSimpleForm(ready.form), { decisionHash: null, judgementId: null, nearest: [], nearestCut: false, explanation: null })
  const e = performance.now()
  const s = JSON.stringify(v)
  const f = performance.now()
  keep?.(s)
  const simple = 'configuration' in body ? 0 : 1
  t[0]! += b - a; t[1 + simple]! += c - b; t[3]! += d - c; t[4]! += e - d; t[5]! += f - e
  return s.length
}
let bytes = 0
for (const x of texts) one(x, s => { h.update(s); bytes += s.length })
console.log('answers', h.digest('hex').slice(0, 16), 'mean bytes', bytes / texts.length, 'rules', release.groups.reduce((s, g) => s + g.rules.length, 0), 'steps', release.steps.order.length, 'terms', runsOf(release).terms.length)
for (let w = 0; w < 20; w++) for (const x of texts) one(x)
const best = new Array(7).fill(Infinity)
for (let k = 0; k < 40; k++) {
  t.fill(0)
  for (let w = 0; w < 5; w++) for (const x of texts) one(x)
  t.forEach((v, i) => { best[i] = Math.min(best[i], v * 1000 / (5 * texts.length) * (i === 1 || i === 2 ? 2 : 1)) })
}
const [pc, rf, rs, ju, sh, st] = best.map(v => v.toFixed(1))
console.log(`best: parse+check ${pc}  read full ${rf} simple ${rs}  judge ${ju}  show ${sh}  stringify ${st}  ours ${(best[1]/2+best[2]/2+best[3]+best[4]+best[5]).toFixed(1)}`)
