import type { Command } from 'commander'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { endpointCommand } from './webhook-command.ts'

type RecoverOptions = ConnectionOptions & { readonly since: string; readonly missing?: boolean }

export function recoverWebhookCommand(): Command {
  return endpointCommand<RecoverOptions>(
    'recover',
    'Send an endpoint everything again that was given up since then',
    async (lims, params, options) => {
      const body = { since: options.since }
      const counted = options.missing
        ? await lims.replayDeliveries({ params, body })
        : await lims.recoverDeliveries({ params, body })
      if (options.json) sayJson(counted)
      else say(`  ${counted.deliveries} are sent.`)
    },
    (command) =>
      command
        .requiredOption('--since <instant>', 'as 2026-11-21T08:00:00Z')
        .option('--missing', 'instead, what it was never sent: skipped, or from before it was registered'),
  )
}
