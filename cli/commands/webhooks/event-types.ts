import { Command } from 'commander'
import colours from 'picocolors'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { Plain, say, sayJson, table } from '../../say.ts'

export function webhookTypesCommand(): Command {
  const command = new Command('event-types')
    .description('What can be told: every type of event, or one with its schema and an example')
    .argument('[type]', 'as job.shipped')
  return withConnection(command).action(async (type: string | undefined, options: ConnectionOptions) => {
    const { types } = await connect(options).listEventTypes()
    if (type === undefined) {
      if (options.json) sayJson(types)
      else say(table(types.map((one) => [colours.bold(one.type), one.means, one.toPractices ? '' : 'the lab only'])))
      return
    }
    const found = types.find((one) => one.type === type)
    if (!found) throw new Plain(`There is no event ${type}, or you are not told of it`)
    sayJson(options.json ? found : { means: found.means, example: found.example, schema: found.schema })
  })
}
