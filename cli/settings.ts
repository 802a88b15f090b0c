import { limsSettings } from '@ils/lims/settings'
import { ownPortalSettings } from '@ils/portal/server/settings'
import { readSettings, type ValuesOf } from '@ils/platform/config/read-settings'
import { text } from '@ils/platform/config/settings'

/** Settings of the command line: those of the servers it starts, and where it keeps things. */
export const cliSettings = {
  ...limsSettings,
  ...ownPortalSettings,
  dataFolder: text({
    name: 'ILS_DATA',
    group: 'Data',
    means: 'Folder in which `ils up` keeps its database, keys and logs',
    example: './.ils',
    fallback: './.ils',
  }),
  limsUrl: text({
    name: 'ILS_URL',
    group: 'Command line',
    means: 'The LIMS that `ils` commands talk to',
    example: 'http://127.0.0.1:4600',
    fallback: 'http://127.0.0.1:4600',
  }),
  limsKey: text({
    name: 'ILS_KEY',
    group: 'Command line',
    means: 'The API key of `ils` commands; without it the administrator’s key in the data folder is used',
    example: 'lims_…',
    fallback: null,
    secret: true,
  }),
} as const

export type CliSettings = ValuesOf<typeof cliSettings>

export const readCliSettings = (): CliSettings => readSettings(cliSettings, process.env)
