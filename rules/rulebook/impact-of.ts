import { respects, type Respect } from './rule-knowledge.ts'
import type { Count, Simulation } from './simulate.ts'

/** What an approver has to have read. */
export interface Impact {
  /** Nothing to take note of: every decision is what it was. */
  readonly none: boolean
  readonly sentences: readonly string[]
}

const said: Readonly<Record<Respect, string>> = {
  'newly refused': 'would be refused that are accepted now',
  'newly accepted': 'would be accepted that are refused now',
  outcome: 'would wait where they do not, or no longer wait where they do',
  causes: 'would be told something else with the same outcome',
  program: 'would be made with other programs or blanks',
  route: 'would take another way through the lab',
  tolerance: 'would be inspected to other tolerances',
  price: 'would cost something else',
  promise: 'would be promised for another time',
}

/** A simulation in sentences, the weightiest first, each with the rules and practices most concerned. */
export function impactOf(simulation: Simulation, most = 3): Impact {
  const { judged, changed, aborted, priceDifference } = simulation
  const sentences: string[] = []
  if (aborted) sentences.push(`Stopped after ${judged} orders: what follows is true of those only.`)
  if (judged === 0) sentences.push('No order was judged, so nothing is known of what would change.')
  else if (changed === 0) sentences.push(`None of ${judged} orders would be decided otherwise.`)
  else sentences.push(`${changed} of ${judged} orders would be decided otherwise.`)
  for (const respect of respects) {
    const { total, byRule, byPractice, withoutRule } = simulation.respects[respect]
    if (total === 0) continue
    const rules = byRule.length > 0 ? [`by ${named(byRule, most)}`] : []
    const elsewhere = withoutRule > 0 ? [`${withoutRule} by what the rules read, not by a rule`] : []
    const practices = byPractice.length > 0 ? [`of ${named(byPractice, most)}`] : []
    const sum = respect === 'price' && priceDifference !== 0 ? [`${signed(priceDifference)} minor units together`] : []
    const why = [...rules, ...elsewhere, ...practices, ...sum].join('; ')
    sentences.push(`${total} ${said[respect]}${why === '' ? '' : `: ${why}`}.`)
  }
  return { none: changed === 0 && judged > 0 && !aborted, sentences }
}

function named(counts: readonly Count[], most: number): string {
  const first = counts.slice(0, most).map(({ name, count }) => `${name} (${count})`)
  const rest = counts.length - first.length
  return `${first.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

const signed = (amount: number): string => `${amount > 0 ? '+' : ''}${amount}`
