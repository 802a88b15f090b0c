import type { Draft } from '@ils/contract/drafts'
import type { Impact } from '@ils/contract/impacts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Command } from 'commander'
import colours from 'picocolors'
import { allPages } from '../../all-pages.ts'
import { confirm } from '../../confirm.ts'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { findDraft } from './find-draft.ts'
import { followImpact } from './follow-impact.ts'
import { wholeNumber } from './number-option.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'
import { showImpact, showImpactChanges } from './show-impact.ts'

interface ImpactOptions extends ConnectionOptions {
  readonly last: number
  readonly latest?: boolean
  readonly changes?: boolean
  readonly acknowledge?: boolean
  readonly yes?: boolean
}

export function impactRulesCommand(): Command {
  return releaseCommand(
    'impact',
    'Preview what a draft would have done to the last orders',
    '0: previewed, and with --acknowledge taken note of. 1: refused, stopped, failed, or you said no.',
  )
    .argument('<draft>', DRAFT_NAMED)
    .option('--last <n>', 'how many of the last submitted configurations', wholeNumber, 10_000)
    .option('--latest', 'show the newest preview instead of making one')
    .option('--changes', 'list the configurations that would be decided otherwise')
    .option('--acknowledge', 'take note of it by name; this is asked for before publishing')
    .option('--yes', 'take note without being asked')
    .action(async (named: string, options: ImpactOptions) => {
      const lims = connect(options)
      const draft = await findDraft(lims, named)
      const impact = await followImpact(
        lims,
        await (options.latest ? latest(lims, draft) : start(lims, draft, options)),
      )
      const changes = options.changes
        ? await allPages((after) =>
            lims.listImpactChanges({ params: { impactId: impact.id }, query: { limit: 200, ...after } }),
          )
        : null
      if (!options.json) {
        showImpact(impact)
        if (changes) showImpactChanges(changes)
      }
      if (impact.state !== 'done') process.exitCode = exits.wrong
      const noted = options.acknowledge && impact.state === 'done' ? await acknowledge(lims, impact, options) : impact
      if (options.json) sayJson(changes ? { ...noted, changes } : noted)
      else if (!options.acknowledge && impact.state === 'done')
        say(colours.dim(`  Take note of it: ils rules impact ${draft.id} --latest --acknowledge`))
    })
}

const start = (lims: LimsClient, { id, version }: Draft, { last }: ImpactOptions): Promise<Impact> =>
  lims.startImpact({ params: { draftId: id }, body: { version, last } })

async function latest(lims: LimsClient, { id, name }: Draft): Promise<Impact> {
  const { items } = await lims.listImpacts({ params: { draftId: id }, query: { limit: 1 } })
  if (items[0]) return items[0]
  throw new Plain(`No preview was made of “${name}” yet: ils rules impact ${id}`)
}

async function acknowledge(lims: LimsClient, impact: Impact, { yes, json }: ImpactOptions): Promise<Impact> {
  if (!(await confirm('Take note of this, by name?', yes))) {
    process.exitCode = exits.wrong
    return impact
  }
  const noted = await lims.acknowledgeImpact({ params: { impactId: impact.id }, body: { after: impact.after } })
  if (!json) say(`${colours.green('✓')} Noted, with your name`)
  return noted
}
