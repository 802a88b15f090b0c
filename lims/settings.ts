import { commonSettings } from '@ils/platform/config/common-settings'
import type { ValuesOf } from '@ils/platform/config/read-settings'
import { text, whole } from '@ils/platform/config/settings'

/** Settings of the LIMS, by hand. */
export const limsSettings = {
  ...commonSettings,
  port: whole({
    name: 'ILS_LIMS_PORT',
    group: 'Network',
    means: 'Port of the LIMS; 0 takes any free one',
    min: 0,
    max: 65_535,
    fallback: 4600,
  }),
  deviceHost: text({
    name: 'ILS_DEVICE_HOST',
    group: 'Devices',
    means: 'Address on which machines are listened for; a line of its own port still lets in its peers only',
    example: '127.0.0.1',
    fallback: '127.0.0.1',
  }),
  deviceFolder: text({
    name: 'ILS_DEVICE_FOLDER',
    group: 'Devices',
    means: 'Folder below which machines exchange files; without it there are no folder lines',
    example: '/srv/ils/devices',
    fallback: null,
  }),
} as const

export type LimsSettings = ValuesOf<typeof limsSettings>
