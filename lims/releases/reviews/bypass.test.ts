import { bypassRun } from '@ils/testing/bypass-run'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ATTEMPTS = 36

describe('the order of gates', () => {
  let lims: TestLims
  beforeAll(async () => {
    lims = await openTestLims()
  })
  afterAll(() => lims.close())

  it(
    'cannot be bypassed by API, keys, races, or the application’s own role of the database',
    { timeout: 240_000 },
    async () => {
      const result = await bypassRun(lims, { attempts: ATTEMPTS, seed: Date.now() })
      expect(result.succeeded).toEqual([])
      expect(result.strange).toEqual([])
      expect(result.attempts).toBe(ATTEMPTS)
    },
  )
})
