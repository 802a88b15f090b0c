import type { Finding, Weight } from '@ils/rules/analysis/finding'
import colours from 'picocolors'
import { findingLines } from './finding-lines.ts'
import type { FolderCheck } from './folder-checker.ts'
import { visibleLength } from '../../say.ts'
import { counted, faultLine } from './open-rulebook.ts'

export const openFindings = (findings: readonly Finding[], weights: readonly Weight[]): Finding[] =>
  findings.filter(({ weight, accepted }) => !accepted && weights.includes(weight))

export function isFine({ faults, cases, analysis }: FolderCheck): boolean {
  if (faults.length > 0 || (cases?.failed ?? 0) > 0) return false
  return openFindings(analysis?.findings ?? [], ['error', 'warning']).length === 0
}

/** The gravest thing there is, in as many lines as fit. */
export function checkLines(
  { faults, hash, rulebook, cases, analysis }: FolderCheck,
  screen: Screen = endless,
): string[] {
  const good = colours.green('✓')
  const bad = colours.red('✗')
  if (faults.length > 0) {
    return [
      `${bad} ${counted(faults.length, 'fault')}: nothing can be judged by it`,
      ...cut(faults.map(faultLine), screen, 1),
    ]
  }
  const rows = rulebook?.tables.reduce((sum, table) => sum + table.rows.length, 0) ?? 0
  const lines = [
    `${good} ${rulebook?.name ?? ''}: ${counted(rulebook?.rules.length ?? 0, 'rule')}, ${counted(rows, 'row')}  ${colours.dim(`sha256:${hash?.slice(0, 12) ?? ''}`)}`,
  ]
  if (cases) {
    const failed = cases.results.filter(({ passed }) => !passed)
    lines.push(
      failed.length === 0
        ? `${good} ${counted(cases.passed, 'case')} passed`
        : `${bad} ${counted(failed.length, 'case')} failed of ${cases.results.length}`,
    )
    const details = failed.flatMap(({ id, title, misses }) => [
      `  ${bad} ${id}  ${colours.dim(title)}`,
      ...misses.map(({ sentence }) => `      ${sentence}`),
    ])
    // The findings need two lines at least.
    lines.push(...cut(details, screen, heightOf(lines, screen) + 2))
  }
  if (analysis) {
    const open = openFindings(analysis.findings, ['error', 'warning'])
    const number = (weight: Weight): number => openFindings(analysis.findings, [weight]).length
    const parts = [
      counted(number('error'), 'error'),
      counted(number('warning'), 'warning'),
      `${number('advice')} pieces of advice`,
    ]
    lines.push(
      `${open.length > 0 ? bad : good} ${parts.join(', ')}${analysis.stale ? colours.dim(' (some as before the edit)') : ''}`,
    )
    lines.push(...cut(open.flatMap(findingLines), screen, heightOf(lines, screen)))
  }
  return lines
}

interface Screen {
  readonly rows: number
  readonly columns: number
}

const endless: Screen = { rows: Infinity, columns: Infinity }

/** The first of the lines, as far as they fit under those that stand there already, and how many more there are. */
function cut(lines: readonly string[], screen: Screen, taken: number): string[] {
  const room = screen.rows - taken
  if (heightOf(lines, screen) <= room) return [...lines]
  let shown = 0
  while (heightOf(lines.slice(0, shown + 1), screen) < room) shown++
  const more = colours.dim(`  … and ${lines.length - shown} more lines`)
  return room < 1 ? [] : [...lines.slice(0, shown), more]
}

/** A long line takes several. */
const heightOf = (lines: readonly string[], { columns }: Screen): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(visibleLength(line) / columns)), 0)
