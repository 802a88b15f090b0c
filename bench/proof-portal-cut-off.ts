import { openLimsClient } from '@ils/lims-client/lims-client'
import { freePort } from '@ils/testing/free-port'
import { issuerAt } from '@ils/portal/server/settings'
import { cutOffRun } from '@ils/testing/cut-off-run'
import { withFloorLims } from './floor-lims.ts'
import { asForm, generatedOrders } from './orders.ts'

const ORDERS = 1000
const KILLS = 20
const AT_ONCE = 8

/** Orders at a portal that is killed, whose LIMS is away or answers garbage, and whose webhooks come anyhow. */
export async function provePortalCutOff(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const portalPort = await freePort()
  const issuers = JSON.stringify([issuerAt(`http://127.0.0.1:${portalPort}`)])
  const run = await withFloorLims(
    1,
    async ({ running, doors, rulebook, portalDatabase, programKey }) => {
      const [lims, lab] = [running[0], doors[0]]
      if (!lims || !lab) throw new Error('no LIMS runs')
      const practice = 'practice-0012'
      const orders = generatedOrders(rulebook, ORDERS * 2).map(asForm)
      return cutOffRun(
        {
          ...{ limsUrl: lims.url, portalKey: await programKey('Portal'), lab, portalPort, practice },
          ...{ ...portalDatabase, orders: orders.values() },
          reader: openLimsClient({ url: lims.url, key: await programKey('Reader') }),
        },
        {
          ...{ seed, orders: ORDERS, atOnce: AT_ONCE, kills: KILLS },
          onProgress: (said) => process.stdout.write(`\r  ${said} `),
        },
      )
    },
    { ILS_TOKEN_ISSUERS: issuers, ILS_ALLOW_HTTP_ISSUERS: 'yes' },
  )
  process.stdout.write('\n')
  const ways = [...run.gone].map(([way, times]) => `${way} ${times}`).join(', ')
  const shown = run.wrong.slice(0, 3).map((one) => ` [${one}]`)
  return {
    good: run.wrong.length === 0 && run.ordered + run.refused === ORDERS && run.kills === KILLS,
    lines: [
      `${ORDERS} orders sent by ${AT_ONCE} at once: taken ${run.ordered}, refused by the rules ${run.refused}, sent again with the same key because nobody answered ${run.sentAgain} times`,
      `meanwhile the portal was killed (SIGKILL) ${run.kills} times; the LIMS was away by turns; what became of single requests or answers between the two: ${ways}`,
      `events of jobs delivered twice, late and in any order: ${run.deliveries} deliveries`,
      `taken by the last known release and not made by the LIMS then, held with its reasons until the practice changes them: ${run.held.length}${run.held.length > 0 ? ` (${[...new Set(run.held)].join(', ')})` : ''}`,
      `orders without exactly one job, jobs without exactly one order, and orders that say otherwise than their job in the end: ${run.wrong.length}${shown.join('')}`,
    ],
  }
}
