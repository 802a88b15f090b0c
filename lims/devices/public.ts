/** The door of devices: what processes compose. */
export { forgetOldMessages } from './forget-old-messages.ts'
export { serveLines } from './serve-lines.ts'
