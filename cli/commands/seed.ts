import { Command } from 'commander'
import type { Release } from '@ils/contract/releases'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Rulebook } from '@ils/rules/language/rulebook'
import colours from 'picocolors'
import { openDataFolder } from '../data-folder.ts'
import { engineerOfLab, type Engineer } from '../engineer-of-lab.ts'
import { connect, connectAs, withConnection, type ConnectionOptions } from '../lims-connection.ts'
import { inForceNow, plantRulebook, type InForce } from '../plant-rulebook.ts'
import { periodInDays, plantHistory, type HistoryMade } from '../plant-history.ts'
import { plantStock, stockIsMissing } from '../plant-stock.ts'
import { portalSignIns } from '../portal-sign-ins.ts'
import { openStatusLine } from '../progress.ts'
import { exits, say, sayJson, table } from '../say.ts'
import { sayInstant } from '../say-instant.ts'
import { readCliSettings } from '../settings.ts'
import { standardRulebook, type FirstRulebook } from '../standard-rulebook.ts'
import { wholeNumber } from './rules/number-option.ts'
import { openRulebook } from './rules/open-rulebook.ts'

interface SeedOptions extends ConnectionOptions {
  readonly rulebook: string
  readonly showKeys?: boolean
  readonly history?: number
  readonly jobsPerDay: number
}

export function seedCommand(): Command {
  const command = new Command('seed')
    .description('Make an empty LIMS usable: an engineer, and a first rulebook in force; safe to repeat')
    .option('--rulebook <rulebook>', '`standard`, or a folder that holds rulebook.json', 'standard')
    .option(
      '--history <period>',
      'with a past of 6mo, 30d, 2w … before the first rules, through the import',
      periodInDays,
    )
    .option('--jobs-per-day <n>', 'how many orders of the past come on a day', wholeNumber, 40)
    .option('--show-keys', 'print the engineer’s key, not only where it is kept')
    .addHelpText(
      'after',
      `
Needs an administrator's key. Where a release is in force it changes nothing but the past, if one is asked for; what of
that is there already stays as it is.
Exit code 0: a release is in force. 1: refused, the rulebook was found wrong, or something of the past was refused. 2: the command was not understood.
69: the LIMS did not answer.`,
    )
  return withConnection(command).action(async (options: SeedOptions) => {
    const admin = connect(options)
    const before = await inForceNow(admin)
    const line = openStatusLine()
    if (before) {
      const received = (await stockIsMissing(admin, before))
        ? await plantStock(admin, line.show).finally(line.close)
        : 0
      // A catalogue without blanks has no stock to miss.
      const stock = received === 0 ? null : received
      const past = await pastAsked(admin, options)
      sayNothingDone(before, stock, past, options)
      await seedPortal(options)
      return
    }
    const first = options.rulebook === 'standard' ? await standardRulebook() : await folderRulebook(options)
    const settings = readCliSettings()
    const folder = openDataFolder(settings.dataFolder)
    const engineer = await engineerOfLab(admin, folder, (key) => connectAs(options, key))
    const release = await plantRulebook(engineer.lims, { ...first, onProgress: line.show }).finally(line.close)
    const stock = await plantStock(admin, line.show).finally(line.close)
    const past = await pastAsked(admin, options)
    const made = countsOf(first.rulebook)
    const signIns = {
      administrator:
        options.key === undefined && settings.limsKey === null ? folder.adminKeyFile : 'the key that was given',
      engineer: options.showKeys ? engineer.key : folder.engineerKeyFile,
    }
    if (options.json)
      sayJson({
        ...{ made: true, release: { number: release.number, hash: release.hash }, counts: made, signIns, stock },
        ...(past && { history: past }),
      })
    else {
      sayMade(release, made, signIns, engineer)
      sayStock(stock)
      sayPast(past)
    }
    await seedPortal(options)
  })
}

/** The first sign-ins of a portal that runs by itself; `ils up` makes those of its own. */
async function seedPortal({ json, rulebook }: SeedOptions): Promise<void> {
  const settings = readCliSettings()
  if (settings.portalUrl === null) return
  const folder = openDataFolder(settings.dataFolder)
  const people = await portalSignIns(settings.portalUrl, folder, {
    demo: rulebook === 'standard' && settings.mailServer === null,
    setupKey: settings.adminSetupKey ?? folder.setupKey(),
  })
  // Programs read what is on the file: passwords are printed nowhere.
  if (json) return
  const some = people.filter(({ password }) => password !== null).map(({ who }) => who)
  say(`${colours.green('✓')} Sign-ins of the portal (${some.join(', ')}): ${folder.portalSignInsFile}`)
}

async function folderRulebook(options: SeedOptions): Promise<FirstRulebook> {
  const { rulebook, hash, files } = await openRulebook(options.rulebook, options)
  return { name: rulebook.name, notes: `The first rulebook of this lab: ${rulebook.name}.`, files, rulebook, hash }
}

async function pastAsked(admin: LimsClient, { history: days, jobsPerDay }: SeedOptions): Promise<HistoryMade | null> {
  if (days === undefined) return null
  const past = await plantHistory(admin, { days, jobsPerDay })
  if (past.refused.length > 0) process.exitCode = exits.wrong
  return past
}

function sayNothingDone(
  { number, hash, since }: InForce,
  stock: number | null,
  past: HistoryMade | null,
  { json }: SeedOptions,
): void {
  if (json) {
    sayJson({
      made: false,
      release: { number, hash },
      ...(stock !== null && { stock }),
      ...(past && { history: past }),
    })
    return
  }
  const unchanged = stock === null && !past ? 'nothing was changed' : 'it was not changed'
  say(`  Release ${number} is in force since ${sayInstant(since)}: ${unchanged}.`)
  if (stock !== null) sayStock(stock)
  sayPast(past)
}

const sayStock = (blanks: number): void => {
  say(`${colours.green('✓')} Stock is kept of the catalogue: ${blanks} blanks came in`)
}

const MOST_REFUSALS = 10

function sayPast(past: HistoryMade | null): void {
  if (!past) return
  const { from, until, made, alreadyThere, refused, seconds } = past
  const mark = refused.length === 0 ? colours.green('✓') : colours.red('✗')
  const there = alreadyThere === 0 ? '' : `, ${alreadyThere} were there already`
  say(`${mark} The past from ${from.slice(0, 10)} to ${until.slice(0, 10)}: ${made} jobs made${there}, in ${seconds} s`)
  for (const { externalId, message } of refused.slice(0, MOST_REFUSALS)) say(`  ${externalId ?? ''}: ${message ?? ''}`)
  if (refused.length > MOST_REFUSALS) say(`  and ${refused.length - MOST_REFUSALS} more were refused`)
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
