import { Refusal } from '@ils/platform/refusal'

/** A moment as the lab's clock on the wall shows it, `2026-12-01T06:00`. */
export function localTime(moment: Date, timeZone: string): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

const ZONED = /(Z|[+-]\d\d:\d\d)$/
const HOUR_MS = 3_600_000

/**
 * Reads a moment: with an offset it is that instant; without, it is meant on the lab's wall clock. A time that the clock
 * skips in spring is refused; one that it shows twice in autumn is the first.
 */
export function readMoment(text: string, timeZone: string): Date {
  const asUtc = new Date(ZONED.test(text) ? text : `${text.slice(0, 16)}Z`)
  if (Number.isNaN(asUtc.getTime())) throw notAMoment(text, 'is not a time that a calendar shows')
  if (ZONED.test(text)) return asUtc
  const wanted = text.slice(0, 16)
  // 31 February would quietly become a day of March.
  if (asUtc.toISOString().slice(0, 16) !== wanted) throw notAMoment(text, 'is not a time that a calendar shows')
  // A zone's offset is less than a day; what it is at either side of the moment are all it can be.
  const offsets = [-24, 24].map((hours) => offsetAt(new Date(asUtc.getTime() + hours * HOUR_MS), timeZone))
  const candidates = offsets
    .map((offset) => new Date(asUtc.getTime() - offset))
    .filter((one) => localTime(one, timeZone) === wanted)
    .sort((a, b) => a.getTime() - b.getTime())
  const [first] = candidates
  if (!first) throw notAMoment(text, `is skipped by the clocks of ${timeZone}`)
  return first
}

function offsetAt(moment: Date, timeZone: string): number {
  const minute = Math.floor(moment.getTime() / 60_000) * 60_000
  return Date.parse(`${localTime(new Date(minute), timeZone)}Z`) - minute
}

function notAMoment(text: string, what: string): Refusal {
  const message = `body.at ${what}: ${text}`
  return new Refusal('invalid_request', message, {
    causes: [{ code: 'moment', field: 'body.at', message, value: text }],
  })
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}
