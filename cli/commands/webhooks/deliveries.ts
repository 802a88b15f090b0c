import { Option, type Command } from 'commander'
import type { Delivery } from '@ils/contract/webhook-deliveries'
import colours from 'picocolors'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { wholeNumber } from '../rules/number-option.ts'
import { say, sayAside, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { endpointCommand } from './webhook-command.ts'

type DeliveriesOptions = ConnectionOptions & {
  readonly state?: Delivery['state']
  readonly type?: string
  readonly since?: string
  readonly limit: number
  readonly event?: string
}

const STATES = ['pending', 'delivered', 'failed', 'skipped'] as const
const MOST_OF_A_PAGE = 200

export function webhookDeliveriesCommand(): Command {
  return endpointCommand<DeliveriesOptions>(
    'deliveries',
    'What was sent to an endpoint, or waits to be; with --event one of it, with every try',
    async (lims, params, options) => {
      const { state, type, since, event: eventId, json = false } = options
      if (eventId !== undefined) {
        sayJson(await lims.getDelivery({ params: { ...params, eventId } }))
        return
      }
      const limit = Math.min(options.limit, MOST_OF_A_PAGE)
      const query = { limit, ...(state ? { state } : {}), ...(type ? { type } : {}), ...(since ? { since } : {}) }
      const { items, next } = await lims.listDeliveries({ params, query })
      if (json) sayJson(items)
      else if (items.length === 0) sayAside('There is none.')
      else say(table([HEAD, ...items.map(rowOf)]))
      if (!json && next !== null) sayAside('  … and more: give --limit, --state, --type or --since')
    },
    (command) =>
      command
        .addOption(new Option('--state <state>', 'only those').choices(STATES))
        .option('--type <type>', 'only of this type')
        .option('--since <instant>', 'only what was written down from then on')
        .option('--limit <count>', 'how many at most, up to 200', wholeNumber, 50)
        .option('--event <event>', 'this one: body, and each try with request and answer'),
  )
}

const HEAD = ['position', 'event', 'type', 'of', 'state', 'tries', 'last answer', 'written down'].map((word) =>
  colours.dim(word),
)

const COLOURS: Readonly<Record<Delivery['state'], (text: string) => string>> = {
  pending: colours.yellow,
  delivered: colours.green,
  failed: colours.red,
  skipped: colours.dim,
}

const rowOf = (one: Delivery): string[] => [
  String(one.position),
  one.eventId,
  colours.bold(one.type),
  one.subject,
  COLOURS[one.state](one.state),
  String(one.tries),
  one.lastOutcome === null ? '' : String(one.lastStatus ?? 'none'),
  sayInstant(one.createdAt),
]
