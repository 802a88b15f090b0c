import { isHoliday, weekdayOf, type DayCount } from './lab-days.ts'

/** Two shifts from six to ten at night, one on Saturday. */
const OPENS = 6
const HANDS_OVER = 14
const CLOSES = 22

const closesOn = (day: DayCount): number => {
  const weekday = weekdayOf(day)
  return weekday === 0 || isHoliday(day) ? OPENS : weekday === 6 ? HANDS_OVER : CLOSES
}

export type Shift = 'early' | 'late'

/** The shift on at a time; what a machine finishes at night is booked by the late one. */
export const shiftAt = (minutes: number): Shift => ((minutes / 60) % 24 < HANDS_OVER ? 'early' : 'late')

/** Counts the hours in which the floor works, so that time may be added without walking over nights and holidays. */
export interface OpenHours {
  /** Minutes worked on the floor from the beginning until a time. */
  readonly workedUntil: (minutes: number) => number
  /** The time at which so many minutes have been worked. */
  readonly whenWorked: (worked: number) => number
  readonly isOpen: (hour: number) => boolean
}

export function openHours(from: DayCount): OpenHours {
  const origin = from * 24
  /** Hours since the beginning that are open, and how many of them lie before each hour. */
  const open: number[] = []
  const before: number[] = [0]
  let days = 0
  const plan = (day: number): void => {
    for (; days <= day; days++) {
      for (let hour = 0; hour < 24; hour++) {
        if (hour >= OPENS && hour < closesOn(from + days)) open.push(days * 24 + hour)
        before.push(open.length)
      }
    }
  }
  const openBefore = (hour: number): number => {
    plan(Math.floor(hour / 24) + 1)
    return before[hour] ?? 0
  }
  return {
    workedUntil: (minutes) => {
      const since = Math.max(0, minutes - origin * 60)
      const hour = Math.floor(since / 60)
      const done = openBefore(hour)
      return done * 60 + (openBefore(hour + 1) > done ? since % 60 : 0)
    },
    whenWorked: (worked) => {
      const hour = Math.floor(worked / 60)
      while (open.length <= hour) plan(days + 7)
      return (origin + (open[hour] ?? 0)) * 60 + (worked % 60)
    },
    isOpen: (hour) => openBefore(hour - origin + 1) > openBefore(hour - origin),
  }
}
