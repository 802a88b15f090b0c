import { traceOutline } from '@ils/rules/optics/trace'
import { isBoundedShape } from '@ils/rules/engine/bounded-shape'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { readStandardLab } from '/tmp/perf/read-lab.ts'
import { generatedOrders } from './orders.ts'
const { rulebook } = loadRulebook(readStandardLab())
const ts = generatedOrders(rulebook!, 500).flatMap(o => [o.right, o.left]).map(e => e?.['frame.trace']).filter(Boolean).map(t => JSON.stringify(t))
let sum = 0
for (let k = 0; k < 60; k++) {
  let tb = 0, to = 0
  for (const t of ts) {
  const p = JSON.parse(t)
  const a = performance.now(); isBoundedShape(p)
  const b = performance.now(); sum += traceOutline(p)!.circumference
  const c = performance.now(); tb += b - a; to += c - b }
  if (k % 10 === 9) console.log('bounded', ((tb) * 1000 / ts.length).toFixed(2), 'outline', ((to) * 1000 / ts.length).toFixed(2), 'us each')
}
console.log(sum)
