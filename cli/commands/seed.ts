import { Command } from 'commander'
import type { Release } from '@ils/contract/releases'
import type { Rulebook } from '@ils/rules/language/rulebook'
import colours from 'picocolors'
import { openDataFolder } from '../data-folder.ts'
import { engineerOfLab, type Engineer } from '../engineer-of-lab.ts'
import { connect, connectAs, withConnection, type ConnectionOptions } from '../lims-connection.ts'
import { inForceNow, plantRulebook, type InForce } from '../plant-rulebook.ts'
import { openStatusLine } from '../progress.ts'
import { say, sayJson, table } from '../say.ts'
import { sayInstant } from '../say-instant.ts'
import { readCliSettings } from '../settings.ts'
import { standardRulebook, type FirstRulebook } from '../standard-rulebook.ts'
import { openRulebook } from './rules/open-rulebook.ts'

interface SeedOptions extends ConnectionOptions {
  readonly rulebook: string
  readonly showKeys?: boolean
}

export function seedCommand(): Command {
  const command = new Command('seed')
    .description('Make an empty LIMS usable: an engineer, and a first rulebook in force; safe to repeat')
    .option('--rulebook <rulebook>', '`standard`, or a folder that holds rulebook.json', 'standard')
    .option('--show-keys', 'print the engineer’s key, not only where it is kept')
    .addHelpText(
      'after',
      `
Needs an administrator's key. Where a release is in force it changes nothing.
Exit code 0: a release is in force. 1: refused, or the rulebook was found wrong. 2: the command was not understood.
69: the LIMS did not answer.`,
    )
  return withConnection(command).action(async (options: SeedOptions) => {
    const admin = connect(options)
    const before = await inForceNow(admin)
    if (before) {
      sayNothingDone(before, options)
      return
    }
    const first = options.rulebook === 'standard' ? await standardRulebook() : await folderRulebook(options)
    const settings = readCliSettings()
    const folder = openDataFolder(settings.dataFolder)
    const engineer = await engineerOfLab(admin, folder, (key) => connectAs(options, key))
    const line = openStatusLine()
    const release = await plantRulebook(engineer.lims, { ...first, onProgress: line.show }).finally(line.close)
    const made = countsOf(first.rulebook)
    const signIns = {
      administrator:
        options.key === undefined && settings.limsKey === null ? folder.adminKeyFile : 'the key that was given',
      engineer: options.showKeys ? engineer.key : folder.engineerKeyFile,
    }
    if (options.json)
      sayJson({ made: true, release: { number: release.number, hash: release.hash }, counts: made, signIns })
    else sayMade(release, made, signIns, engineer)
  })
}

async function folderRulebook(options: SeedOptions): Promise<FirstRulebook> {
  const { rulebook, hash, files } = await openRulebook(options.rulebook, options)
  return { name: rulebook.name, notes: `The first rulebook of this lab: ${rulebook.name}.`, files, rulebook, hash }
}

function sayNothingDone({ number, hash, since }: InForce, { json }: SeedOptions): void {
  if (json) sayJson({ made: false, release: { number, hash } })
  else say(`  Release ${number} is in force since ${sayInstant(since)}: nothing was changed.`)
}

type Counts = Readonly<Record<'rules' | 'rows' | 'materials' | 'designs' | 'treatments' | 'cases', number>>

function countsOf({ rules, tables, catalogue, cases }: Rulebook): Counts {
  const entries = (kind: string): number => catalogue[kind]?.length ?? 0
  return {
    rules: rules.length,
    rows: tables.reduce((sum, one) => sum + one.rows.length, 0),
    materials: entries('materials'),
    designs: entries('designs'),
    treatments: entries('treatments'),
    cases: cases.length,
  }
}

function sayMade(
  { number, name, hash, review }: Release,
  counts: Counts,
  signIns: Readonly<Record<'administrator' | 'engineer', string>>,
  { holder, isNew }: Engineer,
): void {
  say(`${colours.green('✓')} Release ${number} “${name}” is in force`)
  say(
    table([
      [colours.dim('content'), `sha256:${hash}`],
      [
        colours.dim('holds'),
        Object.entries(counts)
          .map(([what, count]) => `${count} ${what}`)
          .join(', '),
      ],
      ...(review === 'first'
        ? [[colours.dim('review'), 'nobody else was asked: it is the first release of an empty lab']]
        : []),
      [colours.dim('administrator'), signIns.administrator],
      [colours.dim('engineer'), `${signIns.engineer}  ${colours.dim(`${holder.name}${isNew ? ', made now' : ''}`)}`],
    ]),
  )
}
