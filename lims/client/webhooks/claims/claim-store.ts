/**
 * Who has taken a delivery: one process at a time, until it is done. A claim whose holder died is free again after a while,
 * so that the sender's next attempt is not turned away for ever.
 */
export interface ClaimStore {
  /** `claimed`: it is yours to do. `busy`: somebody is at it. `done`: it was done before. */
  claim(id: string): Promise<'claimed' | 'busy' | 'done'>
  done(id: string): Promise<void>
  /** It failed: the next attempt may try again. */
  release(id: string): Promise<void>
}

/** Longer than any sender retries. */
export const KEEP_DONE_SECONDS = 8 * 86_400
/** Longer than any handler should take. */
export const HOLD_SECONDS = 300
