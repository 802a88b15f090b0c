import { describe, expect, it } from 'vitest'
import { runSignatures } from './webhook-signatures.ts'

// In full: npm run proof webhooks
const PAYLOADS = 500
const MUTATIONS = 3000

describe('signatures of webhooks', () => {
  it('are believed by the published packages, and theirs by us; nothing that was changed is', async () => {
    const run = await runSignatures({ seed: 41, payloads: PAYLOADS, mutations: MUTATIONS })
    expect(run.believed).toEqual({ standardwebhooks: PAYLOADS, svix: PAYLOADS, client: PAYLOADS })
    expect(run.theirs).toEqual({ standardwebhooks: PAYLOADS, svix: PAYLOADS })
    expect(run.asymmetric).toEqual({ node: PAYLOADS, client: PAYLOADS })
    expect(Object.values(run.mutations).reduce((sum, n) => sum + n, 0)).toBe(MUTATIONS)
    expect(Object.keys(run.mutations).length).toBeGreaterThanOrEqual(14)
    expect(run.accepted).toEqual([])
  })
})
