import { Command } from 'commander'
import colours from 'picocolors'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { wholeNumber } from '../rules/number-option.ts'
import { exits, Plain, say, sayAside } from '../../say.ts'
import { forwardFeed, type Forwarded } from './forward-feed.ts'
import { withOwnEndpoint } from './own-endpoint.ts'
import { typesOf } from './types-option.ts'
import { untilInterrupted } from './until-interrupted.ts'

interface ListenOptions extends ConnectionOptions {
  readonly type?: string[]
  readonly practice?: string
  readonly secret?: string
  readonly count?: number
}

export function listenWebhooksCommand(): Command {
  const command = new Command('listen')
    .description('Send what happens to a receiver on this machine, signed, as the LIMS would (Ctrl-C ends)')
    .argument('<receiver>', 'where to, as http://127.0.0.1:3000/api/webhooks/lims-status')
    .option(
      '--type <types>',
      'only these types, comma-separated; job.* means all of them (default: everything)',
      typesOf,
    )
    .option('--practice <practice>', 'as an endpoint of this practice is told')
    .option('--secret <secret>', 'sign with this one, whsec_… (default: a new one, which is shown)')
    .option('--count <count>', 'end after so many', wholeNumber)
    .addHelpText(
      'after',
      '\nNo tunnel is needed: it asks by the feed of an endpoint of its own, which is gone when it ends. Each event is sent once.',
    )
  return withConnection(command).action(listen)
}

async function listen(to: string, options: ListenOptions): Promise<void> {
  if (!URL.canParse(to) || !/^https?:$/.test(new URL(to).protocol))
    throw new Plain(`${to} is no URL: write http://127.0.0.1:3000/…`, exits.usage)
  const { type: events, practice, count = Number.POSITIVE_INFINITY, json = false } = options
  const lims = connect(options)
  const { signal } = untilInterrupted()
  await withOwnEndpoint(lims, { url: null, command: 'listen', events, practice }, async (endpoint) => {
    const secret = options.secret ?? endpoint.secret
    if (secret === null) throw new Plain('The secret was not shown: give one with --secret')
    // Aside: what goes to the standard output is for programs.
    sayAside(`  Sending to ${to}, signed with ${options.secret === undefined ? secret : 'the secret you gave'}`)
    let forwarded = 0
    const onForwarded = (one: Forwarded): boolean => {
      say(json ? JSON.stringify(one) : lineOf(one))
      forwarded++
      return forwarded < count
    }
    const from = endpoint.fromPosition
    await forwardFeed({ lims, endpointId: endpoint.id, from, secret, to, signal, onForwarded }).catch(
      (error: unknown) => {
        // An interrupt breaks the question off that is under way.
        if (!signal.aborted) throw error
      },
    )
  })
}

function lineOf({ position, body, status, ms, error }: Forwarded): string {
  const mark = error === null ? colours.green('✓') : colours.red('✗')
  const answer = error ?? String(status)
  return `${mark} ${colours.dim(String(position).padStart(7))}  ${colours.bold(body.type.padEnd(24))} ${body.subject}  ${answer} ${colours.dim(`${ms} ms`)}`
}
