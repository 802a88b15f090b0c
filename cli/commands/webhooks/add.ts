import { Command, Option } from 'commander'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { sayNewSecret } from './endpoint-lines.ts'
import { typesOf } from './types-option.ts'

interface AddOptions extends ConnectionOptions {
  readonly type?: string[]
  readonly practice?: string
  readonly description?: string
  readonly signing?: 'v1' | 'v1a'
}

export function addWebhookCommand(): Command {
  const command = new Command('add')
    .description('Tell somebody of events from now on; the secret is shown this once')
    .argument('<url>', 'where it is called; `-`: nowhere, it asks by the feed')
    .option(
      '--type <types>',
      'only these types, comma-separated; job.* means all of them (default: everything)',
      typesOf,
    )
    .option('--practice <practice>', 'for this practice, told of its own affairs only')
    .option('--description <text>', 'what it is for')
    .addOption(
      new Option('--signing <kind>', 'v1: a shared secret (default); v1a: a pair of keys').choices(['v1', 'v1a']),
    )
  return withConnection(command).action(async (url: string, options: AddOptions) => {
    const { type: events, practice, description, signing } = options
    const body = {
      url: url === '-' ? null : url,
      ...(events ? { events } : {}),
      ...(practice === undefined ? {} : { practice }),
      ...(description === undefined ? {} : { description }),
      ...(signing ? { signing } : {}),
    }
    const lims = connect(options)
    sayNewSecret(await lims.registerWebhook({ body }), options)
  })
}
