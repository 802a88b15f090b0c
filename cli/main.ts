#!/usr/bin/env node
import { Command } from 'commander'
import { VERSION } from '@ils/lims/version'
import { holdersCommand } from './commands/access/holders.ts'
import { keysCommand } from './commands/access/keys.ts'
import { whoAmICommand } from './commands/access/me.ts'
import { verifyAuditCommand } from './commands/audit/verify.ts'
import { configExampleCommand } from './commands/config/example.ts'
import { doctorCommand } from './commands/doctor.ts'
import { tailEventsCommand } from './commands/events/tail.ts'
import { migrateCommand } from './commands/migrate.ts'
import { upCommand } from './commands/up.ts'
import { failWith } from './say.ts'

/** `ils`: the path is the command. */
const ils = new Command('ils')
  .description('Run and operate ILS, the lab-management system for optical labs')
  .version(VERSION)
  .showHelpAfterError('(ils --help lists what there is)')
  .configureHelp({ sortSubcommands: false, showGlobalOptions: true })

const group = (name: string, means: string, ...commands: Command[]): void => {
  const parent = ils.command(name).description(means)
  for (const command of commands) parent.addCommand(command)
}

ils.addCommand(upCommand())
ils.addCommand(doctorCommand())
ils.addCommand(migrateCommand())
group('access', 'Who may come in: people, programs, keys', whoAmICommand(), holdersCommand(), keysCommand())
group('audit', 'The audit trail', verifyAuditCommand())
group('events', 'What happened', tailEventsCommand())
group('config', 'Settings', configExampleCommand())

await ils.parseAsync().catch(failWith)
