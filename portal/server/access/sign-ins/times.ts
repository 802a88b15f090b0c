const MINUTE_MS = 60_000

/** A screen that nobody touches for an hour is left: HIPAA asks for an automatic log-off (45 CFR 164.312(a)(2)(iii)). */
export const IDLE_MS = 60 * MINUTE_MS
/** A working day, not two. */
export const SIGN_IN_LIVES_MS = 12 * 60 * MINUTE_MS
/** How long the second step is waited for. */
export const CODE_WAITS_MS = 10 * MINUTE_MS
/** After this the next call gets another cookie. */
export const COOKIE_LIVES_MS = 60 * MINUTE_MS
/** Calls that were on their way with the old cookie still arrive. */
export const GRACE_MS = MINUTE_MS
export const NOTE_USE_EVERY_MS = MINUTE_MS
