import { Command } from 'commander'
import type { Line } from '@ils/contract/devices'
import colours from 'picocolors'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayAside, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'

export function linesCommand(): Command {
  const command = new Command('lines').description('Show the lines to machines, and who is connected')
  return withConnection(command).action(async (options: ConnectionOptions) => {
    const { lines } = await connect(options).listLines()
    if (options.json) {
      sayJson(lines)
      return
    }
    if (lines.length === 0) {
      sayAside('No line is set up yet: PUT /api/devices/lines/<line> makes one')
      return
    }
    const head = ['line', 'machine', 'where', 'state', 'seen'].map((word) => colours.dim(word))
    say(table([head, ...lines.map(rowOf)]))
  })
}

const rowOf = (line: Line): string[] => [
  colours.bold(line.id),
  line.machine,
  line.port === null ? `folder ${line.folders?.in ?? ''}` : `port ${line.port}`,
  `${COLOURS[line.state](line.state)}${line.stateNote === null ? '' : ` ${line.stateNote}`}`,
  line.seenAt === null ? 'never' : sayInstant(line.seenAt),
]

const COLOURS: Readonly<Record<Line['state'], (text: string) => string>> = {
  off: colours.dim,
  waiting: colours.yellow,
  connected: colours.green,
  failed: colours.red,
}
