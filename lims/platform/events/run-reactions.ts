import type { Event } from '@ils/contract/event'
import type { Foundation } from '../app.ts'
import { withCorrelation } from '../correlation.ts'
import { pause } from '../db/sole-holder.ts'
import { inTransaction } from '../db/transaction.ts'
import { redact } from '../log/redact.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { withSpan } from '../tracing/tracing.ts'
import type { Reaction } from './reaction.ts'
import { findPosition, keepFailure, movePosition, readEvents } from './store.ts'

export interface ReactionOptions<App extends Foundation> {
  readonly app: App
  readonly metrics: Metrics
  readonly signal: AbortSignal
  /** Waits until the log may hold news of these types past a position, or until it is time to look again. */
  waitForNews(types: readonly string[], position: number): Promise<News>
  /** Waits between the attempts at one event, in milliseconds; after the last one it is parked. */
  readonly backoffMs?: readonly number[]
}

/** How far the log has come, and how far it may hold something of the types that were asked for. */
export interface News {
  readonly newest: number
  readonly newestOfTypes: number
}

const BATCH = 200
// What says nothing to a reaction moves its stored position only now and then: after a restart it is read over again.
const STORE_EVERY = 5000
const BACKOFF_MS = [50, 250, 1000, 5000]

/** Somebody else moved this reaction on: what was done here is undone. */
class MovedByAnother extends Error {}

/**
 * Follows the log for one reaction, in order. A reaction that keeps failing at an event parks it in
 * `reaction_failures` and goes on: one bad event must not stop the lab.
 */
export async function runReaction<App extends Foundation>(
  reaction: Reaction<App>,
  options: ReactionOptions<App>,
): Promise<void> {
  const { app, signal } = options
  let stored = await findPosition(app.db, reaction.name)
  let position = stored
  while (!signal.aborted) {
    const { newest, newestOfTypes } = await options.waitForNews(reaction.on, position)
    const events =
      newestOfTypes > position ? await readEvents(app.db, { after: position, limit: BATCH, types: reaction.on }) : []
    for (const event of events) {
      if (signal.aborted || !(await reactTo(reaction, event, stored, options))) return
      position = stored = event.seq
    }
    if (events.length === BATCH || signal.aborted) continue
    position = Math.max(position, newest)
    if (position - stored < STORE_EVERY) continue
    if (!(await movePosition(app.db, reaction.name, stored, position))) return
    stored = position
  }
}

async function reactTo<App extends Foundation>(
  reaction: Reaction<App>,
  event: Event,
  from: number,
  options: ReactionOptions<App>,
): Promise<boolean> {
  const { app, metrics, signal } = options
  const backoff = options.backoffMs ?? BACKOFF_MS
  return withCorrelation(event.correlationId, async () => {
    for (let attempt = 1; !signal.aborted; attempt++) {
      const began = performance.now()
      const seconds = (): number => (performance.now() - began) / 1000
      try {
        await withSpan(`react ${reaction.name}`, { kind: 'consumer', attributes: { 'ils.event': event.type } }, () =>
          inTransaction(app.db, async (trx) => {
            await reaction.react({ ...app, db: trx }, event)
            if (!(await movePosition(trx, reaction.name, from, event.seq))) throw new MovedByAnother()
          }),
        )
        metrics.reaction({ reaction: reaction.name, outcome: 'done' }, seconds())
        return true
      } catch (error) {
        if (error instanceof MovedByAnother) return false
        metrics.reaction({ reaction: reaction.name, outcome: 'failed' }, seconds())
        const told = { err: error, reaction: reaction.name, event: event.id, attempt }
        const wait = backoff[attempt - 1]
        if (wait === undefined) {
          app.log.error(told, 'a reaction failed for good: the event is parked')
          return parkEvent(reaction, event, from, attempt, error, app)
        }
        app.log.warn(told, 'a reaction failed, trying again')
        await pause(wait, signal)
      }
    }
    return false
  })
}

async function parkEvent<App extends Foundation>(
  reaction: Reaction<App>,
  event: Event,
  from: number,
  attempts: number,
  error: unknown,
  app: App,
): Promise<boolean> {
  return inTransaction(app.db, async (trx) => {
    await keepFailure(trx, { reaction: reaction.name, event, attempts, error: JSON.stringify(redact(error)) })
    return movePosition(trx, reaction.name, from, event.seq)
  })
}
