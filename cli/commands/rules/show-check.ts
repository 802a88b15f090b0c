import colours from 'picocolors'
import { say } from '../../say.ts'
import { findingLines } from './finding-lines.ts'
import { counted, placeFaults, sayFaults } from './open-rulebook.ts'
import type { CheckDetails } from './wait-for-check.ts'

/** What a check found, the gravest first; advice is only counted. */
export function showCheck({ summary, faults, findings, failedCases }: CheckDetails, source: string): void {
  sayFaults(placeFaults(source, faults))
  const open = findings.filter(({ weight, accepted }) => !accepted && weight !== 'advice')
  for (const line of open.flatMap(findingLines)) say(line)
  for (const { id, title, misses } of failedCases) {
    say(`  ${colours.red('✗')} ${id}  ${colours.dim(title)}`)
    for (const { sentence } of misses) say(`      ${sentence}`)
  }
  const { state, errors, warnings, advice, accepted, casesPassed, casesFailed, seconds } = summary
  const parts = [
    ...(summary.faults > 0 ? [counted(summary.faults, 'fault')] : []),
    counted(errors, 'error'),
    counted(warnings, 'warning'),
    `${advice} pieces of advice`,
    ...(accepted > 0 ? [`${accepted} accepted`] : []),
    casesFailed > 0
      ? `${casesFailed} of ${counted(casesPassed + casesFailed, 'case')} failed`
      : `${counted(casesPassed, 'case')} passed`,
  ]
  const time = seconds === null ? '' : ` in ${seconds.toFixed(1)} s`
  say(`${state === 'passed' ? colours.green('✓') : colours.red('✗')} Checked${time}: ${parts.join(', ')}`)
}
