import { ORDER_DATE } from '@ils/rules/language/expand-row'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import { localTime } from '../reviews/lab-time.ts'
import { openSimpleForm, type SimpleForm } from './simple-order/read-simple-order.ts'

/** What judging orders by a release needs beside the release, made once. */
export interface ReadyForOrders {
  readonly form: SimpleForm
  /** World facts that only the lab knows. */
  readonly ofTheLab: ReadonlySet<string>
  readonly knowsPractice: boolean
  readonly knowsDay: boolean
  /** Today on the lab's calendar, `2026-11-21`. */
  today(now: Date): string
}

export const PRACTICE_ID = 'practice.id'

const ready = new WeakMap<CompiledRelease, ReadyForOrders>()

export function readyForOrders(release: CompiledRelease): ReadyForOrders {
  const known = ready.get(release)
  if (known) return known
  const { rulebook, given } = release
  const stated = new Map(given.job.map(({ fact }) => [fact.id, fact]))
  const world = rulebook.vocabulary.filter(({ source }) => source.kind === 'world').map(({ id }) => id)
  const made: ReadyForOrders = {
    form: openSimpleForm(rulebook),
    ofTheLab: new Set(world.filter((id) => id !== ORDER_DATE)),
    knowsPractice: stated.get(PRACTICE_ID)?.type === 'code',
    knowsDay: stated.get(ORDER_DATE)?.type === 'date',
    today: calendarOf(rulebook.settings.timeZone),
  }
  ready.set(release, made)
  return made
}

const MINUTE_MS = 60_000

/** Asked at every order, and another answer only once a day: read from the clock once a minute. */
function calendarOf(timeZone: string): (now: Date) => string {
  let minute = Number.NaN
  let day = ''
  return (now) => {
    const asked = Math.floor(now.getTime() / MINUTE_MS)
    if (asked !== minute) {
      day = localTime(now, timeZone).slice(0, 10)
      minute = asked
    }
    return day
  }
}
