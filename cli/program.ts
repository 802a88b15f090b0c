import { Command } from 'commander'
import { VERSION } from '@ils/lims/version'
import { holdersCommand } from './commands/access/holders.ts'
import { keysCommand } from './commands/access/keys.ts'
import { whoAmICommand } from './commands/access/me.ts'
import { verifyAuditCommand } from './commands/audit/verify.ts'
import { configExampleCommand } from './commands/config/example.ts'
import { linesCommand } from './commands/device/lines.ts'
import { simulateDeviceCommand } from './commands/device/simulate.ts'
import { talkCommand } from './commands/device/talk.ts'
import { doctorCommand } from './commands/doctor.ts'
import { tailEventsCommand } from './commands/events/tail.ts'
import { migrateCommand } from './commands/migrate.ts'
import { approveRulesCommand } from './commands/rules/approve.ts'
import { coverageRulesCommand } from './commands/rules/coverage.ts'
import { declineRulesCommand } from './commands/rules/decline.ts'
import { diffRulesCommand } from './commands/rules/diff.ts'
import { draftsRulesCommand } from './commands/rules/drafts.ts'
import { explainRulesCommand } from './commands/rules/explain.ts'
import { formatRulesCommand } from './commands/rules/format.ts'
import { historyRulesCommand } from './commands/rules/history.ts'
import { impactRulesCommand } from './commands/rules/impact.ts'
import { lintRulesCommand } from './commands/rules/lint.ts'
import { mergeRulesCommand } from './commands/rules/merge.ts'
import { newRulesCommand } from './commands/rules/new.ts'
import { promoteRulesCommand } from './commands/rules/promote.ts'
import { publishRulesCommand } from './commands/rules/publish.ts'
import { pullRulesCommand } from './commands/rules/pull.ts'
import { pushRulesCommand } from './commands/rules/push.ts'
import { qualityRulesCommand } from './commands/rules/quality.ts'
import { recallRulesCommand } from './commands/rules/recall.ts'
import { replayRulesCommand } from './commands/rules/replay.ts'
import { rollbackRulesCommand } from './commands/rules/rollback.ts'
import { scheduleRulesCommand } from './commands/rules/schedule.ts'
import { schedulesRulesCommand } from './commands/rules/schedules.ts'
import { schemasRulesCommand } from './commands/rules/schemas.ts'
import { statusRulesCommand } from './commands/rules/status.ts'
import { submitRulesCommand } from './commands/rules/submit.ts'
import { testRulesCommand } from './commands/rules/test.ts'
import { unscheduleRulesCommand } from './commands/rules/unschedule.ts'
import { validateRulesCommand } from './commands/rules/validate.ts'
import { watchRulesCommand } from './commands/rules/watch.ts'
import { withdrawRulesCommand } from './commands/rules/withdraw.ts'
import { seedCommand } from './commands/seed.ts'
import { upCommand } from './commands/up.ts'
import { addWebhookCommand } from './commands/webhooks/add.ts'
import { chaosWebhooksCommand } from './commands/webhooks/chaos.ts'
import { webhookDeliveriesCommand } from './commands/webhooks/deliveries.ts'
import { webhookTypesCommand } from './commands/webhooks/event-types.ts'
import { listWebhooksCommand } from './commands/webhooks/list.ts'
import { listenWebhooksCommand } from './commands/webhooks/listen.ts'
import { pauseWebhookCommand } from './commands/webhooks/pause.ts'
import { recoverWebhookCommand } from './commands/webhooks/recover.ts'
import { removeWebhookCommand } from './commands/webhooks/remove.ts'
import { resendWebhookCommand } from './commands/webhooks/resend.ts'
import { resumeWebhookCommand } from './commands/webhooks/resume.ts'
import { rotateWebhookCommand } from './commands/webhooks/rotate.ts'
import { showWebhookCommand } from './commands/webhooks/show.ts'
import { testWebhookCommand } from './commands/webhooks/test.ts'
import { failWith } from './say.ts'

/** Carries one command out; what goes wrong is said, and ends the process. */
export async function runProgram(args: readonly string[]): Promise<void> {
  await ils().parseAsync(args, { from: 'user' }).catch(failWith)
}

/** `ils`: the path is the command. */
function ils(): Command {
  const program = new Command('ils')
    .description('Run and operate ILS, the lab-management system for optical labs')
    .version(VERSION)
    .showHelpAfterError('(ils --help lists what there is)')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })

  const group = (name: string, means: string, ...commands: Command[]): void => {
    const parent = program.command(name).description(means)
    for (const command of commands) parent.addCommand(command)
  }

  /** A heading in the list of a group's commands. */
  const under = (heading: string, ...commands: Command[]): Command[] =>
    commands.map((command) => command.helpGroup(heading))

  program.addCommand(upCommand())
  program.addCommand(doctorCommand())
  program.addCommand(migrateCommand())
  program.addCommand(seedCommand())
  group(
    'rules',
    'Rulebooks: in a folder, where no server is needed, and as drafts and releases of a LIMS',
    ...under(
      'Begin and write, in a folder:',
      newRulesCommand(),
      formatRulesCommand(),
      schemasRulesCommand(),
      watchRulesCommand(),
    ),
    ...under(
      'Check and explain, in a folder or a LIMS:',
      validateRulesCommand(),
      lintRulesCommand(),
      testRulesCommand(),
      coverageRulesCommand(),
      explainRulesCommand(),
      diffRulesCommand(),
    ),
    ...under(
      'Drafts of a LIMS:',
      pullRulesCommand(),
      pushRulesCommand(),
      draftsRulesCommand(),
      statusRulesCommand(),
      impactRulesCommand(),
      mergeRulesCommand(),
      submitRulesCommand(),
      withdrawRulesCommand(),
      approveRulesCommand(),
      declineRulesCommand(),
    ),
    ...under(
      'Releases of a LIMS:',
      publishRulesCommand(),
      scheduleRulesCommand(),
      schedulesRulesCommand(),
      unscheduleRulesCommand(),
      promoteRulesCommand(),
      rollbackRulesCommand(),
      recallRulesCommand(),
      historyRulesCommand(),
    ),
    ...under('What was judged:', replayRulesCommand(), qualityRulesCommand()),
  )
  group('access', 'Who may come in: people, programs, keys', whoAmICommand(), holdersCommand(), keysCommand())
  group('audit', 'The audit trail', verifyAuditCommand())
  group(
    'device',
    'Machines: their lines, what is said, and machines that are none',
    linesCommand(),
    talkCommand(),
    simulateDeviceCommand(),
  )
  group('events', 'What happened', tailEventsCommand())
  group(
    'webhooks',
    'Who is told of events, what was sent, and rehearsing it',
    ...under(
      'Who is told:',
      listWebhooksCommand(),
      addWebhookCommand(),
      showWebhookCommand(),
      pauseWebhookCommand(),
      resumeWebhookCommand(),
      rotateWebhookCommand(),
      removeWebhookCommand(),
      webhookTypesCommand(),
    ),
    ...under(
      'What was sent:',
      testWebhookCommand(),
      webhookDeliveriesCommand(),
      resendWebhookCommand(),
      recoverWebhookCommand(),
    ),
    ...under('On this machine:', listenWebhooksCommand(), chaosWebhooksCommand()),
  )
  group('config', 'Settings', configExampleCommand())

  return saying(program)
}

/** Help, the version and what was not understood come back as an error, which `failWith` ends with its own code. */
function saying(command: Command): Command {
  for (const one of command.commands) saying(one)
  return command.exitOverride()
}
