import type { Problem } from '@ils/contract/problem'
import { correlationId } from '../correlation.ts'
import { Refusal } from '../refusal.ts'
import type { Log } from '../log/log.ts'

/**
 * Turns whatever was thrown into a refusal; a bug is logged here, the one edge, and said without its insides.
 * `discreet`: what was asked must not be repeated, so that sentences which may quote it are left out.
 */
export function asRefusal(error: unknown, log: Log, discreet = false): Refusal {
  if (error instanceof Refusal) return discreet ? unquoted(error) : error
  const err = discreet ? unsaid(error) : error
  if (isUnavailable(error)) {
    log.warn({ err }, 'the database did not answer in time')
    return new Refusal('not_ready', 'The database did not answer in time; try again', {
      headers: { 'retry-after': '1' },
    })
  }
  log.error({ err }, 'a request met a bug')
  return new Refusal('internal_error', 'Something broke on our side; the log has it under the correlation id')
}

/** Its causes alone say what was seen where: they are for the caller, and go nowhere else. */
const unquoted = ({ code, title, causes, headers }: Refusal): Refusal =>
  new Refusal(code, title, { causes, headers: { ...headers } })

/** An error's kind and place without its sentence. Of a database error the log takes no sentence anyway. */
function unsaid(error: unknown): unknown {
  if (!(error instanceof Error)) return HIDDEN
  if ('severity' in error) return error
  const bare = new Error(HIDDEN)
  bare.name = error.name
  bare.stack = (error.stack ?? '').replace(error.message, HIDDEN)
  return bare
}

const HIDDEN = '[hidden]'

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
