import type { Problem } from '@ils/contract/problem'
import { correlationId } from '../correlation.ts'
import { Refusal } from '../refusal.ts'
import type { Log } from '../log/log.ts'

/** Turns whatever was thrown into a refusal; a bug is logged here, the one edge, and said without its insides. */
export function asRefusal(error: unknown, log: Log): Refusal {
  if (error instanceof Refusal) return error
  if (isUnavailable(error)) {
    log.warn({ err: error }, 'the database did not answer in time')
    return new Refusal('not_ready', 'The database did not answer in time; try again', {
      headers: { 'retry-after': '1' },
    })
  }
  log.error({ err: error }, 'a request met a bug')
  return new Refusal('internal_error', 'Something broke on our side; the log has it under the correlation id')
}

export function problemOf(refusal: Refusal): Problem {
  return {
    type: `urn:ils:refusal:${refusal.code}`,
    title: refusal.title,
    status: refusal.status,
    detail: refusal.message,
    code: refusal.code,
    correlationId: correlationId(),
    causes: [...refusal.causes],
  }
}

// No connection to be had, connection lost, server stopping, or a statement past its time.
const UNAVAILABLE = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|08|57P0|57014|53300|55P03)/

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'KnexTimeoutError') return true
  if ('code' in error && typeof error.code === 'string') return UNAVAILABLE.test(error.code)
  // pg gives these two no code.
  return /^(Connection terminated|Client has encountered a connection error)/.test(error.message)
}
