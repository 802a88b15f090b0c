import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import colours from 'picocolors'
import { readRulebookFolder, writeFolder } from '../../rulebook-folder.ts'
import { exits, say, sayJson } from '../../say.ts'
import { openRulebook } from './open-rulebook.ts'
import { rulesCommand } from './rules-command.ts'

interface FormatOptions {
  readonly check?: boolean
  readonly json?: boolean
}

export function formatRulesCommand(): Command {
  return rulesCommand(
    'format',
    'Write a rulebook’s files as the tools write them: each part in its place, keys and lists in order',
    '0: written, or with --check nothing to do. 1: with --check something to do, or the rulebook has faults.',
  )
    .argument('<folder>', 'the folder that holds rulebook.json')
    .option('--check', 'change nothing, only say what would change')
    .option('--json', 'print JSON for programs')
    .action(async (folder: string, options: FormatOptions) => {
      const { writeRulebook } = await import('@ils/rules/language/write-rulebook')
      const { rulebook } = await openRulebook(folder, options)
      const before = readRulebookFolder(folder)
      const after = writeRulebook(rulebook)
      const written = [...after].filter(([path, text]) => before.get(path) !== text)
      // All of them were read into the rulebook, so what they said stands in the others now.
      const removed = [...before.keys()].filter((path) => !after.has(path))
      if (!options.check) {
        writeFolder(folder, new Map(written))
        for (const path of removed) rmSync(join(folder, path))
      }
      const changed = written.length + removed.length
      if (options.json) sayJson({ written: written.map(([path]) => path), removed })
      else {
        for (const [path] of written) say(`  ${colours.yellow('~')} ${path}`)
        for (const path of removed) say(`  ${colours.red('-')} ${path}`)
        if (changed === 0) say(`${colours.green('✓')} Nothing to do.`)
      }
      if (options.check && changed > 0) process.exitCode = exits.wrong
    })
}
