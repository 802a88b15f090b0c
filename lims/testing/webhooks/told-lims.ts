import type { LimsClient } from '@ils/lims-client/lims-client'
import { relayLag } from '@ils/platform/events/store'
import { until } from '../condition.ts'
import { manualClock, type ManualClock } from '../manual-clock.ts'
import { openTestLims, type TestLims } from '../test-lims.ts'
import { openChaosReceiver, type ChaosOptions, type ChaosReceiver } from './chaos-receiver.ts'

/** A LIMS whose clock a test moves, with somebody who is told of what happens. */
export interface ToldLims {
  readonly lims: TestLims
  readonly clock: ManualClock
  readonly admin: LimsClient
  /** Opens a receiver and registers it for what happens here. */
  register(options?: ChaosOptions): Promise<{ readonly id: string; readonly receiver: ChaosReceiver }>
  /** Something happens to a new subject; answers which. */
  happen(): Promise<string>
  /** Something more happens to it. */
  happenAgain(subject: string): Promise<void>
  /** What was said until here has its place in the log: nobody who registers now is told of it. */
  isInLog(): Promise<void>
  close(): Promise<void>
}

export async function openToldLims(env: Readonly<Record<string, string>> = {}): Promise<ToldLims> {
  const clock = manualClock()
  const lims = await openTestLims({
    clock,
    env: { ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8', ILS_WEBHOOK_TIMEOUT_MS: '1000', ...env },
  })
  const first = lims.client(await lims.setUp())
  const [me] = (await first.listHolders({})).items
  const many = { holderId: me?.id ?? '', label: 'looks often', requestsPerMinute: 1_000_000 }
  const { secret } = await first.makeKey({ body: many })
  const admin = lims.client(secret ?? '')
  const isInLog = async (): Promise<void> => {
    await until('the log is whole', async () => (await relayLag(lims.app.pool)).waiting === 0)
  }
  await isInLog()
  const receivers: ChaosReceiver[] = []
  const holders = new Map<string, number>()
  let made = 0
  const name = (): string => `Holder ${(made += 1)}`
  return {
    ...{ lims, clock, admin, isInLog },
    async register(options = {}) {
      const receiver = await openChaosReceiver(options)
      receivers.push(receiver)
      const { id } = await admin.registerWebhook({ body: { url: receiver.url, events: ['access.*'] } })
      return { id, receiver }
    },
    async happen() {
      const { id, version } = await admin.addHolder({ body: { kind: 'person', name: name(), roles: ['lab'] } })
      holders.set(id, version)
      return id
    },
    async happenAgain(holderId) {
      const version = holders.get(holderId) ?? 0
      const changed = await admin.changeHolder({ params: { holderId }, body: { version, name: name() } })
      holders.set(holderId, changed.version)
    },
    async close() {
      await Promise.all(receivers.map((receiver) => receiver.close()))
      await lims.close()
    },
  }
}
