import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import colours from 'picocolors'
import { readRulebookFolder, textOf, writeFolder } from '../../rulebook-folder.ts'
import { say } from '../../say.ts'
import { rulesCommand } from './rules-command.ts'

/** Beside the rulebook and not in it: the loader passes by what begins with a dot. */
const FOLDER = '.schemas'
const SETTINGS = '.vscode/settings.json'

/** Which files of the folder a schema is for, as editors write it. */
const filesOf: Readonly<Record<string, readonly string[]>> = {
  rulebook: ['/rulebook.json'],
  groups: ['/groups.json'],
  conditions: ['/conditions.json'],
  accepted: ['/accepted.json'],
}

export function schemasRulesCommand(): Command {
  return rulesCommand(
    'schemas',
    'Write JSON Schemas beside a rulebook, so that an editor completes and checks what is typed',
    '0: written. 1: a file could not be written.',
  )
    .argument('<folder>', 'the folder that holds rulebook.json')
    .action(async (folder: string) => {
      const { schemas } = await import('@ils/rules/language/schemas/file-schemas')
      readRulebookFolder(folder)
      const kinds = Object.keys(schemas)
      const path = (kind: string): string => `${FOLDER}/${kind}.schema.json`
      const texts = new Map(Object.entries(schemas).map(([kind, schema]) => [path(kind), json(schema)]))
      const hints = kinds.map((kind) => ({
        fileMatch: filesOf[kind] ?? [`/${kind}/**/*.json`],
        url: `./${path(kind)}`,
      }))
      const settings = settingsWith(join(folder, SETTINGS), hints)
      if (settings !== null) texts.set(SETTINGS, settings)
      writeFolder(folder, texts)
      say(`${colours.green('✓')} ${kinds.length} schemas in ${join(folder, FOLDER)}`)
      if (settings !== null)
        say(`  Visual Studio Code finds them by ${join(folder, SETTINGS)}, when ${folder} is what it opened.`)
      else
        say(
          `  ${join(folder, SETTINGS)} is there and was left alone; put this into it:\n${json({ 'json.schemas': hints })}`,
        )
    })
}

/** The settings with our hints in them; nothing when there are some that we cannot read and so might spoil. */
function settingsWith(file: string, hints: readonly unknown[]): string | null {
  if (!existsSync(file)) return json({ 'json.schemas': hints })
  try {
    const known: unknown = JSON.parse(textOf(file))
    if (typeof known !== 'object' || known === null || Array.isArray(known)) return null
    // Whatever somebody wrote there.
    const others =
      'json.schemas' in known && Array.isArray(known['json.schemas']) ? (known['json.schemas'] as unknown[]) : []
    return json({ ...known, 'json.schemas': [...others.filter((one) => !isOurs(one)), ...hints] })
  } catch {
    // With comments it is not JSON.
    return null
  }
}

const isOurs = (hint: unknown): boolean =>
  typeof hint === 'object' && hint !== null && 'url' in hint && String(hint.url).startsWith(`./${FOLDER}/`)

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
