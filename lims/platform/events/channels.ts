/** Told after a commit that recorded events: the relay listens. */
export const unsentChannel = (schema: string): string => `ils_unsent_${schema}`

/** Told when the log grew: whoever follows it listens. */
export const logChannel = (schema: string): string => `ils_log_${schema}`
