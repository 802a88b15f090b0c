import { below, chance, drawAt, keyOf, streams, type Draw } from './draw.ts'
import type { DayCount } from './lab-days.ts'

/** A generator is calibrated in the first hour of such a period. */
const CALIBRATED_EVERY = 30

/** A stretch between two calibrations. */
export interface Drift {
  readonly machine: string
  readonly from: DayCount
  readonly until: DayCount
  /** Thousandths of a dioptre that are added to the power by its last day; grows evenly from none. */
  readonly reaches: number
}

/** Most periods wander a little; one in ten goes on until lenses fail, as a worn tool does. */
export function driftOn(seed: number, machine: string, day: DayCount): Drift {
  const key = keyOf(machine)
  const offset = below(drawAt(seed, streams.drifts, key), CALIBRATED_EVERY)
  const period = Math.floor((day - offset) / CALIBRATED_EVERY)
  const draw = drawAt(seed, streams.drifts, key, period)
  const sign = chance(draw, 0.5) ? 1 : -1
  const size = chance(draw, 0.1) ? 75 + 45 * draw() : 30 * draw()
  const from = period * CALIBRATED_EVERY + offset
  return { machine, from, until: from + CALIBRATED_EVERY, reaches: sign * Math.round(size) }
}

/** What a generator adds to the power on a day, thousandths of a dioptre. */
export function powerBias(seed: number, machine: string, day: DayCount): number {
  const drift = driftOn(seed, machine, day)
  return (drift.reaches * (day - drift.from)) / (drift.until - drift.from)
}

const SPELL_DAYS = 14

/** Two weeks in which one machine loses more lenses: a pad, a wheel or a bath that somebody should have changed. */
export interface Spell {
  readonly machine: string
  readonly from: DayCount
  readonly until: DayCount
  readonly times: number
}

/** Null on ordinary days; one fortnight in twenty is none. */
export function spellOn(seed: number, machine: string, day: DayCount): Spell | null {
  const period = Math.floor(day / SPELL_DAYS)
  const draw = drawAt(seed, streams.spells, keyOf(machine), period)
  if (!chance(draw, 0.05)) return null
  return { machine, from: period * SPELL_DAYS, until: (period + 1) * SPELL_DAYS, times: 2.5 + 1.5 * draw() }
}

/** A drum of the vacuum coater or a rack of the dip line: what goes wrong in it goes wrong for all of its lenses. */
export const batchTimes = (seed: number, batch: string): number =>
  chance(drawAt(seed, streams.batches, keyOf(batch)), 0.015) ? 18 : 0.75

/** How often a person loses lenses, compared with all: from two thirds to one and a half. */
export function skillOf(seed: number, operator: string): number {
  const draw: Draw = drawAt(seed, streams.skills, keyOf(operator))
  return 0.67 + 0.2 * draw() + 0.55 * draw() * draw()
}
