import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { findDraft } from './find-draft.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'
import { nextStep } from './status.ts'
import { textOrFile } from './text-or-file.ts'

export function submitRulesCommand(): Command {
  return releaseCommand('submit', 'Ask for a review of a draft', '0: it is in review. 1: refused, and why.')
    .argument('<draft>', DRAFT_NAMED)
    .requiredOption('--notes <text>', 'release notes: what changes for the lab and its practices; @file reads them')
    .action(async (named: string, options: ConnectionOptions & { readonly notes: string }) => {
      const notes = textOrFile(options.notes)
      const lims = connect(options)
      const { id: draftId, version } = await findDraft(lims, named)
      const draft = await lims.submitDraft({ params: { draftId }, body: { version, notes } })
      if (options.json) sayJson(draft)
      else {
        say(`${colours.green('✓')} Version ${version} of “${draft.name}” is in review`)
        const next = nextStep(draft)
        if (next !== null) say(`  ${colours.dim('Next:')} ${next}`)
      }
    })
}
