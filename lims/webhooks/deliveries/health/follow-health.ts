import type { Trx } from '@ils/platform/db/database'
import type { App } from '../../../app.ts'
import { disableEndpoint } from '../../endpoints/disable-endpoint.ts'
import { findEndpoint } from '../../endpoints/store.ts'
import { warnOfFailing } from '../../endpoints/warn-of-failing.ts'
import type { Settled } from '../lanes/store.ts'
import { DISABLE_AFTER_MS, newHealth, nextHealth, type Health } from '../next-health.ts'
import { lockHealth, writeHealth } from './store.ts'

/** What came of tries of one endpoint, not written down yet. */
export interface Counted {
  ok: number
  failed: number
  gone: boolean
  /** The last failure, in words. */
  last: string
}

/** What tries say of the endpoints they went to: breakers open and close, owners are told, the dead are switched off. */
export async function followHealth(
  app: App,
  trx: Trx,
  counted: ReadonlyMap<string, Counted>,
  now: Date,
): Promise<void> {
  const before = await lockHealth(trx, [...counted.keys()])
  const after = new Map<string, Health>()
  for (const [id, seen] of counted) {
    const { health, tell, disable } = nextHealth(before.get(id) ?? newHealth(now), seen, now)
    after.set(id, health)
    const known = before.get(id)?.breaker ?? 'closed'
    if (health.breaker !== known && known !== 'half_open') {
      app.log.warn(
        { endpoint: id, breaker: health.breaker, failure: seen.last },
        'an endpoint of webhooks is left alone for a while',
      )
    }
    if (seen.gone) await disableEndpoint({ ...app, db: trx }, id, seen.last)
    else if (disable) await disableEndpoint({ ...app, db: trx }, id, reasonOf(health, seen.last))
    else if (tell) await tellOwner(app, trx, id, health, seen.last)
  }
  await writeHealth(trx, after)
}

/** Adds tries to what was counted before. */
export function countTries(tries: readonly Settled[], before: ReadonlyMap<string, Counted>): Map<string, Counted> {
  const counted = new Map([...before].map(([id, seen]) => [id, { ...seen }]))
  for (const { lane, attempt } of tries) {
    if (!attempt) continue
    const seen = counted.get(lane.endpointId) ?? { ok: 0, failed: 0, gone: false, last: '' }
    if (attempt.outcome === 'delivered') seen.ok++
    else seen.failed++
    if (attempt.outcome === 'gone') seen.gone = true
    if (!(seen.gone && attempt.outcome !== 'gone')) seen.last = attempt.error ?? seen.last
    counted.set(lane.endpointId, seen)
  }
  return counted
}

async function tellOwner(app: App, trx: Trx, id: string, { failingSince }: Health, lastFailure: string): Promise<void> {
  const row = await findEndpoint(trx, id)
  if (!row || failingSince === null) return
  const disabledAt = new Date(failingSince.getTime() + DISABLE_AFTER_MS)
  await warnOfFailing(app, trx, row, { failingSince, disabledAt, lastFailure })
}

const reasonOf = ({ failingSince }: Health, last: string): string =>
  `Nothing arrived since ${failingSince?.toISOString() ?? 'the beginning'}; the last failure: ${last}`
