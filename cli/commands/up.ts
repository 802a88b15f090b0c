import { Command } from 'commander'
import type { UpOptions } from '../run-everything.ts'
import { readCliSettings } from '../settings.ts'

export function upCommand(): Command {
  return new Command('up')
    .description('Run ILS on this machine: database, LIMS and portal together')
    .option('--data <folder>', 'where it keeps its data (default: ILS_DATA or ./.ils)')
    .option('--port <port>', 'port of the LIMS (default: ILS_LIMS_PORT or 4600)')
    .option('--portal-port <port>', 'port of the portal (default: ILS_PORTAL_PORT or 4610)')
    .option('--no-seed', 'leave an empty LIMS empty: no standard lab and no demo practice are planted')
    .option('--logs', 'show the logs here instead of keeping them in the data folder')
    .option('--json', 'print what runs where as JSON')
    .addHelpText('after', '\nData, keys and logs stay in the data folder. Ctrl-C stops everything cleanly.')
    .action(async (options: UpOptions) => {
      if (options.data !== undefined) process.env['ILS_DATA'] = options.data
      if (options.port !== undefined) process.env['ILS_LIMS_PORT'] = options.port
      if (options.portalPort !== undefined) process.env['ILS_PORTAL_PORT'] = options.portalPort
      const settings = readCliSettings()
      // The servers are loaded only by the command that runs them: the others answer sooner.
      const { runEverything } = await import('../run-everything.ts')
      await runEverything(settings, options)
    })
}
