import { Command } from 'commander'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'

export function resendWebhookCommand(): Command {
  const command = new Command('resend')
    .description('Send one event to an endpoint again, with the same id')
    .argument('<endpoint>', 'its id, as `ils webhooks list` shows it')
    .argument('<event>', 'the event, as `ils webhooks deliveries` shows it')
  return withConnection(command).action(async (endpointId: string, eventId: string, options: ConnectionOptions) => {
    const lims = connect(options)
    const params = { endpointId, eventId }
    const delivery = await lims.resendDelivery({ params })
    if (options.json) sayJson(delivery)
    else say(`  ${delivery.type} of ${delivery.subject} is sent again.`)
  })
}
