import { Command } from 'commander'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson, table } from '../../say.ts'

export function whoAmICommand(): Command {
  const command = new Command('me').description('Say who these credentials are and what they may do')
  return withConnection(command).action(async (options: ConnectionOptions) => {
    const me = await connect(options).whoAmI()
    if (options.json) {
      sayJson(me)
      return
    }
    say(
      table([
        ['name', me.name],
        ['kind', me.kind],
        ['roles', me.roles.join(', ')],
        ['scopes', me.scopes.join(', ')],
        ['practice', me.practice ?? 'the whole lab'],
        ['requests', `${me.requestsPerMinute} a minute`],
      ]),
    )
  })
}
