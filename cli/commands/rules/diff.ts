import type { Command } from 'commander'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { exits, sayJson } from '../../say.ts'
import { openRulebook } from './open-rulebook.ts'
import { RULEBOOK_NAMED, rulebookCommand } from './rulebook-command.ts'
import { showChanges } from './show-changes.ts'

export function diffRulesCommand(): Command {
  return rulebookCommand(
    'diff',
    'Say in words what differs between two rulebooks',
    '0: they are the same. 1: they differ, or one has faults.',
  )
    .argument('<before>', RULEBOOK_NAMED)
    .argument('<after>', 'the other, named in the same way')
    .action(async (before: string, after: string, options: ConnectionOptions) => {
      const { diffRulebooks } = await import('@ils/rules/rulebook/diff-rulebooks')
      const [was, is] = [await openRulebook(before, options), await openRulebook(after, options)]
      const changes = diffRulebooks(was.rulebook, is.rulebook)
      if (options.json) sayJson({ before: was.hash, after: is.hash, changes })
      else showChanges(changes)
      if (changes.length > 0) process.exitCode = exits.wrong
    })
}
