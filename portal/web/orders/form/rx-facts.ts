import type { Eye } from '@ils/rules/language/rulebook'
import { printNatural, readNatural } from '@ils/rules/vocabulary/natural-number'
import type { UnitName } from '@ils/rules/vocabulary/units'
import type { Rx } from '../../../contract/patients.ts'
import type { Facts } from './order-form.ts'

/** A prescription is kept in natural numbers by the names of an order, and filled in as facts. */
const fields = [
  ['Sphere', 'rx.sphere', 'D'],
  ['Cylinder', 'rx.cylinder', 'D'],
  ['Axis', 'rx.axis', 'deg'],
  ['Add', 'rx.add', 'D'],
  ['Add2', 'rx.add2', 'D'],
  ['Prism', 'rx.prism', 'prism'],
  ['PrismBase', 'rx.prismBase', 'deg'],
  ['Pd', 'fitting.pd', 'mm'],
  ['NearPd', 'fitting.nearPd', 'mm'],
  ['Height', 'fitting.height', 'mm'],
] as const satisfies readonly (readonly [string, string, UnitName])[]

const prefix: Readonly<Record<Eye, 'od' | 'os'>> = { right: 'od', left: 'os' }
const both = [
  ['vertex', 'fitting.vertex', 'mm'],
  ['panto', 'fitting.panto', 'deg'],
  ['wrap', 'fitting.wrap', 'deg'],
] as const satisfies readonly (readonly [keyof Rx, string, UnitName])[]

const bases: Readonly<Record<string, number>> = { BU: 90, UP: 90, BD: 270, DOWN: 270 }

function baseOf(word: string, eye: Eye): number | null {
  const said = word.trim().toUpperCase()
  if (/^(BI|IN)$/.test(said)) return eye === 'right' ? 0 : 180
  if (/^(BO|OUT)$/.test(said)) return eye === 'right' ? 180 : 0
  return bases[said] ?? null
}

export function factsOf(rx: Rx, eye: Eye): Facts {
  const facts: Record<string, number> = {}
  const put = (id: string, unit: UnitName, value: unknown): void => {
    if (typeof value !== 'string' && typeof value !== 'number') return
    const base = typeof value === 'string' ? baseOf(value, eye) : null
    const read = readNatural(String(value), unit)
    if (base !== null) facts[id] = base
    else if (read.ok) facts[id] = read.value
  }
  const given: Readonly<Record<string, unknown>> = rx
  for (const [name, id, unit] of fields) put(id, unit, given[prefix[eye] + name])
  for (const [name, id, unit] of both) put(id, unit, rx[name])
  return facts
}

export function rxOf(right: Facts, left: Facts): Rx {
  const rx: Record<string, number> = {}
  for (const eye of ['right', 'left'] as const) {
    const facts = eye === 'right' ? right : left
    for (const [name, id, unit] of fields) {
      const value = facts[id]
      if (typeof value === 'number') rx[prefix[eye] + name] = Number(printNatural(value, unit))
    }
  }
  for (const [name, id, unit] of both) {
    const value = right[id]
    if (typeof value === 'number') rx[name] = Number(printNatural(value, unit))
  }
  return rx
}
