import type { Endpoint } from '@ils/contract/endpoint'
import { pause } from './pause.ts'
import { chance } from './random-word.ts'
import { CircuitOpen, LimsRefused, LimsUnreachable } from './refused.ts'

export interface RetryOptions {
  /** How often in all. */
  readonly tries?: number
  /** How long in all, waiting included. */
  readonly withinMs?: number
  /** Wait before the second try; doubled each time. */
  readonly firstMs?: number
  readonly mostMs?: number
  /** From 0 to below 1: waits are shortened by chance, so that many clients do not come back at once. */
  readonly random?: () => number
}

const TRIES = 4
const WITHIN_MS = 60_000
const FIRST_MS = 250
const MOST_MS = 10_000
// A wait that was asked for is only ever made longer, and by little.
const LATER = 0.1

export interface Repeated {
  readonly endpoint: Endpoint
  readonly idempotencyKey: string | undefined
  readonly signal: AbortSignal | undefined
}

/** Tries again where that is safe and may help; otherwise throws what the try threw. */
export async function repeat<T>(
  { tries = TRIES, withinMs = WITHIN_MS, firstMs = FIRST_MS, mostMs = MOST_MS, random = chance }: RetryOptions,
  call: Repeated,
  run: (attempt: number, leftMs: number) => Promise<T>,
  told: (attempt: number, next: { waitMs: number; error: unknown }) => void,
): Promise<T> {
  const began = performance.now()
  const left = (): number => withinMs - (performance.now() - began)
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(attempt, left())
    } catch (error) {
      if (attempt >= tries || call.signal?.aborted || !mayTryAgain(error, call)) throw error
      const waitMs = waitBefore(error, Math.min(firstMs * 2 ** (attempt - 1), mostMs), random())
      if (waitMs >= left()) throw error
      told(attempt, { waitMs, error })
      await pause(waitMs, call.signal)
    }
  }
}

/**
 * Whether a second try cannot do anything twice, and may end otherwise. A refusal is an answer; only these three say "later".
 * Of what was not answered nobody knows whether it was done: it is repeated where it only reads, or where its key makes it once.
 */
function mayTryAgain(error: unknown, { endpoint, idempotencyKey }: Repeated): boolean {
  const harmless = endpoint.repeat === 'safe' || (endpoint.repeat === 'keyed' && idempotencyKey !== undefined)
  // Failing at once is what the circuit is for.
  if (error instanceof CircuitOpen) return false
  if (error instanceof LimsUnreachable) return harmless
  if (!(error instanceof LimsRefused)) return false
  if (error.status === 429) return true
  return harmless && (error.status === 503 || error.code === 'idempotency_in_flight')
}

function waitBefore(error: unknown, planned: number, random: number): number {
  const asked = error instanceof LimsRefused || error instanceof LimsUnreachable ? error.retryAfterMs : undefined
  return asked === undefined ? planned * (0.5 + random / 2) : asked * (1 + random * LATER)
}
