import type { Rulebook } from '@ils/rules/language/rulebook'
import type { CaseReport } from '@ils/rules/rulebook/run-cases'
import type { Command } from 'commander'
import colours from 'picocolors'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { openProgress } from '../../progress.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { counted, openRulebook } from './open-rulebook.ts'
import { RULEBOOK_NAMED, rulebookCommand } from './rulebook-command.ts'

interface TestOptions extends ConnectionOptions {
  readonly only?: readonly string[]
  readonly quiet?: boolean
}

export function testRulesCommand(): Command {
  return rulebookCommand(
    'test',
    'Run the worked cases of a rulebook',
    '0: every case passed. 1: some failed, or the rulebook has faults.',
  )
    .argument('<rulebook>', RULEBOOK_NAMED)
    .option('--only <case...>', 'run these cases only')
    .option('--quiet', 'say nothing of cases that passed')
    .action(async (source: string, options: TestOptions) => {
      const { rulebook } = await openRulebook(source, options)
      const strange = options.only?.filter((id) => !rulebook.cases.some((one) => one.id === id)) ?? []
      if (strange.length > 0) throw new Plain(`There is no case ${strange.join(', ')} in ${source}`, exits.usage)
      const report = await runCasesOf(rulebook, options.only)
      if (options.json) sayJson(report)
      else show(report, options.quiet === true)
      if (report.failed > 0) process.exitCode = exits.wrong
    })
}

export async function runCasesOf(rulebook: Rulebook, only?: readonly string[]): Promise<CaseReport> {
  const [{ compileRelease }, { runCases }] = await Promise.all([
    import('@ils/rules/engine/compile-release'),
    import('@ils/rules/rulebook/run-cases'),
  ])
  const cases = rulebook.cases.filter(({ id }) => only?.includes(id) ?? true)
  const progress = openProgress('cases')
  const report = runCases(compileRelease(rulebook), cases, (done, total) => progress.show(done, total))
  progress.close()
  return report
}

function show({ results, passed, failed }: CaseReport, quiet: boolean): void {
  for (const { id, title, passed: fine, misses } of results) {
    if (fine && quiet) continue
    say(`  ${fine ? colours.green('✓') : colours.red('✗')} ${id}  ${colours.dim(title)}`)
    for (const { sentence } of misses) say(`      ${sentence}`)
  }
  if (results.length === 0) say('  The rulebook has no cases: nothing was proven.')
  const verdict = failed > 0 ? colours.red(`✗ ${counted(failed, 'case')} failed`) : colours.green('✓')
  say(`${verdict} ${failed > 0 ? `of ${passed + failed}` : `${counted(passed, 'case')} passed`}`)
}
