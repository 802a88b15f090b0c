import { commonSettings } from '@ils/platform/config/common-settings'
import type { ValuesOf } from '@ils/platform/config/read-settings'
import { whole } from '@ils/platform/config/settings'

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
} as const

export type LimsSettings = ValuesOf<typeof limsSettings>
