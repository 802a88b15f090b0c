import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { malformedRun } from './malformed-requests.ts'

const REQUESTS = 10_000

let lims: TestLims
beforeAll(async () => {
  lims = await openTestLims({ env: { ILS_BODY_LIMIT_KIB: '64' } })
})
afterAll(() => lims.close())

it(
  `answers ${REQUESTS} malformed requests, generated from the contract, without a single breakdown`,
  { timeout: 600_000 },
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31)
    const { statuses, broken, bugs, ready } = await malformedRun(lims, REQUESTS, seed)
    expect({ seed, broken: broken.slice(0, 3), bugs: bugs.slice(0, 3) }).toEqual({ seed, broken: [], bugs: [] })
    // It must have met both doors that open and doors that do not, or it has tested nothing.
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(REQUESTS)
    expect(statuses.get(400) ?? 0).toBeGreaterThan(REQUESTS / 10)
    expect((statuses.get(200) ?? 0) + (statuses.get(201) ?? 0)).toBeGreaterThan(REQUESTS / 20)
    expect(ready).toBe(200)
  },
)
