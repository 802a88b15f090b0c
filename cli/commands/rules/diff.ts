import type { Change } from '@ils/rules/rulebook/change'
import type { Command } from 'commander'
import colours from 'picocolors'
import { exits, say, sayJson } from '../../say.ts'
import { counted, openRulebook } from './open-rulebook.ts'
import { rulesCommand } from './rules-command.ts'

const marks: Readonly<Record<Change['kind'], string>> = { added: '+', removed: '-', changed: '~', moved: '↕' }

export function diffRulesCommand(): Command {
  return rulesCommand(
    'diff',
    'Say in words what differs between two rulebooks',
    '0: they are the same. 1: they differ, or one has faults.',
  )
    .argument('<before>', 'folder of the one')
    .argument('<after>', 'folder of the other')
    .option('--json', 'print JSON for programs')
    .action(async (before: string, after: string, options: { readonly json?: boolean }) => {
      const { diffRulebooks } = await import('@ils/rules/rulebook/diff-rulebooks')
      const [was, is] = [await openRulebook(before, options), await openRulebook(after, options)]
      const changes = diffRulebooks(was.rulebook, is.rulebook)
      if (options.json) sayJson({ before: was.hash, after: is.hash, changes })
      else {
        for (const change of changes) say(`${coloured(change.kind)} ${change.sentence}`)
        say(changes.length === 0 ? colours.green('✓ They are the same.') : counted(changes.length, 'difference'))
      }
      if (changes.length > 0) process.exitCode = exits.wrong
    })
}

function coloured(kind: Change['kind']): string {
  const colour = kind === 'added' ? colours.green : kind === 'removed' ? colours.red : colours.yellow
  return colour(marks[kind])
}
