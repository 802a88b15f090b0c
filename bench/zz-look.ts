import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { readStandardLab } from '/tmp/perf/read-lab.ts'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { stepsForTerms } from '@ils/rules/engine/steps-for-terms'
import { generatedOrders } from './orders.ts'
const { rulebook } = loadRulebook(readStandardLab())
const release = compileRelease(rulebook!)
const os = generatedOrders(rulebook!, 12000)
const f = ['design.id', 'material.id', 'frame.type', 'order.treatments', 'tint.id']
for (const extra of [[], ['order.service'], ['order.service', 'order.priority'], ['order.service', 'order.priority', 'practice.region','practice.discount'], ['order.purpose', 'order.service', 'order.priority', 'order.kind', 'practice.region','practice.discount','practice.standard']]) {
  const seen = new Set<string>(); const misses = [0, 0, 0]
  os.forEach((o, i) => { const k = [...f, ...extra].map(x => JSON.stringify(o.job[x])).join('|'); if (!seen.has(k)) { seen.add(k); misses[i < 500 ? 0 : i < 4000 ? 1 : 2]!++ } })
  console.log(extra.join(), seen.size, misses)
}
const mod = release.steps.order.map(s => s.kind === 'group' && s.group.group.hit === 'unique' ? { ...s, group: { ...s.group, group: { ...s.group.group, hit: 'first' as const } } } : s)
const A = stepsForTerms(release.steps.order, release.facts), B = stepsForTerms(mod as any, release.facts)
const nm = (s: any) => s.kind === 'group' ? s.group.group.id : s.into.id
const b = new Set(B.map(nm)); console.log(A.length, B.length, A.map(nm).filter(x => !b.has(x)).join(' '))
let segs = 0
