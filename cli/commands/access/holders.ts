import { randomUUID } from 'node:crypto'
import { Argument, Command, Option } from 'commander'
import type { Holder } from '@ils/contract/access'
import { roleNames, type Role } from '@ils/contract/roles'
import { allPages } from '../../all-pages.ts'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson, table } from '../../say.ts'

interface AddOptions extends ConnectionOptions {
  readonly role: Role[]
  readonly email?: string
  readonly practice?: string
}

export function holdersCommand(): Command {
  const holders = new Command('holders').description('People and programs that have access')
  holders.addCommand(listCommand())
  holders.addCommand(addCommand())
  holders.addCommand(
    switchCommand('disable', 'Switch a holder off: none of their keys and tokens work from now on', true),
  )
  holders.addCommand(switchCommand('enable', 'Switch a holder on again', false))
  return holders
}

function listCommand(): Command {
  return withConnection(new Command('list').description('Everybody who has access')).action(
    async (options: ConnectionOptions) => {
      const lims = connect(options)
      const holders = await allPages((after) => lims.listHolders({ query: { limit: 200, ...after } }))
      if (options.json) sayJson(holders)
      else
        say(
          holders.length === 0
            ? '  Nobody yet.'
            : table([['id', 'kind', 'name', 'roles', 'practice', ''], ...holders.map(rowOf)]),
        )
    },
  )
}

function addCommand(): Command {
  const command = new Command('add')
    .description('Add a person or a program')
    .addArgument(new Argument('<kind>').choices(['person', 'service']))
    .argument('<name>', 'what people call them')
    .addOption(new Option('--role <role...>', 'what they are in the lab').choices(roleNames).makeOptionMandatory())
    .option('--email <address>', 'where to reach them')
    .option('--practice <id>', 'the practice they belong to')
  return withConnection(command).action(async (kind: Holder['kind'], name: string, options: AddOptions) => {
    const { role: roles, email, practice } = options
    const body = { kind, name, roles, ...(email ? { email } : {}), ...(practice ? { practice } : {}) }
    const holder = await connect(options).addHolder({ body, idempotencyKey: randomUUID() })
    if (options.json) sayJson(holder)
    else say(`  Added ${holder.name} as ${holder.id}. Make a key: ils access keys make ${holder.id} "what it is for"`)
  })
}

function switchCommand(name: string, means: string, disabled: boolean): Command {
  const command = new Command(name).description(means).argument('<holderId>', 'the holder, as `holders list` shows it')
  return withConnection(command).action(async (holderId: string, options: ConnectionOptions) => {
    const lims = connect(options)
    const holders = await allPages((after) => lims.listHolders({ query: { limit: 200, ...after } }))
    const version = holders.find((holder) => holder.id === holderId)?.version ?? 1
    const holder = await lims.changeHolder({ params: { holderId }, body: { version, disabled } })
    if (options.json) sayJson(holder)
    else say(`  ${holder.name} is ${holder.disabledAt ? 'switched off' : 'switched on'}.`)
  })
}

const rowOf = (holder: Holder): string[] => [
  holder.id,
  holder.kind,
  holder.name,
  holder.roles.join(', '),
  holder.practice ?? 'the lab',
  holder.disabledAt ? 'switched off' : '',
]
