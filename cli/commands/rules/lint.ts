import type { Analysis } from '@ils/rules/analysis/assemble-analysis'
import type { Weight } from '@ils/rules/analysis/finding'
import type { Command } from 'commander'
import colours from 'picocolors'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { openProgress } from '../../progress.ts'
import { exits, say, sayJson } from '../../say.ts'
import { findingLines } from './finding-lines.ts'
import { counted, openRulebook } from './open-rulebook.ts'
import { RULEBOOK_NAMED, rulebookCommand } from './rulebook-command.ts'

interface LintOptions extends ConnectionOptions {
  readonly advice?: boolean
  readonly strict?: boolean
}

export function lintRulesCommand(): Command {
  return rulebookCommand(
    'lint',
    'Find rules that can never fire, contradict or hide each other, and orders that no rule decides',
    '0: nothing but advice and what was accepted by name. 1: errors or warnings (with --strict advice too), or faults.',
  )
    .argument('<rulebook>', RULEBOOK_NAMED)
    .option('--advice', 'show advice too')
    .option('--strict', 'advice counts like a warning')
    .action(async (source: string, options: LintOptions) => {
      const [{ analyse }, { unheardFindings }] = await Promise.all([
        import('@ils/rules/analysis/analyse-rulebook'),
        import('@ils/rules/rulebook/unheard-findings'),
      ])
      const { rulebook, hash } = await openRulebook(source, options)
      const progress = openProgress('rules and rows to analyse')
      progress.show(rulebook.rules.length + rulebook.tables.reduce((sum, { rows }) => sum + rows.length, 0))
      // Nobody waits for a keystroke here: every case is held against every rule.
      const found = analyse(rulebook, { coverageSteps: Infinity })
      const analysis = { ...found, findings: [...unheardFindings(rulebook), ...found.findings] }
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
  for (const line of shown.flatMap(findingLines)) say(line)
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
