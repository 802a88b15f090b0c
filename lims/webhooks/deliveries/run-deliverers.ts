import { randomUUID } from 'node:crypto'
import { openDatabase } from '@ils/platform/db/database'
import { openSignal } from '@ils/platform/events/signal'
import type { App } from '../../app.ts'
import { deliveryChannel } from './channels.ts'
import { deliverLane, type Delivering } from './deliver-lane.ts'
import { giveTrialBack, listReceivers, takeTrial, type ReceiverRow } from './health/store.ts'
import { readLanes, takeLanes, type Wanted } from './lanes/store.ts'
import { adjust, newPace, type Pace } from './pace.ts'
import { openSender } from './send-once.ts'
import { writeTries } from './write-tries.ts'

export interface Deliverers {
  /** Takes nothing more and lets what is under way end; what does not end in time is given back. */
  close(options: { readonly deadlineMs: number }): Promise<void>
}

const SWEEP_MS = 500
/** A change of an endpoint that somebody else made is seen after this time. */
const RECEIVERS_MS = 100
/** Over all endpoints. */
const MOST_UNDER_WAY = 500
/** What is read of a lane at once. */
const MOST_OF_A_LANE = 10

/**
 * All that deliverers ask is found by an index, row by row. Left to itself Postgres reads whole tables while they are
 * small, and goes on with that plan when they are large.
 */
const BY_INDEX = { enable_seqscan: 'off', enable_bitmapscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off' }
/** Nobody was promised anything by what is written here: a Postgres that crashes forgets at most that some were told, and they are told again. */
const AT_LEAST_ONCE = { synchronous_commit: 'off' }
const CONNECTIONS = 3

/** Delivers what is due, beside any number of other processes that do the same. */
export function runDeliverers(app: App, databaseUrl: string): Deliverers {
  const { webhookTimeoutMs, webhooksAtOnce } = app.settings
  const db = openDatabase({
    ...{
      url: databaseUrl,
      schema: app.schema,
      applicationName: 'ils webhooks',
      poolMax: CONNECTIONS,
      tuning: { ...BY_INDEX, ...AT_LEAST_ONCE },
    },
  })
  const stop = new AbortController()
  const cut = new AbortController()
  const leaseMs = 2 * webhookTimeoutMs + 2000
  const sender = openSender({ app, most: webhooksAtOnce })
  const worker = randomUUID()
  const paces = new Map<string, Pace>()
  const underWay = new Set<Promise<void>>()
  const due = openSignal(stop.signal, SWEEP_MS)
  const stopListening = app.listener.on(deliveryChannel(app.schema), due.wake)
  let taken = 0
  let receivers: readonly ReceiverRow[] = []
  let receiversAt = -Infinity
  const tries = writeTries({
    ...{ app, db, leaseMs },
    isFailing: (id) => receivers.find((row) => row.id === id)?.failing_since !== null,
    onHealth() {
      receiversAt = -Infinity
    },
  })
  const by: Delivering = {
    ...{ app, sender, tries, leaseMs, stopping: stop.signal, cut: cut.signal },
    seen(endpointId, { judged, answer }) {
      app.metrics.delivery({ outcome: judged.verdict }, answer.ms / 1000)
      adjust(paceOf(endpointId), judged.verdict, webhooksAtOnce)
    },
  }

  function paceOf(endpointId: string): Pace {
    const known = paces.get(endpointId)
    if (known) return known
    const fresh = newPace(webhooksAtOnce)
    paces.set(endpointId, fresh)
    return fresh
  }

  async function knownReceivers(): Promise<readonly ReceiverRow[]> {
    if (performance.now() - receiversAt < RECEIVERS_MS) return receivers
    receiversAt = performance.now()
    receivers = await listReceivers(db)
    return receivers
  }

  /** How many lanes of each endpoint there is room for; of one that is tried again, one. */
  async function room(rows: readonly ReceiverRow[], now: Date): Promise<{ wanted: Wanted[]; trials: Set<string> }> {
    const wanted: Wanted[] = []
    const trials = new Set<string>()
    let left = MOST_UNDER_WAY - underWay.size
    // Whoever has least under way comes first, so that the last ones do not go without.
    const inOrder = [...rows].sort((a, b) => paceOf(a.id).underWay - paceOf(b.id).underWay)
    for (const { id, breaker, open_until } of inOrder) {
      if (left <= 0) break
      if (breaker !== null && breaker !== 'closed') {
        if (open_until === null || open_until > now) continue
        if (!(await takeTrial(db, id, now, new Date(now.getTime() + leaseMs)))) continue
        trials.add(id)
        // As it stands here it would be tried again.
        receiversAt = -Infinity
      }
      const pace = paceOf(id)
      const free = pace.window - pace.underWay
      // While many are under way, more are taken together: each taking costs the same.
      if (free <= 0 || (pace.underWay > 0 && free * 3 < pace.window)) continue
      const most = Math.min(left, trials.has(id) ? 1 : free)
      left -= most
      wanted.push({ id, most, trial: trials.has(id) })
    }
    return { wanted, trials }
  }

  /** Takes what there is room for; whether there may be more at once. */
  async function takeSome(): Promise<boolean> {
    const rows = await knownReceivers()
    const now = app.clock.now()
    const { wanted, trials } = await room(rows, now)
    if (wanted.length === 0) return false
    const lease = `${worker}:${(taken += 1)}`
    const until = new Date(now.getTime() + leaseMs)
    const lanes = await takeLanes(db, wanted, { lease, now, until })
    const waiting = await readLanes(db, lanes, MOST_OF_A_LANE)
    for (const id of trials) {
      const tried = lanes.some((lane) => lane.endpointId === id && (waiting.get(lane)?.length ?? 0) > 0)
      if (!tried) await giveTrialBack(db, id, now)
    }
    if (lanes.length === 0) return false
    const of = new Map(rows.map((row) => [row.id, row]))
    for (const lane of lanes) {
      const receiver = of.get(lane.endpointId)
      const all = waiting.get(lane) ?? []
      const some = trials.has(lane.endpointId) ? all.slice(0, 1) : all
      if (!receiver) continue
      start(receiver.id, deliverLane(by, receiver, lane, some, some === all && all.length < MOST_OF_A_LANE))
    }
    return true
  }

  function start(endpointId: string, running: Promise<void>): void {
    const pace = paceOf(endpointId)
    pace.underWay++
    const ended = running
      .catch((error: unknown) => {
        app.log.error({ err: error, endpoint: endpointId }, 'a lane of webhooks broke off')
      })
      .then(() => {
        pace.underWay--
        underWay.delete(ended)
        due.wake()
      })
    underWay.add(ended)
  }

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        if (await takeSome()) continue
      } catch (error) {
        app.log.warn({ err: error }, 'deliveries could not be taken, trying again')
      }
      await due.wait()
    }
  }

  const running = run()
  return {
    async close({ deadlineMs }) {
      stop.abort()
      stopListening()
      await running
      const timer = setTimeout(() => {
        cut.abort()
        sender.close()
      }, deadlineMs)
      await Promise.all(underWay)
      clearTimeout(timer)
      sender.close()
      await db.destroy()
    },
  }
}
