import { deepEqual, equal, ok } from 'node:assert/strict'
import type { WebhookBody } from '@ils/contract/webhook-body'
import type { LiveOptions, LiveState, LiveSubscription } from '@ils/lims-client/live/live-options'
import { WebSocket } from 'ws'
import { until } from '../condition.ts'
import type { Kit, KitCheck } from './kit.ts'

interface Ears {
  readonly heard: WebhookBody[]
  readonly states: LiveState[]
  readonly live: LiveSubscription
}

async function listening<T>(
  kit: Kit,
  of: 'client' | 'stranger',
  options: LiveOptions,
  run: (ears: Ears) => Promise<T>,
): Promise<T> {
  const heard: WebhookBody[] = []
  const states: LiveState[] = []
  const live = kit[of].subscribeLive({
    ...{ WebSocket, firstWaitMs: 50 },
    ...options,
    onEvent: (event) => void heard.push(event),
    onState: (state) => void states.push(state),
  })
  try {
    await until('it listens, or may not', () => ['open', 'closed'].includes(states.at(-1)?.state ?? ''))
    return await run({ heard, states, live })
  } finally {
    await live.close()
  }
}

const make = async (kit: Kit, by: 'client' | 'stranger' = 'client'): Promise<string> =>
  (await kit[by].createJob({ body: kit.orderAs(kit.fresh('order')) })).jobId

/** Which of these were told as made, as often and in the order they were told: what came before may be told late. */
const toldOf = (jobs: readonly string[], heard: readonly WebhookBody[]): string[] =>
  heard.filter(({ type, subject }) => type === 'job.created' && jobs.includes(subject)).map(({ subject }) => subject)

export const liveChecks: readonly KitCheck[] = [
  {
    name: 'tells live what happens to a practice, in order, and nothing of another one',
    run: (kit) =>
      listening(kit, 'client', { rooms: [`practice:${kit.practice}`] }, async ({ heard }) => {
        const jobs = [await make(kit)]
        const theirs = await make(kit, 'stranger')
        jobs.push(await make(kit))
        await until('both were told', () => toldOf(jobs, heard).length >= 2)
        deepEqual(toldOf(jobs, heard), jobs)
        ok(!heard.some(({ subject }) => subject === theirs), 'what is of another practice is not told')
      }),
  },
  {
    name: 'goes on live where one was, with all that was missed',
    async run(kit) {
      const options = { rooms: [`practice:${kit.practice}`] }
      const from = await listening(kit, 'client', options, async ({ heard, live }) => {
        const job = await make(kit)
        await until('it was told', () => toldOf([job], heard).length === 1)
        await live.close()
        return live.position
      })
      const missed = [await make(kit), await make(kit)]
      ok(from, 'a position is known')
      await listening(kit, 'client', { ...options, from }, async ({ heard, states }) => {
        await until('what was missed was told', () => toldOf(missed, heard).length >= 2)
        deepEqual(toldOf(missed, heard), missed)
        deepEqual(states.at(-1), { state: 'open', recovered: true, why: null })
      })
      await listening(kit, 'client', { ...options, from: { ...from, epoch: 'another-log' } }, async ({ states }) => {
        deepEqual(states.at(-1), { state: 'open', recovered: false, why: 'other_epoch' })
      })
    },
  },
  {
    name: 'lets nobody listen live to another practice',
    run: (kit) =>
      listening(kit, 'stranger', { rooms: [`practice:${kit.practice}`] }, async ({ states }) => {
        equal(states.at(-1)?.state, 'closed')
      }),
  },
  {
    name: 'shows live which catalogue is in force',
    async run(kit) {
      const shown: unknown[] = []
      const options = { rooms: ['catalogue'], onSnapshot: ({ data }: { data: object }) => void shown.push(data) }
      await listening(kit, 'client', options, () => until('it was shown', () => shown.length > 0))
      const { release } = await kit.client.getCatalog()
      const { release: number, hash } = shown[0] as { release: number; hash: string }
      deepEqual({ number, hash }, release)
    },
  },
]
