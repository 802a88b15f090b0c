import { setTimeout as after } from 'node:timers/promises'
import { Command } from 'commander'
import type { LineMessage } from '@ils/contract/devices'
import colours from 'picocolors'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say } from '../../say.ts'

interface TalkOptions extends ConnectionOptions {
  readonly once?: boolean
}

const EVERY_MS = 1000

export function talkCommand(): Command {
  const command = new Command('talk')
    .description('Follow what is said on a line, newest below (Ctrl-C ends)')
    .argument('<line>', 'the line, as `ils device lines` shows it')
    .option('--once', 'show what was said last and end')
  return withConnection(command).action(async (lineId: string, options: TalkOptions) => {
    const lims = connect(options)
    let last = 0
    for (;;) {
      const { messages } = await lims.getLine({ params: { lineId } })
      // The newest come first.
      for (const message of messages.filter(({ n }) => n > last).toReversed()) {
        say(options.json ? JSON.stringify(message) : textOf(message))
      }
      last = messages[0]?.n ?? last
      if (options.once) return
      await after(EVERY_MS)
    }
  })
}

const MARKS = { in: colours.cyan('→'), out: colours.green('←'), note: colours.yellow('·') }

function textOf({ at, direction, about, job, status, text }: LineMessage): string {
  const head = [
    `${colours.dim(at.slice(11, 19))} ${MARKS[direction]} ${colours.bold(about)}`,
    ...(job === null ? [] : [`job ${job}`]),
    ...(status === null ? [] : [status === 0 ? 'STATUS=0' : colours.red(`STATUS=${status}`)]),
  ].join('  ')
  const lines = text.split(/[\r\n]+/).filter((line) => line !== '')
  return [head, ...lines.map((line) => `    ${line}`)].join('\n')
}
