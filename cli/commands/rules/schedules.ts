import type { Schedule } from '@ils/contract/reviews'
import { Option, type Command } from 'commander'
import colours from 'picocolors'
import { allPages } from '../../all-pages.ts'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson, table } from '../../say.ts'
import { forWhom } from './practices-option.ts'
import { releaseCommand } from './release-command.ts'

export function schedulesRulesCommand(): Command {
  return releaseCommand('schedules', 'What is scheduled, and what became of it', '0: shown. 1: refused.')
    .addOption(new Option('--state <state>', 'only these').choices(['waiting', 'done', 'suspended', 'cancelled']))
    .action(async (options: ConnectionOptions & { readonly state?: Schedule['state'] }) => {
      const lims = connect(options)
      const state = options.state ? { state: options.state } : {}
      const schedules = await allPages((after) => lims.listSchedules({ query: { limit: 200, ...state, ...after } }))
      if (options.json) sayJson(schedules)
      else if (schedules.length === 0) say('  Nothing is scheduled.')
      else {
        const head = ['id', 'draft', 'when', '', 'state', 'by', ''].map(colours.dim)
        say(table([head, ...schedules.map(rowOf)]))
      }
    })
}

function rowOf({ id, draftName, local, timeZone, practices, state, by, reason, release }: Schedule): string[] {
  const shown = state === 'suspended' ? colours.yellow(state) : state
  const what = reason ?? (release === null ? '' : `release ${release}`)
  return [id, draftName, `${local} ${timeZone}`, forWhom(practices), shown, by.name, what]
}
