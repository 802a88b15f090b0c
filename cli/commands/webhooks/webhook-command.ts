import { Command } from 'commander'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'

interface Params {
  readonly endpointId: string
}

/** A command that does one thing with one endpoint. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- commander's types do not see what `more` declares
export function endpointCommand<O extends ConnectionOptions>(
  name: string,
  means: string,
  act: (lims: LimsClient, params: Params, options: O) => Promise<void>,
  more: (command: Command) => Command = (command) => command,
): Command {
  const command = new Command(name).description(means).argument('<endpoint>', 'its id, as `ils webhooks list` shows it')
  return withConnection(more(command)).action((endpointId: string, options: O) =>
    act(connect(options), { endpointId }, options),
  )
}
