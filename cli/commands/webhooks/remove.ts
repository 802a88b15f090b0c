import type { Command } from 'commander'
import colours from 'picocolors'
import { confirm } from '../../confirm.ts'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { endpointCommand } from './webhook-command.ts'

type RemoveOptions = ConnectionOptions & { readonly yes?: boolean }

export function removeWebhookCommand(): Command {
  return endpointCommand<RemoveOptions>(
    'remove',
    'Tell an endpoint nothing any more; its secret is forgotten',
    async (lims, params, options) => {
      const { id, url } = await lims.getWebhook({ params })
      const question = `Tell ${url ?? id} nothing any more, for good?`
      if (!(await confirm(question, options.yes))) throw new Plain('Nothing was changed', exits.usage)
      const removed = await lims.removeWebhook({ params })
      if (options.json) sayJson(removed)
      else say(`  ${colours.bold(removed.id)} is told nothing any more.`)
    },
    (command) => command.option('--yes', 'without being asked'),
  )
}
