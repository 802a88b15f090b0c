import { openTestLims } from '@ils/testing/test-lims'
import { malformedRun } from './malformed-requests.ts'

const REQUESTS = 10_000

/** Requests of every endpoint with something spoilt in each: no breakdown. */
export async function proveRequests(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const lims = await openTestLims({ env: { ILS_BODY_LIMIT_KIB: '64' } })
  try {
    const { statuses, broken, bugs, ready } = await malformedRun(lims, REQUESTS, seed)
    const answers = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
    return {
      good: broken.length === 0 && bugs.length === 0 && ready === 200,
      lines: [
        `requests generated from the contract, each with something spoilt: ${REQUESTS}, answered ${answers.join(', ')}`,
        `breakdowns: ${broken.length}, errors in the log: ${bugs.length}`,
        ...broken.slice(0, 3).map((one) => JSON.stringify(one)),
      ],
    }
  } finally {
    await lims.close()
  }
}
