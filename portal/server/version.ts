/** The version of the portal's software. */
export const VERSION = '0.1.0'
