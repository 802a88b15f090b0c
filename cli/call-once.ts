import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { LimsRefused, LimsUnreachable } from '@ils/lims-client/refused'

const PAUSES_MS: readonly number[] = [250, 1000, 3000]

/** Calls with a key of its own, and with the same again where no answer came: it is carried out once all the same. */
export async function callOnce<T>(
  call: (idempotencyKey: string) => Promise<T>,
  {
    idempotencyKey = randomUUID(),
    pausesMs = PAUSES_MS,
  }: { idempotencyKey?: string; pausesMs?: readonly number[] } = {},
): Promise<T> {
  for (const wait of pausesMs) {
    try {
      return await call(idempotencyKey)
    } catch (error) {
      if (!isWorthAnotherTry(error)) throw error
    }
    await pause(wait)
  }
  return call(idempotencyKey)
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof LimsUnreachable) return true
  return error instanceof LimsRefused && error.code === 'idempotency_in_flight'
}
