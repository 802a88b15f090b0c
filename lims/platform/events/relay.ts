import type { Foundation } from '../app.ts'
import type { Listener } from '../db/listen.ts'
import { holdAlone, type SoleHolder } from '../db/sole-holder.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { logChannel, unsentChannel } from './channels.ts'
import type { Reaction } from './reaction.ts'
import { runReaction, type ReactionOptions } from './run-reactions.ts'
import { sequence, takeRelay } from './store.ts'
import { openSignal } from './signal.ts'

export interface RelayOptions<App extends Foundation> {
  readonly app: App
  readonly databaseUrl: string
  readonly listener: Listener
  readonly metrics: Metrics
  readonly reactions: readonly Reaction<App>[]
  /** Names this process among those that wait for the hold. */
  readonly holder: string
  readonly sweepMs?: number
  readonly backoffMs?: ReactionOptions<App>['backoffMs']
}

const MOST_AT_ONCE = 1000
const SWEEP_MS = 500

/**
 * Carries events from the transactions that wrote them into the log and to the reactions. One process holds it at a
 * time; the others wait. It is woken by a NOTIFY after each commit and looks by itself twice a second, so a lost
 * wake-up costs time, not events.
 */
export function runRelay<App extends Foundation>(options: RelayOptions<App>): SoleHolder {
  const { app } = options
  return holdAlone({
    url: options.databaseUrl,
    name: `relay:${app.schema}`,
    log: app.log,
    retryMs: SWEEP_MS,
    hold: (lost) => reign(options, lost),
  })
}

async function reign<App extends Foundation>(options: RelayOptions<App>, lost: AbortSignal): Promise<void> {
  const { app, metrics } = options
  const fenced = new AbortController()
  const signal = AbortSignal.any([lost, fenced.signal])
  const epoch = await takeRelay(app.db, options.holder)
  app.log.info({ epoch }, 'holding the relay')
  const unsent = openSignal(signal, options.sweepMs ?? SWEEP_MS)
  const log = openSignal(signal, options.sweepMs ?? SWEEP_MS)
  const stopListening = options.listener.on(unsentChannel(app.schema), unsent.wake)
  let newest = 0

  const sequencing = async (): Promise<void> => {
    while (!signal.aborted) {
      const done = await sequence(app.db, epoch, MOST_AT_ONCE, logChannel(app.schema))
      if (done.fenced) {
        app.log.warn({ epoch }, 'another process holds the relay now')
        return
      }
      if (done.lastSeq > newest) {
        newest = done.lastSeq
        log.wake()
      }
      if (done.given < MOST_AT_ONCE) await unsent.wait()
    }
  }
  const waitPast = async (seq: number): Promise<number> => {
    if (newest <= seq) await log.wait()
    return newest
  }
  const reacting = options.reactions.map((reaction) =>
    runReaction(reaction, {
      app,
      metrics,
      signal,
      waitPast,
      ...(options.backoffMs ? { backoffMs: options.backoffMs } : {}),
    }),
  )
  try {
    // Whichever ends first ends the reign: the hold is given back and taken anew, by whoever can.
    await Promise.race([sequencing(), ...reacting])
  } finally {
    fenced.abort()
    stopListening()
    await Promise.allSettled(reacting)
  }
}
