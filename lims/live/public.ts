/** The door of live: what processes compose. */
export { openLimsLive } from './open-lims-live.ts'
