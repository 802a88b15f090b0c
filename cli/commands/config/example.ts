import { Command } from 'commander'
import { envExample } from '@ils/platform/config/read-settings'
import { cliSettings } from '../../settings.ts'

export function configExampleCommand(): Command {
  return new Command('example')
    .description('Print every setting with its meaning, as .env.example has them')
    .action(() => {
      process.stdout.write(envExample(cliSettings))
    })
}
