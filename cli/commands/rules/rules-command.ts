import { Command } from 'commander'

/** A command on a rulebook's folder: it needs no server, and its exit code is for scripts. */
export function rulesCommand(name: string, means: string, codes: string): Command {
  return new Command(name)
    .description(means)
    .addHelpText('after', `\nExit code ${codes} 2: the command was not understood, or there is no rulebook there.`)
}
