import { Command } from 'commander'
import type { Event } from '@ils/contract/event'
import colours from 'picocolors'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say } from '../../say.ts'

interface TailOptions extends ConnectionOptions {
  readonly after?: string
  readonly type?: string
  readonly once?: boolean
}

const WAIT_SECONDS = 25

export function tailEventsCommand(): Command {
  const command = new Command('tail')
    .description('Show what happens, as it happens (Ctrl-C ends)')
    .option('--after <position>', 'begin after this position of the log (default: the beginning)')
    .option('--type <types>', 'only these types, comma-separated')
    .option('--once', 'show what is there and end')
  return withConnection(command).action(async (options: TailOptions) => {
    const lims = connect(options)
    let after = Number(options.after ?? 0)
    for (;;) {
      const waitSeconds = options.once ? 0 : WAIT_SECONDS
      const query = { after, limit: 500, waitSeconds, ...(options.type ? { type: options.type } : {}) }
      const page = await lims.readEvents({ query })
      for (const event of page.events) say(options.json ? JSON.stringify(event) : lineOf(event))
      after = page.position
      if (options.once && !page.more) return
    }
  })
}

const lineOf = (event: Event): string =>
  `${colours.dim(String(event.seq).padStart(7))}  ${event.at.slice(0, 19).replace('T', ' ')}  ${colours.bold(event.type.padEnd(24))} ${event.subject}  ${colours.dim(`by ${event.actor.name}`)}`
