import { Command } from 'commander'
import { withConnection } from '../../lims-connection.ts'

/** A command on a rulebook, wherever it lies; for one in a folder no server is needed. */
export function rulebookCommand(name: string, means: string, codes: string): Command {
  const command = new Command(name).description(means).addHelpText(
    'after',
    `
A rulebook is a folder, or one that a LIMS holds: in-force, release:<number>, draft:<id or name>.
Exit code ${codes} 2: the command was not understood, or there is no rulebook there. 69: the LIMS did not answer.`,
  )
  return withConnection(command)
}

export const RULEBOOK_NAMED = 'a folder with rulebook.json, or in-force, release:<number>, draft:<id or name>'
