import { InvalidArgumentError, type Command } from 'commander'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { sayNewSecret } from './endpoint-lines.ts'
import { endpointCommand } from './webhook-command.ts'

type RotateOptions = ConnectionOptions & { readonly overlap: number }

export function rotateWebhookCommand(): Command {
  return endpointCommand<RotateOptions>(
    'rotate',
    'Give an endpoint a new secret; for a while the old one signs too',
    async (lims, params, options) => {
      const body = { overlapHours: options.overlap }
      const made = await lims.rotateWebhookSecret({ params, body })
      sayNewSecret(made, options)
    },
    (command) => command.option('--overlap <hours>', 'how long the old one signs too; 0 when it leaked', hours, 24),
  )
}

function hours(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 168) return Number(text)
  throw new InvalidArgumentError('Write whole hours from 0 to 168.')
}
