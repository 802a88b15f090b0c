import { units } from '@ils/rules/vocabulary/units'
import type { Eye } from '@ils/rules/language/rulebook'
import { textKeyOf } from '../../texts/english.ts'
import type { Speech } from '../../texts/say.tsx'
import type { Offer } from '../judging/judged.ts'
import { labelFor } from './label-of.ts'
import { printPower } from './read-typed.ts'

/** Names of facts and their values, in the language of whoever reads. */
export function factName(field: string | null, eye: Eye | null, { say }: Speech): string {
  if (field === null) return eye === null ? '' : say(`eye.${eye}`)
  const key = textKeyOf(`fact.${field}`)
  // A fact that follows from others has no field to go to, and its message says enough.
  if (key === null) return eye === null ? '' : say(`eye.${eye}`)
  const name = say(key)
  return eye === null ? name : `${name} ${say(`eye.${eye}.short`)}`
}

const kinds = {
  'design.id': 'designs',
  'material.id': 'materials',
  'tint.id': 'tints',
  'frame.type': 'frames',
} as const

export function factValue(
  field: string,
  value: unknown,
  offer: Offer | null,
  { language, number, say }: Speech,
): string {
  if (value === null || value === undefined) return say('nothing')
  if (Array.isArray(value))
    return value.map((word) => labelFor(offer?.treatments ?? [], word, language)).join(' + ') || say('nothing')
  if (typeof value === 'string') {
    // Just found in it.
    const kind = Object.hasOwn(kinds, field) ? kinds[field as keyof typeof kinds] : null
    const key = textKeyOf(`value.${field}.${value}`)
    return kind !== null && offer !== null ? labelFor(offer[kind], value, language) : key === null ? value : say(key)
  }
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no')
  if (typeof value !== 'number') return '…'
  if (/^rx\.(sphere|cylinder|add|add2)$/.test(field)) return printPower(value)
  if (field === 'rx.prism') return `${number(value / units.prism.scale, 2)} Δ`
  if (/axis|Base|panto|wrap/.test(field)) return `${value}°`
  if (/^(frame|fitting|lens)\./.test(field)) return `${number(value / units.mm.scale)} mm`
  return String(value)
}
