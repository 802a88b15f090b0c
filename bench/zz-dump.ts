import { writeFileSync } from 'node:fs'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judgeTerms } from '@ils/rules/engine/judge-terms'
import { judge } from '@ils/rules/engine/judge'
import { hashDecision } from '@ils/rules/engine/hash-decision'
import { readStandardLab } from '/tmp/perf/read-lab.ts'
import { generatedOrders, simpleOf } from './orders.ts'
import { readOrder, practiceOf } from '../lims/releases/judging/read-order.ts'
import { readyForOrders } from '../lims/releases/judging/ready-for-orders.ts'
import { inFacts, inSimpleForm, showValidation } from '../lims/releases/judging/show-validation.ts'
const { rulebook } = loadRulebook(readStandardLab())
const release = compileRelease(rulebook!)
const ready = readyForOrders(release)
const actor: any = { kind: 'service', id: 'hld_bench', name: 'Portal', roles: ['service'], scopes: ['rules:read'], practice: null, by: 'key', keyId: 'k', requestsPerMinute: 1e6 }
const rr: any = { number: 1, hash: release.hash, compiled: release }
const out: string[] = []
let seed = 7
const rnd = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648, Math.floor(seed / 65536) % n)
for (const [i, o] of generatedOrders(rulebook!, 3000).entries()) {
  const variants: any[] = [{ configuration: o }, simpleOf(rulebook!, o)]
  // disturbed ones: values shifted, dropped, wrong
  const m: any = JSON.parse(JSON.stringify(o))
  for (let k = 0; k < 1 + rnd(3); k++) {
    const seat = ['job', 'right', 'left'][rnd(3)]!
    if (!m[seat]) continue
    const keys = Object.keys(m[seat]); const id = keys[rnd(keys.length)]!
    const v = m[seat][id]
    m[seat][id] = typeof v === 'number' ? [v + 1, v * 2, -v, 0, v + 5000, null, 'x', 1e12][rnd(8)] : [null, 'nonsense', 3, true, [], undefined][rnd(6)]
  }
  variants.push({ configuration: m })
  for (const body of variants) {
    const b = JSON.parse(JSON.stringify(body))
    const { configuration, misread } = readOrder(actor, b, ready, { practice: practiceOf(actor, b), today: '2026-11-21' })
    const v = showValidation(rr, judgeTerms(release, configuration), misread, 'configuration' in b ? inFacts : inSimpleForm(ready.form), { decisionHash: null, judgementId: null, nearest: [], nearestCut: false, explanation: null })
    const again = JSON.stringify(judgeTerms(release, configuration)) 
    const full = judge(release, 'order', configuration)
    if (again !== JSON.stringify({ causes: full.causes, outcome: full.outcome, unconfirmed: full.unconfirmed, job: { charges: full.job.charges, total: full.job.total, promise: full.job.promise } })) console.log('terms differ from judge', i)
    out.push(JSON.stringify(v) + ' ' + hashDecision(full) + ' ' + hashDecision(judge(release, 'answer', configuration)))
  }
}
writeFileSync(process.argv[2]!, out.join('\n'))
console.log(out.length)
