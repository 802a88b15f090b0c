import type { App } from '../../app.ts'
import { attempt, type Attempted } from './attempt-once.ts'
import { bodyFor } from './body-for.ts'
import type { ReceiverRow } from './health/store.ts'
import type { Attempt, HeldLane, Settled, Waiting } from './lanes/store.ts'
import { retryWait } from './retry-wait.ts'
import type { Sender } from './send-once.ts'
import type { Tries } from './write-tries.ts'

export interface Delivering {
  readonly app: App
  readonly sender: Sender
  readonly tries: Tries
  readonly leaseMs: number
  /** Fires when no further delivery shall be begun. */
  readonly stopping: AbortSignal
  /** Fires when what is under way is cut off: that says nothing of the receiver. */
  readonly cut: AbortSignal
  /** Each try as it ends. */
  seen(endpointId: string, attempted: Attempted): void
}

/** How long an endpoint rests whose secrets we cannot open: that is ours to put right. */
const OURS_TO_FIX_MS = 60_000

/**
 * Sends what waits in a lane, one after the other: the next one only when it is written down that the one before
 * arrived, so that a crash repeats at most the last. `whole`: there is no more in the lane than this.
 */
export async function deliverLane(
  by: Delivering,
  receiver: ReceiverRow,
  lane: HeldLane,
  waiting: readonly Waiting[],
  whole: boolean,
): Promise<void> {
  const { app, tries, stopping, leaseMs } = by
  let heldSince = performance.now()
  for (const [at, one] of waiting.entries()) {
    if (stopping.aborted) break
    let attempted: Attempted
    try {
      attempted = await attempt(app, by.sender, receiver, bodyFor(one.event, receiver))
    } catch (error) {
      app.log.error({ err: error, endpoint: receiver.id, event: one.eventId }, 'a delivery could not be made ready')
      await tries.write({ lane, next: { kind: 'leave', at: later(app, OURS_TO_FIX_MS) }, attempt: null })
      return
    }
    const arrived = attempted.judged.verdict === 'delivered'
    if (by.cut.aborted && !arrived) break
    by.seen(receiver.id, attempted)
    const more = at + 1 < waiting.length
    const next =
      arrived && more
        ? goOn(app, leaseMs, performance.now() - heldSince)
        : afterwards(app, one, attempted, whole && !more)
    if (next.kind === 'keep') heldSince = performance.now()
    const ours = await tries.write({ lane, next, attempt: keptOf(one, attempted, stateAfter(app, one, attempted)) })
    if (!ours || !arrived || !more) return
  }
  const next = waiting.length === 0 ? { kind: 'done' as const } : { kind: 'leave' as const, at: app.clock.now() }
  await tries.write({ lane, next, attempt: null })
}

type Next = Settled['next']

/** The lease lasts for more than one try: it is renewed when half of it is over. */
function goOn(app: App, leaseMs: number, heldMs: number): Next {
  return heldMs < leaseMs / 2 ? { kind: 'hold' } : { kind: 'keep', at: later(app, leaseMs) }
}

function afterwards(app: App, one: Waiting, { judged }: Attempted, whole: boolean): Next {
  if (judged.verdict === 'delivered') return whole ? { kind: 'done' } : { kind: 'leave', at: app.clock.now() }
  // Nothing of it is taken until somebody sets the endpoint going again: then it is the first.
  if (judged.verdict === 'gone') return { kind: 'leave', at: app.clock.now() }
  // Where it is given up, what is behind it in the lane goes on.
  return { kind: 'leave', at: later(app, waitAfter(app, one, judged.waitMs) ?? 0) }
}

function stateAfter(app: App, one: Waiting, { judged }: Attempted): Attempt['state'] {
  if (judged.verdict === 'delivered') return 'delivered'
  return judged.verdict === 'gone' || waitAfter(app, one, null) !== null ? 'pending' : 'failed'
}

const waitAfter = ({ settings }: App, { tries }: Waiting, askedMs: number | null): number | null =>
  retryWait(settings.webhookRetrySeconds, tries + 1, askedMs)

function keptOf(one: Waiting, { at, headers, answer, judged, url }: Attempted, state: Attempt['state']): Attempt {
  return {
    ...{ eventId: one.eventId, at, ms: answer.ms, outcome: judged.verdict, state, url },
    ...{ status: answer.status, error: judged.error, requestHeaders: headers },
    ...{ responseHeaders: answer.headers, responseBody: answer.body },
  }
}

const later = ({ clock }: App, ms: number): Date => new Date(clock.now().getTime() + ms)
