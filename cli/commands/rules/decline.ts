import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { findDraft } from './find-draft.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'
import { textOrFile } from './text-or-file.ts'

export function declineRulesCommand(): Command {
  return releaseCommand('decline', 'Send a draft back to whoever wrote it', '0: sent back. 1: refused, and why.')
    .argument('<draft>', DRAFT_NAMED)
    .requiredOption('--comment <text>', 'what is to be done; @file reads it')
    .action(async (named: string, options: ConnectionOptions & { readonly comment: string }) => {
      const comment = textOrFile(options.comment)
      const lims = connect(options)
      const { id: draftId, version } = await findDraft(lims, named)
      const draft = await lims.declineDraft({ params: { draftId }, body: { version, comment } })
      if (options.json) sayJson(draft)
      else say(`${colours.green('✓')} “${draft.name}” goes back to ${draft.changedBy.name}`)
    })
}
