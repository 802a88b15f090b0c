import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { contentOf } from './content-of.ts'
import { findDraft } from './find-draft.ts'
import { forWhom, practicesOption } from './practices-option.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'

interface ScheduleOptions extends ConnectionOptions {
  readonly at: string
  readonly practices?: string[]
}

export function scheduleRulesCommand(): Command {
  return releaseCommand('schedule', 'Bring a draft into force later', '0: scheduled. 1: a gate is shut, or refused.')
    .argument('<draft>', DRAFT_NAMED)
    .requiredOption('--at <time>', 'in the lab’s time zone (2026-12-01T06:00), or an instant (2026-12-01T11:00:00Z)')
    .addOption(practicesOption())
    .action(async (named: string, options: ScheduleOptions) => {
      const { at, practices } = options
      const lims = connect(options)
      const draft = await findDraft(lims, named)
      const body = { ...contentOf(draft), at, ...(practices ? { practices } : {}) }
      const schedule = await lims.scheduleDraft({ params: { draftId: draft.id }, body })
      if (options.json) sayJson(schedule)
      else {
        const { id, draftName, local, timeZone } = schedule
        say(
          `${colours.green('✓')} “${draftName}” comes into force at ${local} (${timeZone}) ${forWhom(schedule.practices)}`,
        )
        say(colours.dim(`  Not then: ils rules unschedule ${id}`))
      }
    })
}
