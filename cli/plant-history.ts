import type { ImportAnswer } from '@ils/contract/imports'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { InvalidArgumentError } from 'commander'
import { allPages } from './all-pages.ts'
import { openProgress } from './progress.ts'

export interface HistoryMade {
  readonly from: string
  readonly until: string
  readonly made: number
  readonly alreadyThere: number
  readonly refused: readonly ImportAnswer[]
  readonly seconds: number
}

interface Wanted {
  readonly days: number
  readonly jobsPerDay: number
}

const DAY_MS = 86_400_000

/**
 * Plants a past through the same door as anybody’s old system. It ends when the first rules came into force, so that it is
 * always the same past: what was planted before is found to be there.
 */
export async function plantHistory(lims: LimsClient, { days, jobsPerDay }: Wanted): Promise<HistoryMade> {
  const began = performance.now()
  const { number } = await lims.getInForce()
  const rulebook = (await lims.releaseRulebook({ params: { number } })).rulebook
  const until = await firstInForce(lims)
  const { historyLines } = await import('@ils/seeds/history/history-lines')
  const lines = historyLines({ catalogue: rulebook.catalogue, until, days, jobsPerDay })
  const progress = openProgress('jobs of the past')
  let [made, alreadyThere] = [0, 0]
  const refused: ImportAnswer[] = []
  try {
    for await (const answer of lims.importJobs({ lines })) {
      if (answer.result === 'made') made += 1
      else if (answer.result === 'already_there') alreadyThere += 1
      else refused.push(answer)
      progress.show(made + alreadyThere + refused.length)
    }
  } finally {
    progress.close()
  }
  const from = new Date(until.getTime() - days * DAY_MS)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  return { from: from.toISOString(), until: until.toISOString(), made, alreadyThere, refused, seconds }
}

async function firstInForce(lims: LimsClient): Promise<Date> {
  const activations = await allPages((after) => lims.listActivations({ query: { limit: 200, ...after } }))
  const times = activations.map(({ at }) => new Date(at).getTime())
  return new Date(Math.min(...times))
}

const UNITS: Readonly<Record<string, number>> = { d: 1, w: 7, mo: 30.4375, y: 365.25 }
const MOST_DAYS = 730

/** `6mo`, `30d`, `2w`, `1y` as days. */
export function periodInDays(text: string): number {
  const [, count, unit = ''] = /^([1-9]\d{0,3})(d|w|mo|y)$/.exec(text) ?? []
  const days = Math.round(Number(count) * (UNITS[unit] ?? NaN))
  if (days >= 1 && days <= MOST_DAYS) return days
  throw new InvalidArgumentError('Write a period of at most two years, such as 6mo, 30d, 2w.')
}
