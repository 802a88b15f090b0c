import type { Impact, ImpactChange } from '@ils/contract/impacts'
import colours from 'picocolors'
import { say, table } from '../../say.ts'
import { namesOf } from './names-of.ts'

const MOST_RULES = 3

export function showImpact(impact: Impact): void {
  const { state, judged, total, changed, sentences, tallies, current, failure, acknowledged } = impact
  if (state === 'failed') say(colours.red(`✗ The preview failed: ${failure ?? 'nobody knows why'}`))
  if (state === 'cancelled') say(colours.yellow(`! Stopped after ${judged} of ${total ?? impact.wanted}`))
  if (!current)
    say(colours.yellow('! The draft or the release in force changed since: this is not about them any more'))
  for (const sentence of sentences) say(`  ${sentence}`)
  if (tallies.length > 0) {
    const head = ['', 'orders', 'by rules', 'of practices'].map(colours.dim)
    const rows = tallies.map(({ respect, total: count, byRule, byPractice, withoutRule }) => [
      respect,
      String(count),
      namesOf([...byRule, ...(withoutRule > 0 ? [{ name: 'what rules read', count: withoutRule }] : [])]),
      namesOf(byPractice),
    ])
    say(`\n${table([head, ...rows])}`)
  }
  say(`${state === 'done' ? colours.green('✓') : ' '} ${judged} judged, ${changed} would be decided otherwise`)
  for (const { by } of acknowledged) say(colours.dim(`  ${by.name} took note of it`))
}

export function showImpactChanges(changes: readonly ImpactChange[]): void {
  const head = ['judgement', 'practice', 'outcome', 'minor units', 'in which way', 'rules'].map(colours.dim)
  const rows = changes.map(({ judgementId, practice, before, after, price, respects, rules }) => [
    judgementId,
    practice ?? '',
    before === after ? before : `${before} → ${after}`,
    price === 0 ? '' : `${price > 0 ? '+' : ''}${price}`,
    respects.join(', '),
    rules.slice(0, MOST_RULES).join(', '),
  ])
  if (rows.length > 0) say(`\n${table([head, ...rows])}\n`)
}
