import type { Rulebook } from '@ils/rules/language/rulebook'
import type { CaseReport, RuleCoverage } from '@ils/rules/rulebook/run-cases'
import { InvalidArgumentError, type Command } from 'commander'
import colours from 'picocolors'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { exits, say, sayJson, table } from '../../say.ts'
import { openRulebook } from './open-rulebook.ts'
import { RULEBOOK_NAMED, rulebookCommand } from './rulebook-command.ts'
import { runCasesOf } from './test.ts'

interface CoverageOptions extends ConnectionOptions {
  readonly min?: number
  readonly minConditions?: number
  readonly missing?: boolean
}

export function coverageRulesCommand(): Command {
  return rulebookCommand(
    'coverage',
    'Say of each rule which cases fire it and expect its silence, and which outcomes of its conditions they have seen',
    '0: shown, or as much as --min and --min-conditions ask for. 1: less than that, or the rulebook has faults.',
  )
    .argument('<rulebook>', RULEBOOK_NAMED)
    .option('--min <percent>', 'how many of a hundred rules some case must fire', percent)
    .option('--min-conditions <percent>', 'how many of a hundred outcomes of conditions some case must see', percent)
    .option('--missing', 'show only rules that no case fires')
    .action(async (source: string, options: CoverageOptions) => {
      const { rulebook } = await openRulebook(source, options)
      const report = await runCasesOf(rulebook)
      const fired = report.coverage.filter(({ firedIn }) => firedIn.length > 0).length
      const share = report.coverage.length === 0 ? 100 : (fired * 100) / report.coverage.length
      const conditions = await conditionsSeen(rulebook)
      if (options.json)
        sayJson({ rules: report.coverage.length, fired, percent: share, conditions, coverage: report.coverage })
      else {
        show(report, share, options)
        showConditions(conditions, options.minConditions ?? 0)
      }
      if (share < (options.min ?? 0) || conditions.percent < (options.minConditions ?? 0))
        process.exitCode = exits.wrong
    })
}

interface ConditionsSeen {
  /** Each test can come out true or false. */
  readonly outcomes: number
  readonly seen: number
  readonly percent: number
}

async function conditionsSeen(rulebook: Rulebook): Promise<ConditionsSeen> {
  const { analyse } = await import('@ils/rules/analysis/analyse-rulebook')
  const { outcomes = 0, seen = 0 } = analyse(rulebook, { judgements: 0, coverageSteps: Infinity }).coverage ?? {}
  return { outcomes, seen, percent: outcomes === 0 ? 100 : (seen * 100) / outcomes }
}

function showConditions({ outcomes, seen, percent: share }: ConditionsSeen, min: number): void {
  const text = `${seen} of ${outcomes} outcomes of conditions seen: ${share.toFixed(1)} %`
  say(share < min ? colours.red(`✗ ${text}, less than ${min} %`) : colours.green(`✓ ${text}`))
}

function percent(text: string): number {
  const value = Number(text)
  if (!/^\d+([.]\d+)?$/.test(text) || value > 100) throw new InvalidArgumentError('Write a number from 0 to 100.')
  return value
}

function show({ coverage }: CaseReport, share: number, { min, missing }: CoverageOptions): void {
  const shown = coverage.filter(({ firedIn }) => !missing || firedIn.length === 0)
  const head = ['', 'rule', 'group', 'fired by', 'won in', 'silent in'].map(colours.dim)
  if (shown.length > 0) say(table([head, ...shown.map(rowOf)]))
  say(colours.dim('  ✓ fired by a case and silent in another on purpose   ◐ only fired   ✗ never fired'))
  const fired = coverage.filter(({ firedIn }) => firedIn.length > 0).length
  const text = `${fired} of ${coverage.length} rules fire in some case: ${share.toFixed(1)} %`
  say(share < (min ?? 0) ? colours.red(`✗ ${text}, less than ${min ?? 0} %`) : colours.green(`✓ ${text}`))
}

function rowOf({ rule, group, firedIn, wonIn, excludedIn }: RuleCoverage): string[] {
  const mark =
    firedIn.length === 0 ? colours.red('✗') : excludedIn.length === 0 ? colours.yellow('◐') : colours.green('✓')
  return [mark, rule, colours.dim(group), String(firedIn.length), String(wonIn.length), String(excludedIn.length)]
}
