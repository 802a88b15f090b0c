import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { findDraft } from './find-draft.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'

export function withdrawRulesCommand(): Command {
  return releaseCommand('withdraw', 'Take a draft out of review', '0: it may be edited again. 1: refused, and why.')
    .argument('<draft>', DRAFT_NAMED)
    .action(async (named: string, options: ConnectionOptions) => {
      const lims = connect(options)
      const { id: draftId, version } = await findDraft(lims, named)
      const draft = await lims.withdrawDraft({ params: { draftId }, body: { version } })
      if (options.json) sayJson(draft)
      else say(`${colours.green('✓')} “${draft.name}” is out of review and may be edited`)
    })
}
