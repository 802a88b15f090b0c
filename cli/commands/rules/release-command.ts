import { Command } from 'commander'
import { withConnection } from '../../lims-connection.ts'

/** A command on the drafts and releases of a running LIMS. */
export function releaseCommand(name: string, means: string, codes: string): Command {
  const command = new Command(name)
    .description(means)
    .addHelpText('after', `\nExit code ${codes} 2: the command was not understood. 69: the LIMS did not answer.`)
  return withConnection(command)
}

export const DRAFT_NAMED = 'a draft: its id, its name, or a beginning that no other name has'
