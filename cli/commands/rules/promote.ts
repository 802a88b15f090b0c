import { InvalidArgumentError, Option, type Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson } from '../../say.ts'
import { releaseCommand } from './release-command.ts'

type PromoteOptions = ConnectionOptions & { readonly to: 'everyone' | 'nobody'; readonly reason?: string }

export function promoteRulesCommand(): Command {
  return releaseCommand('promote', 'Bring a pilot into force for everyone, or end it', '0: done. 1: refused, and why.')
    .argument('<release>', 'number of the release', releaseNumber)
    .addOption(
      new Option('--to <whom>', 'everyone: it was a success; nobody: its practices go back')
        .choices(['everyone', 'nobody'])
        .makeOptionMandatory(),
    )
    .option('--reason <text>', 'why')
    .action(async (number: number, { to, reason, ...options }: PromoteOptions) => {
      const body = { to, ...(reason === undefined ? {} : { reason }) }
      const lims = connect(options)
      const activation = await lims.promoteRelease({ params: { number }, body })
      if (options.json) sayJson(activation)
      else if (to === 'everyone') say(`${colours.green('✓')} Release ${activation.release} is in force for everyone`)
      else
        say(
          `${colours.green('✓')} The pilot of release ${number} is over: release ${activation.release} is in force there`,
        )
    })
}

function releaseNumber(text: string): number {
  const number = /^(?:release:)?([1-9]\d{0,8})$/.exec(text)?.[1]
  if (number !== undefined) return Number(number)
  throw new InvalidArgumentError('Write the number of a release.')
}
