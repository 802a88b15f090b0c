/** How a receiver can fail, or be slow. */
export const chaosWays = {
  500: 'answers 500',
  reset: 'cuts the connection in the middle',
  stall: 'takes the request and never answers',
  slow: 'takes the event and answers byte by byte',
  redirect: 'answers 302 to somewhere else',
  429: 'answers 429 with Retry-After',
  410: 'answers 410: it wants no more',
  wrong_length: 'takes the event and breaks off before the end of its answer',
} as const

export type ChaosWay = keyof typeof chaosWays

// Object.keys loses the literal keys; the table is closed, so the cast is exact. Keys that are numbers come as text.
export const chaosWayNames = Object.keys(chaosWays).map((name) =>
  /^\d+$/.test(name) ? Number(name) : name,
) as ChaosWay[]

export interface ChaosPlan {
  /** What share of requests goes wrong, 0 to 1. */
  readonly share: number
  readonly ways: readonly ChaosWay[]
  /** The same seed and the same requests fail the same way. */
  readonly seed: number
  /** Of 429. */
  readonly retryAfterSeconds: number
  /** How long `stall` holds a connection, where the sender does not give up before. */
  readonly stallMs: number
  /** Between two bytes of `slow`. */
  readonly slowMs: number
}

/** All is well. */
export const calm: ChaosPlan = {
  ...{ share: 0, ways: [500], seed: 1, retryAfterSeconds: 1, stallMs: 60_000, slowMs: 20 },
}
