import { units } from '@ils/rules/vocabulary/units'
import type { Language } from '../../../contract/shapes.ts'
import { paperWords } from './paper-texts.ts'

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }
const of = (pair: readonly [string, string], language: Language): string => (language === 'de' ? pair[1] : pair[0])

/** A word of the contract or of a lab. */
export const word = (code: string, language: Language, otherwise = code): string => {
  const known = paperWords[code]
  return known ? of(known, language) : otherwise
}

export const title = of

/** A value of a fact in its natural unit. Powers are written as on every prescription: two places, a sign and a point. */
export function factOnPaper(fact: string, value: unknown, language: Language): string {
  if (typeof value !== 'number') return typeof value === 'string' ? value : ''
  if (/^rx\.(sphere|cylinder|add|add2)$/.test(fact)) {
    const text = (value / units.D.scale).toFixed(2)
    return value > 0 ? `+${text}` : text.replace('-', '−')
  }
  if (fact === 'rx.prism') return `${number(value / units.prism.scale, language, 2)} Δ`
  if (/axis|Base|panto|wrap/.test(fact)) return `${value}°`
  if (fact === 'frame.curve') return `${number(value / units.D.scale, language, 2)} D`
  return number(value / units.mm.scale, language, 1)
}

const number = (value: number, language: Language, digits: number): string =>
  new Intl.NumberFormat(locales[language], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    value,
  )

export const money = (minor: number, currency: string, language: Language): string =>
  new Intl.NumberFormat(locales[language], { style: 'currency', currency }).format(minor / 100)

/** The day of a moment where the lab is. */
export const dayAt = (at: Date, timeZone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)
