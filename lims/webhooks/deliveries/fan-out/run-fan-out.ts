import { holdAlone, pause, type SoleHolder } from '@ils/platform/db/sole-holder'
import { inTransaction } from '@ils/platform/db/transaction'
import { logChannel } from '@ils/platform/events/channels'
import { openSignal } from '@ils/platform/events/signal'
import type { App } from '../../../app.ts'
import { deliveryChannel } from '../channels.ts'
import { fanOut, holdFanOut } from './store.ts'

const MOST_EVENTS = 500
const SWEEP_MS = 1000
const AFTER_ERROR_MS = 1000

/**
 * Follows the log and writes down who is to be told of what; one process does so at a time. It is woken by the log and
 * looks by itself each second, so a lost wake-up costs time, not events.
 */
export function runFanOut(app: App, databaseUrl: string): SoleHolder {
  return holdAlone({
    url: databaseUrl,
    name: `webhooks:${app.schema}`,
    log: app.log,
    async hold(signal) {
      const log = openSignal(signal, SWEEP_MS)
      const stopListening = app.listener.on(logChannel(app.schema), log.wake)
      try {
        while (!signal.aborted) {
          const more = await fanOutOnce(app)
          if (more === undefined) await pause(AFTER_ERROR_MS, signal)
          else if (!more) await log.wait()
        }
      } finally {
        stopListening()
      }
    },
  })
}

/** Whether there may be more; nothing where it failed. */
async function fanOutOnce(app: App): Promise<boolean | undefined> {
  try {
    const { events } = await inTransaction(app.pool, async (trx) => {
      // A statement sees what was committed when it began: one that itself waited for an endpoint being registered would
      // not see it, and go past what that one has to be told. Sent together, they are carried out one after the other.
      const [, done] = await Promise.all([
        holdFanOut(trx),
        fanOut(trx, app.clock.now(), MOST_EVENTS, deliveryChannel(app.schema)),
      ])
      return done
    })
    return events === MOST_EVENTS
  } catch (error) {
    app.log.warn({ err: error }, 'events could not be written down for webhooks, trying again')
    return undefined
  }
}
