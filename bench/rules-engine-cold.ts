import { compileRules } from '@ils/rules/engine'
import { makeRandom } from '@ils/rules/reference/differential'
import { generateOrder, generateRule } from './generated-rules.ts'

/** A process of its own, told how many rules: nothing is warm, and what the heap gains is the compiled rules'. */
const random = makeRandom(Number(process.argv[3]))
const rules = Array.from({ length: Number(process.argv[2]) }, (_, n) => generateRule(random, n))
const orders = Array.from({ length: 200 }, () => generateOrder(random))
const inUse = () => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
const before = inUse()
const began = performance.now()
const compiled = compileRules(rules)
const compileMs = performance.now() - began
const times = orders.map((order) => {
  const from = performance.now()
  compiled.evaluate(order)
  return performance.now() - from
})
const bytes = inUse() - before
console.log(JSON.stringify({ compileMs, firstMs: times[0], laterMs: times.at(-1), bytes, stats: compiled.stats }))
