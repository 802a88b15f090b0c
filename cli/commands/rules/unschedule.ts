import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { releaseCommand } from './release-command.ts'

export function unscheduleRulesCommand(): Command {
  return releaseCommand('unschedule', 'Do not bring it into force then', '0: cancelled. 1: refused, and why.')
    .argument('<schedule>', 'its id, as `schedules` shows it')
    .option('--reason <text>', 'why')
    .action(async (scheduleId: string, options: ConnectionOptions & { readonly reason?: string }) => {
      const query = options.reason === undefined ? {} : { reason: options.reason }
      const schedule = await connect(options).cancelSchedule({ params: { scheduleId }, query })
      if (options.json) sayJson(schedule)
      else say(`${colours.green('✓')} “${schedule.draftName}” will not come into force at ${schedule.local}`)
    })
}
