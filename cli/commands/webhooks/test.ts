import type { Command } from 'commander'
import colours from 'picocolors'
import { exits, say, sayJson } from '../../say.ts'
import { endpointCommand } from './webhook-command.ts'

export function testWebhookCommand(): Command {
  return endpointCommand(
    'test',
    'Send a test event to an endpoint now, and show what it answered',
    async (lims, params, options) => {
      const tested = await lims.testWebhook({ params })
      const { delivered, status, ms, error, answer } = tested
      if (!delivered) process.exitCode = exits.wrong
      if (options.json) {
        sayJson(tested)
        return
      }
      const mark = delivered ? colours.green('✓') : colours.red('✗')
      say(
        `${mark} ${delivered ? `It took it: ${String(status)}` : (error ?? 'It did not take it')}, in ${Math.round(ms)} ms`,
      )
      if (answer) say(`  ${colours.dim('it said')} ${answer.slice(0, 500)}`)
    },
  ).addHelpText('after', '\nExit: 0 it was taken, 1 it was not.')
}
