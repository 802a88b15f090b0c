/** Time, passed in so that tests can decide what it is. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
