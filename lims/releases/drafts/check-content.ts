import { analyse } from '@ils/rules/analysis/analyse-rulebook'
import { findingKinds, type Finding, type Weight } from '@ils/rules/analysis/finding'
import { compileRelease } from '@ils/rules/engine/compile-release'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { runCases, type CaseMiss } from '@ils/rules/rulebook/run-cases'
import { unheardFindings } from '@ils/rules/rulebook/unheard-findings'

export interface FailedCase {
  readonly id: string
  readonly title: string
  readonly misses: CaseMiss[]
}

/** What a check found, with the counts of all and the first of each. */
export interface CheckOutcome {
  /** Of those that nobody accepted. */
  readonly errors: number
  readonly warnings: number
  readonly advice: number
  readonly accepted: number
  readonly casesPassed: number
  readonly casesFailed: number
  readonly findings: readonly Finding[]
  readonly failedCases: readonly FailedCase[]
}

const MOST_ADVICE = 500
const MOST_FAILED_CASES = 500

/** Everything that can be said of a sound content: what `ils rules lint` and `ils rules test` say, and who is unheard. */
export function checkContent(text: string): CheckOutcome {
  // What is kept was checked before it was.
  const rulebook = JSON.parse(text) as Rulebook
  // As `ils rules lint`: nobody waits for a keystroke here, every case is held against every rule.
  const { findings, counts } = analyse(rulebook, { coverageSteps: Infinity })
  const { results, passed, failed } = runCases(compileRelease(rulebook), rulebook.cases)
  const unheard = unheardFindings(rulebook)
  const open = (weight: Weight): number => {
    const all = Object.entries(counts).filter(([kind]) => weightOf(kind) === weight)
    const unlisted = all.reduce((sum, [, { total, accepted }]) => sum + total - accepted, 0)
    return unlisted + unheard.filter((one) => one.weight === weight && !one.accepted).length
  }
  return {
    ...{ errors: open('error'), warnings: open('warning'), advice: open('advice') },
    accepted:
      Object.values(counts).reduce((sum, { accepted }) => sum + accepted, 0) +
      unheard.filter(({ accepted }) => accepted).length,
    ...{ casesPassed: passed, casesFailed: failed },
    findings: worthKeeping([...unheard, ...findings]),
    failedCases: results
      .filter((result) => !result.passed)
      .slice(0, MOST_FAILED_CASES)
      .map(({ id, title, misses }) => ({ id, title, misses: [...misses] })),
  }
}

const weights: Readonly<Record<string, Weight>> = findingKinds

const weightOf = (kind: string): Weight | undefined => weights[kind]

function worthKeeping(findings: readonly Finding[]): readonly Finding[] {
  let advice = 0
  return findings.filter(({ weight }) => weight !== 'advice' || ++advice <= MOST_ADVICE)
}
