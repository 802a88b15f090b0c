import type { Analysis } from '@ils/rules/analysis/assemble-analysis'
import type { Finding, Weight } from '@ils/rules/analysis/finding'
import type { Command } from 'commander'
import colours from 'picocolors'
import { openProgress } from '../../progress.ts'
import { exits, say, sayJson } from '../../say.ts'
import { counted, openRulebook } from './open-rulebook.ts'
import { rulesCommand } from './rules-command.ts'

interface LintOptions {
  readonly json?: boolean
  readonly advice?: boolean
  readonly strict?: boolean
}

export function lintRulesCommand(): Command {
  return rulesCommand(
    'lint',
    'Find rules that can never fire, contradict or hide each other, and orders that no rule decides',
    '0: nothing but advice and what was accepted by name. 1: errors or warnings (with --strict advice too), or faults.',
  )
    .argument('<folder>', 'the folder that holds rulebook.json')
    .option('--advice', 'show advice too')
    .option('--strict', 'advice counts like a warning')
    .option('--json', 'print JSON for programs')
    .action(async (folder: string, options: LintOptions) => {
      const { analyse } = await import('@ils/rules/analysis/analyse-rulebook')
      const { rulebook, hash } = await openRulebook(folder, options)
      const progress = openProgress('rules and rows to analyse')
      progress.show(rulebook.rules.length + rulebook.tables.reduce((sum, { rows }) => sum + rows.length, 0))
      // Nobody waits for a keystroke here: every case is held against every rule.
      const analysis = analyse(rulebook, { coverageSteps: Infinity })
      progress.close()
      const { findings, counts, rules, regions } = analysis
      if (options.json) sayJson({ hash, rules, regions, findings, counts })
      else show(analysis, options)
      const counting = findings.filter(({ weight, accepted }) => !accepted && (weight !== 'advice' || options.strict))
      if (counting.length > 0) process.exitCode = exits.wrong
    })
}

function show({ findings, counts, rules }: Analysis, { advice, strict }: LintOptions): void {
  const all = advice === true || strict === true
  const shown = findings.filter(({ weight, accepted }) => !accepted && (weight !== 'advice' || all))
  for (const finding of shown) showFinding(finding)
  const open = (weight: Weight): number => findings.filter((one) => one.weight === weight && !one.accepted).length
  const accepted = findings.filter((one) => one.accepted).length
  const hidden = open('advice') > 0 && !all
  const unlisted = Object.values(counts).reduce((sum, { total, listed }) => sum + total - listed, 0)
  const parts = [
    counted(open('error'), 'error'),
    counted(open('warning'), 'warning'),
    `${open('advice')} pieces of advice${hidden ? ' (--advice shows them)' : ''}`,
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    ...(unlisted > 0 ? [`${unlisted} more of the same kinds`] : []),
  ]
  const wrong = open('error') + open('warning') > 0
  say(`${wrong ? colours.red('✗') : colours.green('✓')} ${counted(rules, 'rule')} analysed: ${parts.join(', ')}`)
}

const colourOf: Readonly<Record<Weight, (text: string) => string>> = {
  error: colours.red,
  warning: colours.yellow,
  advice: colours.dim,
}

function showFinding({ kind, weight, certainty, message, region, id }: Finding): void {
  say(`${colourOf[weight](kind)}${certainty === 'possible' ? ' (possible)' : ''}  ${message}`)
  if (region.length > 0) say(`    where ${region.map(({ fact, cells }) => `${fact} ${cells}`).join(', ')}`)
  say(colours.dim(`    ${id}`))
}
