import type { Command } from 'commander'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { sayEndpoint } from './endpoint-lines.ts'
import { endpointCommand } from './webhook-command.ts'

type ResumeOptions = ConnectionOptions & { readonly skip?: boolean; readonly since?: string }

export function resumeWebhookCommand(): Command {
  return endpointCommand<ResumeOptions>(
    'resume',
    'Call an endpoint again; what it missed comes first',
    async (lims, params, options) => {
      const body = { replay: options.skip !== true, ...(options.since === undefined ? {} : { since: options.since }) }
      sayEndpoint(await lims.resumeWebhook({ params, body }), options)
    },
    (command) =>
      command
        .option('--skip', 'what it missed is not sent')
        .option('--since <instant>', 'of what it missed only what was kept from then on, 2026-11-21T08:00:00Z'),
  )
}
