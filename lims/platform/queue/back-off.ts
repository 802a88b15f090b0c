export interface BackOff {
  readonly baseMs: number
  readonly factor: number
  readonly mostMs: number
}

/** From this part of the delay on, chance decides: what failed together must not come back together. */
const STEADY_PART = 0.75

/** How long to wait after the given attempt (1 is the first) failed. */
export function delayAfter(attempt: number, backoff: BackOff, random: () => number = Math.random): number {
  const whole = Math.min(backoff.mostMs, backoff.baseMs * backoff.factor ** (attempt - 1))
  return Math.round(whole * (STEADY_PART + (1 - STEADY_PART) * random()))
}
