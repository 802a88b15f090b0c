/** To the minute, in UTC as the LIMS writes it. */
export const sayInstant = (at: string | null): string => (at === null ? '' : `${at.slice(0, 16).replace('T', ' ')}Z`)
