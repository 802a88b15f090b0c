import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import colours from 'picocolors'
import { writeFolder } from '../../rulebook-folder.ts'
import { exits, Plain, say } from '../../say.ts'
import { counted } from './open-rulebook.ts'
import { rulesCommand } from './rules-command.ts'

export function newRulesCommand(): Command {
  return rulesCommand(
    'new',
    'Start a rulebook from the standard lab, or from a small example',
    '0: it lies there. 1: it could not be written.',
  )
    .argument('<folder>', 'an empty folder, or one that is not there yet')
    .option('--small', 'a small example, to learn the language with')
    .action(async (folder: string, { small }: { readonly small?: boolean }) => {
      if (existsSync(folder) && readdirSync(folder).length > 0) {
        throw new Plain(`${folder} is not empty; give a new folder`, exits.usage)
      }
      const files = await (small ? exampleFiles() : standardFiles())
      writeFolder(folder, files)
      say(
        `${colours.green('✓')} ${counted(files.size, 'file')} in ${folder}; begin with ${join(folder, 'rulebook.json')}`,
      )
      say(`  Next: ils rules schemas ${folder}   so that an editor helps while you write`)
      say(`        ils rules test ${folder}`)
    })
}

async function exampleFiles(): Promise<ReadonlyMap<string, string>> {
  const [{ exampleRulebook }, { writeRulebook }] = await Promise.all([
    import('@ils/rules/language/example-rulebook'),
    import('@ils/rules/language/write-rulebook'),
  ])
  return writeRulebook(exampleRulebook)
}

async function standardFiles(): Promise<ReadonlyMap<string, string>> {
  const { readStandardLab } = await import('@ils/seeds/read-standard-lab')
  return readStandardLab()
}
