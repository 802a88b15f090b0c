import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { wholeNumber } from './number-option.ts'
import { releaseCommand } from './release-command.ts'

type RollbackOptions = ConnectionOptions & { readonly to?: number; readonly reason: string }

export function rollbackRulesCommand(): Command {
  return releaseCommand(
    'rollback',
    'Take a release back: bring an earlier one into force again, for everyone',
    '0: the earlier one is in force. 1: refused, and why.',
  )
    .option('--to <release>', 'number of the release (default: what was in force before)', wholeNumber)
    .requiredOption('--reason <text>', 'why it is taken back')
    .action(async ({ to, reason, ...options }: RollbackOptions) => {
      const lims = connect(options)
      const before = await lims.getInForce()
      // Expected: if somebody publishes at this moment, that is not what shall be taken back.
      const body = { reason, expected: before.number, ...(to === undefined ? {} : { to }) }
      if (!options.json) say(`  In force:  release ${before.number}, since ${sayInstant(before.since)}`)
      const activation = await lims.rollBack({ body })
      if (options.json) sayJson({ before, activation })
      else {
        say(`${colours.green('✓')} In force now:  release ${activation.release}, since ${sayInstant(activation.at)}`)
        say(`  sha256:${activation.hash}`)
      }
    })
}
