import type { Foundation } from '../app.ts'
import type { Listener } from '../db/listen.ts'
import { holdAlone, pause, type SoleHolder } from '../db/sole-holder.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { logChannel, unsentChannel } from './channels.ts'
import type { Reaction } from './reaction.ts'
import { runReaction, type News, type ReactionOptions } from './run-reactions.ts'
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
const GATHER_MS = 60
const MANY = 8

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
  let news: { newest: number; ofType: Map<string, number>; unknownUpTo: number } | undefined

  const sequencing = async (): Promise<void> => {
    while (!signal.aborted) {
      const done = await sequence(app.db, epoch, MOST_AT_ONCE, logChannel(app.schema))
      if (done.fenced) {
        app.log.warn({ epoch }, 'another process holds the relay now')
        return
      }
      const { given, lastSeq, newestOf } = done
      // What came before this reign may be of any type.
      news ??= { newest: lastSeq, ofType: new Map(), unknownUpTo: lastSeq }
      news.newest = lastSeq
      for (const [type, seq] of Object.entries(newestOf)) news.ofType.set(type, seq)
      log.wake()
      if (given === MOST_AT_ONCE) continue
      // When many come, more are gathered before the next round: each round costs a commit of its own.
      if (given >= MANY) await pause(GATHER_MS, signal)
      await unsent.wait()
    }
  }
  const waitForNews = async (types: readonly string[], position: number): Promise<News> => {
    const look = (): News => {
      const newestOfTypes = Math.max(news?.unknownUpTo ?? 0, ...types.map((type) => news?.ofType.get(type) ?? 0))
      return { newest: news?.newest ?? 0, newestOfTypes }
    }
    if (look().newestOfTypes <= position) await log.wait()
    return look()
  }
  const reacting = options.reactions.map((reaction) =>
    runReaction(reaction, {
      app,
      metrics,
      signal,
      waitForNews,
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
