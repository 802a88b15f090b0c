import type { Rulebook } from '@ils/rules/language/rulebook'
import type { Command } from 'commander'
import colours from 'picocolors'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { exits, say, sayJson } from '../../say.ts'
import { counted, loadSource, sayFaults } from './open-rulebook.ts'
import { RULEBOOK_NAMED, rulebookCommand } from './rulebook-command.ts'

export function validateRulesCommand(): Command {
  return rulebookCommand(
    'validate',
    'Check that a rulebook says what can be judged',
    '0: no fault. 1: faults, each with its place.',
  )
    .argument('<rulebook>', RULEBOOK_NAMED)
    .action(async (source: string, options: ConnectionOptions) => {
      const { rulebook, hash, faults } = await loadSource(source, options)
      if (options.json) sayJson({ valid: faults.length === 0, hash, faults })
      else if (faults.length > 0) {
        sayFaults(faults)
        say(colours.red(`✗ ${counted(faults.length, 'fault')}`))
      } else if (rulebook) {
        const rows = rulebook.tables.reduce((sum, table) => sum + table.rows.length, 0)
        const parts = [
          counted(rulebook.vocabulary.length, 'fact'),
          counted(rulebook.groups.length, 'group'),
          counted(rulebook.rules.length, 'rule'),
          `${counted(rulebook.tables.length, 'table')} with ${counted(rows, 'row')}`,
          counted(rulebook.cases.length, 'case'),
        ]
        say(`${colours.green('✓')} ${rulebook.name}: ${parts.join(', ')}`)
        say(`  sha256:${hash ?? ''}`)
        say(colours.dim(`  ${await sayIndex(rulebook)}`))
      }
      if (faults.length > 0) process.exitCode = exits.wrong
    })
}

/** How the rules will be looked up: what cells cannot answer is evaluated test by test, and costs time. */
async function sayIndex(rulebook: Rulebook): Promise<string> {
  const { compileRelease } = await import('@ils/rules/engine/compile-release')
  const stats = compileRelease(rulebook).groups.map(({ index }) => index.stats)
  const sum = (of: 'indexed' | 'residual' | 'fallback') => stats.reduce((total, one) => total + one[of], 0)
  return `index: ${sum('indexed')} by cells, ${sum('residual')} by cells and tests, ${sum('fallback')} by tests alone`
}
