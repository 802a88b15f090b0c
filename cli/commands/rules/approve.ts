import type { Draft } from '@ils/contract/drafts'
import type { Impact } from '@ils/contract/impacts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Change } from '@ils/rules/rulebook/change'
import type { Command } from 'commander'
import colours from 'picocolors'
import { confirm } from '../../confirm.ts'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { exits, say, sayJson } from '../../say.ts'
import { contentOf } from './content-of.ts'
import { findDraft } from './find-draft.ts'
import { newestImpact } from './newest-impact.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'
import { showChanges } from './show-changes.ts'
import { nextStep } from './status.ts'

type ApproveOptions = ConnectionOptions & { readonly comment?: string; readonly yes?: boolean }

export function approveRulesCommand(): Command {
  return releaseCommand(
    'approve',
    'Approve what somebody else wrote, after a look at what it changes',
    '0: approved. 1: refused, and why, or you said no.',
  )
    .argument('<draft>', DRAFT_NAMED)
    .option('--comment <text>', 'what you want to say about it')
    .option('--yes', 'approve without being asked')
    .action(async (named: string, options: ApproveOptions) => {
      const lims = connect(options)
      // Read before what it changes: if somebody edits it in between, the approval is refused.
      const draft = await findDraft(lims, named)
      const content = contentOf(draft)
      const [changes, impact] = [await changesOf(lims, draft), await newestImpact(lims, draft.id)]
      if (!options.json) showWhatIsApproved(draft, changes, impact)
      if (!(await confirm(`Approve version ${draft.version} of “${draft.name}”?`, options.yes))) {
        say('  Not approved.')
        process.exitCode = exits.wrong
        return
      }
      const body = { ...content, ...(options.comment === undefined ? {} : { comment: options.comment }) }
      const approved = await lims.approveDraft({ params: { draftId: draft.id }, body })
      if (options.json) sayJson({ draft: approved, changes, impact })
      else {
        say(`${colours.green('✓')} You approved version ${draft.version} of “${draft.name}”`)
        const next = nextStep(approved)
        if (next !== null) say(`  ${colours.dim('Next:')} ${next}`)
      }
    })
}

/** Null: it stands on nothing, and everything in it is new. */
async function changesOf(lims: LimsClient, { id, base }: Draft): Promise<readonly Change[] | null> {
  if (base === null) return null
  return (await lims.draftChanges({ params: { draftId: id }, query: { against: 'base' } })).changes
}

function showWhatIsApproved(draft: Draft, changes: readonly Change[] | null, impact: Impact | null): void {
  say(`${colours.bold(draft.name)}, version ${draft.version}, by ${draft.changedBy.name}`)
  if (changes === null) say('It is the first rulebook: everything in it is new.')
  else showChanges(changes)
  say(`\n${colours.bold('Impact')}`)
  if (impact === null) say('  No preview was made of it.')
  else {
    if (!impact.current) say(colours.yellow('  It is of an earlier version, or was compared with another release:'))
    for (const sentence of impact.sentences) say(`  ${sentence}`)
  }
  say(colours.dim(`sha256:${draft.hash ?? ''}\n`))
}
