import { Command } from 'commander'
import colours from 'picocolors'
import type { Finding } from '../finding.ts'
import { exits, say, sayJson, table } from '../say.ts'
import { readCliSettings } from '../settings.ts'

const MARKS = { good: colours.green('✓'), warning: colours.yellow('!'), bad: colours.red('✗') }

export function doctorCommand(): Command {
  return new Command('doctor')
    .description('Check this setup and say what to do')
    .option('--json', 'print JSON for programs')
    .addHelpText('after', '\nExit code 0: nothing is wrong (there may be warnings). 1: something is.')
    .action(async (options: { json?: boolean }) => {
      const { checkUp } = await import('../checkup.ts')
      const findings = await checkUp(readCliSettings())
      if (options.json) sayJson(findings)
      else show(findings)
      if (findings.some((finding) => finding.verdict === 'bad')) process.exitCode = exits.wrong
    })
}

function show(findings: readonly Finding[]): void {
  say()
  say(
    table(
      findings.map((f) => [MARKS[f.verdict], colours.bold(f.what), f.seen, f.todo ? colours.dim(`→ ${f.todo}`) : '']),
    ),
  )
  const count = (verdict: Finding['verdict']): number =>
    findings.filter((finding) => finding.verdict === verdict).length
  say()
  say(`  ${count('good')} good, ${count('warning')} to look at, ${count('bad')} wrong`)
}
