import { refusals, type RefusalCode } from '@ils/contract/refusals'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { AnswerInvalid, LimsRefused, LimsUnreachable } from '@ils/lims-client/refused'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'

/** What only says "later", whatever was asked for. */
const LATER: ReadonlySet<string> = new Set([
  'too_many_requests',
  'idempotency_in_flight',
  'internal_error',
  'not_ready',
])
/** The portal's own credentials are no good: nothing that whoever asked us could mend. */
const OURS: ReadonlySet<string> = new Set(['not_signed_in', 'not_allowed'])

/** Whether asking again may end otherwise. */
export function isAway(error: unknown): boolean {
  // A time limit of ours ran out: the client hands on the reason of its signal.
  if (error instanceof LimsUnreachable || (error instanceof DOMException && error.name === 'TimeoutError')) return true
  // Something in between says 200 in words of its own: what the LIMS said, it says again to the same key.
  if (error instanceof AnswerInvalid) return true
  return error instanceof LimsRefused && (error.status >= 500 || LATER.has(error.code) || OURS.has(error.code))
}

/**
 * Asks the LIMS on behalf of somebody who waits: what it refuses is refused to them, and that it is away is said. It judges by
 * their own role and practice, so that it never believes us more than them.
 */
export async function askLims<T>(app: App, actor: Actor, run: (lims: LimsClient) => Promise<T>): Promise<T> {
  try {
    return await run(app.limsFor(actor))
  } catch (error) {
    if (error instanceof LimsRefused && error.code === 'not_signed_in') {
      app.log.error({ code: error.code }, 'the LIMS does not believe the portal who is signed in here')
    }
    const isTheirs = error instanceof LimsRefused && error.code === 'not_allowed'
    if (!isTheirs && isAway(error)) {
      throw new Refusal('lims_away', 'The LIMS does not answer just now: try again in a moment')
    }
    if (error instanceof LimsRefused && isOurCode(error.code)) {
      throw new Refusal(error.code, error.problem.detail, { causes: error.problem.causes })
    }
    throw error
  }
}

const isOurCode = (code: string): code is RefusalCode => Object.hasOwn(refusals, code)
