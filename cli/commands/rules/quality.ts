import type { Quality } from '@ils/contract/judgements'
import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { namesOf } from './names-of.ts'
import { wholeNumber } from './number-option.ts'
import { releaseCommand } from './release-command.ts'

interface QualityOptions extends ConnectionOptions {
  readonly last: number
  readonly practice?: string
  readonly silent?: boolean
}

export function qualityRulesCommand(): Command {
  return releaseCommand(
    'quality',
    'What rules did lately: refusals, overrides, rules that never fire',
    '0: shown. 1: refused.',
  )
    .option('--last <n>', 'how many of the last submitted configurations', wholeNumber, 10_000)
    .option('--practice <id>', 'of this practice only')
    .option('--silent', 'list the rules that never fired')
    .action(async ({ last, practice, ...options }: QualityOptions) => {
      const query = { last, ...(practice === undefined ? {} : { practice }) }
      const quality = await connect(options).getQuality({ query })
      if (options.json) sayJson(quality)
      else show(quality, options.silent === true)
    })
}

function show(
  { judged, from, until, outcomes, refusals, overrides, silent, silentCount }: Quality,
  all: boolean,
): void {
  if (judged === 0) {
    say('  Nothing was submitted yet.')
    return
  }
  say(`${judged} judged, from ${sayInstant(from)} until ${sayInstant(until)}`)
  say(table(outcomes.map(({ name, count }) => [name, String(count), percent(count / judged)])))
  if (refusals.length > 0) {
    const head = ['refused because', 'orders', '', 'rules', 'practices'].map(colours.dim)
    const rows = refusals.map((one) => [
      one.code,
      String(one.count),
      percent(one.share),
      namesOf(one.rules),
      namesOf(one.practices),
    ])
    say(`\n${table([head, ...rows])}`)
  }
  if (overrides.length > 0) {
    const head = ['overridden', 'times', 'by', 'because'].map(colours.dim)
    const rows = overrides.map(({ code, count, by, reasons }) => [code, String(count), namesOf(by), namesOf(reasons)])
    say(`\n${table([head, ...rows])}`)
  }
  if (silentCount === 0) return
  say(`\n${silentCount} rules of the release in force never fired${all ? ':' : ' (--silent lists them)'}`)
  if (!all) return
  say(table(silent.map(({ rule, title, group }) => [rule, colours.dim(group), title])))
  if (silentCount > silent.length) say(colours.dim(`  … and ${silentCount - silent.length} more`))
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
