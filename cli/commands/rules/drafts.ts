import { draftStates, type Draft } from '@ils/contract/drafts'
import { Option, type Command } from 'commander'
import colours from 'picocolors'
import { allPages } from '../../all-pages.ts'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { releaseCommand } from './release-command.ts'

type State = (typeof draftStates)[number] | 'open'

export function draftsRulesCommand(): Command {
  return releaseCommand('drafts', 'The drafts of a LIMS, the latest changed first', '0: shown. 1: refused.')
    .addOption(
      new Option('--state <state>', 'only these; open: neither published nor discarded')
        .choices([...draftStates, 'open'])
        .default('open'),
    )
    .option('--all', 'published and discarded ones too')
    .action(async (options: ConnectionOptions & { readonly state: State; readonly all?: boolean }) => {
      const lims = connect(options)
      const state = options.all ? {} : { state: options.state }
      const drafts = await allPages((after) => lims.listDrafts({ query: { limit: 200, ...state, ...after } }))
      if (options.json) sayJson(drafts)
      else if (drafts.length === 0) say('  There is none. Begin one: ils rules push <folder> --new "what it is about"')
      else {
        const head = ['id', 'name', 'state', 'version', 'on', 'check', 'changed', 'by'].map(colours.dim)
        say(table([head, ...drafts.map(rowOf)]))
      }
    })
}

function rowOf({ id, name, state, version, base, stale, check, changedAt, changedBy }: Draft): string[] {
  const on = base === null ? 'nothing' : `release ${base}${stale ? colours.yellow(' (stale)') : ''}`
  const checked = check === null ? '' : check.state === 'failed' ? colours.red('failed') : check.state
  return [id, name, state.replace('_', ' '), String(version), on, checked, sayInstant(changedAt), changedBy.name]
}
