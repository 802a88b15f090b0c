import { setImmediate as breathe } from 'node:timers/promises'
import type { Analysis } from '@ils/rules/analysis/assemble-analysis'
import type { Fault } from '@ils/rules/language/fault'
import type { Rulebook } from '@ils/rules/language/rulebook'
import type { CaseReport } from '@ils/rules/rulebook/run-cases'
import { loadSource } from './open-rulebook.ts'

/** What is known of a folder so far; later stages are null where an earlier one found it unsound, or a newer save came. */
export interface FolderCheck {
  readonly hash: string | null
  readonly rulebook: Rulebook | null
  readonly faults: readonly Fault[]
  readonly cases: CaseReport | null
  readonly analysis: Analysis | null
}

export interface CheckOptions {
  /** Everything is analysed anew, not only what was edited. */
  readonly thorough?: boolean
  /** Between stages: true ends the check. */
  readonly isOutdated?: () => boolean
  readonly onStage?: (sofar: FolderCheck) => void
}

/** Checks a folder again and again; after an edit only what it can have changed is analysed. */
export function openFolderChecker(folder: string): (options?: CheckOptions) => Promise<FolderCheck> {
  let last: { readonly rulebook: Rulebook; readonly analysis: Analysis } | null = null
  return async ({ thorough = false, isOutdated = () => false, onStage = () => undefined } = {}) => {
    const { rulebook, hash, faults } = await loadSource(folder, {})
    let sofar: FolderCheck = { hash, rulebook, faults, cases: null, analysis: null }
    const goOn = async (): Promise<boolean> => {
      onStage(sofar)
      // News of further saves is heard only when nobody computes.
      await breathe()
      return !isOutdated()
    }
    if (!(await goOn()) || rulebook === null) return sofar
    sofar = { ...sofar, cases: await runAll(rulebook) }
    if (!(await goOn())) return sofar
    const analysis: Analysis = await analyseAgain(thorough ? null : last, rulebook)
    last = { rulebook, analysis }
    const { unheardFindings } = await import('@ils/rules/rulebook/unheard-findings')
    sofar = { ...sofar, analysis: { ...analysis, findings: [...unheardFindings(rulebook), ...analysis.findings] } }
    onStage(sofar)
    return sofar
  }
}

async function runAll(rulebook: Rulebook): Promise<CaseReport> {
  const [{ compileRelease }, { runCases }] = await Promise.all([
    import('@ils/rules/engine/compile-release'),
    import('@ils/rules/rulebook/run-cases'),
  ])
  return runCases(compileRelease(rulebook), rulebook.cases)
}

async function analyseAgain(
  last: { readonly rulebook: Rulebook; readonly analysis: Analysis } | null,
  rulebook: Rulebook,
): Promise<Analysis> {
  const [{ analyse }, { reanalyse }, { canonicalJson }] = await Promise.all([
    import('@ils/rules/analysis/analyse-rulebook'),
    import('@ils/rules/analysis/reanalyse-rulebook'),
    import('@ils/rules/language/canonical-json'),
  ])
  // As `lint` does, so that both count alike.
  if (last === null) return analyse(rulebook, { coverageSteps: Infinity })
  return reanalyse(last.analysis, rulebook, differing(last.rulebook, rulebook, canonicalJson))
}

/** Ids of the rules and tables that are not what they were. */
function differing(before: Rulebook, after: Rulebook, textOf: (value: unknown) => string): string[] {
  const texts = ({ rules, tables }: Rulebook): Map<string, string> =>
    new Map([...rules, ...tables].map((one) => [one.id, textOf(one)]))
  const [was, is] = [texts(before), texts(after)]
  return [...new Set([...was.keys(), ...is.keys()])].filter((id) => was.get(id) !== is.get(id))
}
