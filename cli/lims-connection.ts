import type { Command } from 'commander'
import { openLimsClient, type LimsClient } from '@ils/lims-client/lims-client'
import { openDataFolder } from './data-folder.ts'
import { exits, Plain } from './say.ts'
import { readCliSettings } from './settings.ts'

export interface ConnectionOptions {
  readonly url?: string
  readonly key?: string
  readonly json?: boolean
}

/** Options of every command that talks to a running LIMS. */
export function withConnection(command: Command): Command {
  return command
    .option('--url <url>', 'the LIMS to talk to (default: ILS_URL or http://127.0.0.1:4600)')
    .option('--key <key>', 'API key (default: ILS_KEY, or the administrator’s key in the data folder)')
    .option('--json', 'print JSON for programs')
}

/** A client for the same LIMS with another key. */
export function connectAs(options: ConnectionOptions, key: string): LimsClient {
  return openLimsClient({ url: options.url ?? readCliSettings().limsUrl, key })
}

export function connect(options: ConnectionOptions): LimsClient {
  const settings = readCliSettings()
  const key = options.key ?? settings.limsKey ?? openDataFolder(settings.dataFolder).adminKey()
  if (key === undefined) {
    throw new Plain(
      'No API key: give --key or ILS_KEY, or run where `ils up` keeps its data folder (ILS_DATA)',
      exits.usage,
    )
  }
  return connectAs(options, key)
}
