import type { Command } from 'commander'
import type { ShownEndpoint } from '@ils/contract/webhooks'
import colours from 'picocolors'
import { say, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { sayEndpoint } from './endpoint-lines.ts'
import { endpointCommand } from './webhook-command.ts'

export function showWebhookCommand(): Command {
  return endpointCommand(
    'show',
    'One endpoint, without its secret, and how it goes with it',
    async (lims, params, options) => {
      const { health, ...endpoint } = await lims.getWebhook({ params })
      if (options.json) {
        sayJson({ ...endpoint, health })
        return
      }
      sayEndpoint(endpoint, options)
      say(table(healthRows(health)))
    },
  )
}

function healthRows({
  calling,
  failuresInARow,
  failingSince,
  lastSuccessAt,
  nextTryAt,
}: ShownEndpoint['health']): string[][] {
  const word = calling === 'usually' ? '' : colours.red(calling === 'paused' ? 'left alone for now' : 'one try decides')
  return [
    ['last arrived', lastSuccessAt === null ? 'nothing yet' : sayInstant(lastSuccessAt)],
    ...(failingSince === null
      ? []
      : [['failing', colours.red(`${failuresInARow} in a row, since ${sayInstant(failingSince)}`)]]),
    ...(word === '' ? [] : [['calling', `${word}${nextTryAt === null ? '' : `, until ${sayInstant(nextTryAt)}`}`]]),
  ]
}
