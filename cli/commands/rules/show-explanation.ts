import type { Explanation } from '@ils/rules/engine/explain-decision'
import colours from 'picocolors'
import { say } from '../../say.ts'

/** Outcome, causes and the rules that fired. */
export function showExplanation({ outcome, summary, causes, fired }: Explanation): void {
  const colour = outcome === 'accepted' ? colours.green : outcome === 'refused' ? colours.red : colours.yellow
  say(`${colour(outcome)}  ${summary}`)
  if (causes.length > 0) say(`\n${colours.bold('Causes')}`)
  for (const { sentence } of causes) say(`  ${sentence}`)
  if (fired.length > 0) say(`\n${colours.bold('Rules that fired')}`)
  for (const { rule, eye, event, sentence } of fired) {
    say(`  ${colours.dim(`${rule}${eye ? ` (${eye})` : ''} ${event}`)}  ${sentence}`)
  }
}
