/** The door of access: what processes compose and what modules above may ask. */
export { announceExpiredKey } from './announce-expired-key.ts'
export { openAuthenticator } from './authenticate.ts'
export { keepRefusals } from './keep-refusals.ts'
export { standingsOf } from './standings-of.ts'
export { accessChannel } from './tell-access-changed.ts'
