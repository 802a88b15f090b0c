import { liveRun } from '@ils/testing/live-run'
import { openLiveWorld } from '@ils/testing/live-world'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, expect, it } from 'vitest'

let lims: TestLims
let world: Awaited<ReturnType<typeof openLiveWorld>>

beforeAll(async () => {
  lims = await openTestLims()
  world = await openLiveWorld(lims.app, lims.client(await lims.setUp()), lims.database.url)
})
afterAll(async () => {
  await world.close()
  await lims.close()
})

// Two hundred of them, with more of everything: `npm run proof live`.
it.each([1, 2, 3])(
  'readers that drop, pause and lose their server hear everything once and in order, and nothing of others: seed %i',
  async (seed) => {
    const run = await liveRun(world, { seed, events: 400, kills: 1, mostBytes: 300, longestPauseMs: 800 })
    expect(run.wrong).toEqual([])
    expect(run.frames).toBeGreaterThan(400)
    expect(run.drops + run.pauses).toBeGreaterThan(0)
    expect(run.kills).toBe(1)
  },
  60_000,
)
