#!/usr/bin/env node
import { Command, type CommanderError } from 'commander'
import { VERSION } from '@ils/lims/version'
import { holdersCommand } from './commands/access/holders.ts'
import { keysCommand } from './commands/access/keys.ts'
import { whoAmICommand } from './commands/access/me.ts'
import { verifyAuditCommand } from './commands/audit/verify.ts'
import { configExampleCommand } from './commands/config/example.ts'
import { doctorCommand } from './commands/doctor.ts'
import { tailEventsCommand } from './commands/events/tail.ts'
import { migrateCommand } from './commands/migrate.ts'
import { coverageRulesCommand } from './commands/rules/coverage.ts'
import { diffRulesCommand } from './commands/rules/diff.ts'
import { explainRulesCommand } from './commands/rules/explain.ts'
import { formatRulesCommand } from './commands/rules/format.ts'
import { lintRulesCommand } from './commands/rules/lint.ts'
import { newRulesCommand } from './commands/rules/new.ts'
import { schemasRulesCommand } from './commands/rules/schemas.ts'
import { testRulesCommand } from './commands/rules/test.ts'
import { validateRulesCommand } from './commands/rules/validate.ts'
import { upCommand } from './commands/up.ts'
import { exits, failWith } from './say.ts'

/** A command that was not understood: help and the version end here too, and well. */
const endUnderstood = ({ exitCode }: CommanderError): never => process.exit(exitCode === 0 ? 0 : exits.usage)

/** `ils`: the path is the command. */
const ils = new Command('ils')
  .description('Run and operate ILS, the lab-management system for optical labs')
  .version(VERSION)
  .showHelpAfterError('(ils --help lists what there is)')
  .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
  .exitOverride(endUnderstood)

const group = (name: string, means: string, ...commands: Command[]): void => {
  const parent = ils.command(name).description(means)
  for (const command of commands) parent.addCommand(command.exitOverride(endUnderstood))
}

ils.addCommand(upCommand())
ils.addCommand(doctorCommand())
ils.addCommand(migrateCommand())
group(
  'rules',
  'A rulebook in a folder: check, test, explain and compare it; no server is needed',
  newRulesCommand(),
  validateRulesCommand(),
  lintRulesCommand(),
  testRulesCommand(),
  coverageRulesCommand(),
  explainRulesCommand(),
  diffRulesCommand(),
  formatRulesCommand(),
  schemasRulesCommand(),
)
group('access', 'Who may come in: people, programs, keys', whoAmICommand(), holdersCommand(), keysCommand())
group('audit', 'The audit trail', verifyAuditCommand())
group('events', 'What happened', tailEventsCommand())
group('config', 'Settings', configExampleCommand())

await ils.parseAsync().catch(failWith)
