import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { contentOf } from './content-of.ts'
import { findDraft } from './find-draft.ts'
import { forWhom, practicesOption } from './practices-option.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'
import { textOrFile } from './text-or-file.ts'

interface PublishOptions extends ConnectionOptions {
  readonly practices?: string[]
  readonly emergency?: string
  readonly notes?: string
}

export function publishRulesCommand(): Command {
  return releaseCommand('publish', 'Bring a draft into force, now', '0: in force. 1: a gate is shut, or refused.')
    .argument('<draft>', DRAFT_NAMED)
    .addOption(practicesOption())
    .option('--notes <text>', 'release notes, where they differ from those of the submission; @file reads them')
    .option('--emergency <reason>', 'without a second person and without a preview: why. It is logged by name.')
    .action(async (named: string, options: PublishOptions) => {
      const { practices, emergency, notes } = options
      const lims = connect(options)
      const draft = await findDraft(lims, named)
      const body = {
        ...contentOf(draft),
        ...(practices ? { practices } : {}),
        ...(notes === undefined ? {} : { notes: textOrFile(notes) }),
        ...(emergency === undefined ? {} : { emergency: { reason: emergency } }),
      }
      const release = await lims.publishDraft({ params: { draftId: draft.id }, body })
      if (options.json) sayJson(release)
      else {
        say(
          `${colours.green('✓')} Release ${release.number} “${release.name}” is in force ${forWhom(release.practices)}`,
        )
        say(`  sha256:${release.hash}`)
        if (release.review === 'emergency')
          say(colours.yellow('  As an emergency: nobody else looked at it. It is in the audit trail.'))
        if (release.practices) say(colours.dim(`  Next: ils rules promote ${release.number} --to everyone`))
        else if (release.parent !== null) say(colours.dim(`  Take it back: ils rules rollback --reason "why"`))
      }
    })
}
