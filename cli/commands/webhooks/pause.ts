import type { Command } from 'commander'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { sayEndpoint } from './endpoint-lines.ts'
import { endpointCommand } from './webhook-command.ts'

type PauseOptions = ConnectionOptions & { readonly reason?: string }

export function pauseWebhookCommand(): Command {
  return endpointCommand<PauseOptions>(
    'pause',
    'Do not call an endpoint for now; what happens meanwhile is kept for it',
    async (lims, params, options) => {
      const body = options.reason === undefined ? {} : { reason: options.reason }
      sayEndpoint(await lims.pauseWebhook({ params, body }), options)
    },
    (command) => command.option('--reason <text>', 'why'),
  )
}
