import { createHmac } from 'node:crypto'

/** Shorter beginnings than this would fit half of the patients, and tell much about each of them. */
const SHORTEST = 3
const LONGEST = 6
const WORD_BYTES = 16

export interface Findable {
  readonly givenName: string
  readonly familyName: string
  readonly birthDate: string | null
  readonly ownRef: string | null
}

/** One form of what people type: without case, accents and signs. */
const normal = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')

const partsOf = (text: string): string[] =>
  normal(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
const refOf = (text: string): string => partsOf(text).join('')

/** Everything that a patient is found by. */
export function wordsOf(patient: Findable): string[] {
  const words = new Set<string>()
  for (const part of [...partsOf(patient.givenName), ...partsOf(patient.familyName)]) {
    const letters = Array.from(part)
    if (letters.length <= SHORTEST) words.add(`n ${part}`)
    for (let n = SHORTEST; n <= Math.min(LONGEST, letters.length); n++) words.add(`n ${letters.slice(0, n).join('')}`)
  }
  if (patient.birthDate !== null) words.add(`d ${patient.birthDate}`)
  if (patient.ownRef !== null && refOf(patient.ownRef) !== '') words.add(`r ${refOf(patient.ownRef)}`)
  return [...words]
}

/** What was typed: each of these has to fit. */
export interface Asked {
  /** Any of them may be it. */
  readonly words: readonly string[]
  /** Whether a patient that was read fits: more letters may have been typed than are indexed. */
  fits(patient: Findable): boolean
}

export function askedFor(typed: string): Asked[] {
  return typed
    .split(/\s+/)
    .filter((word) => refOf(word) !== '')
    .map((word) => {
      const day = dayOf(word)
      if (day !== undefined) return { words: [`d ${day}`], fits: ({ birthDate }) => birthDate === day }
      const ref = refOf(word)
      const parts = partsOf(word)
      const name = Array.from(parts[0] ?? '')
        .slice(0, LONGEST)
        .join('')
      return {
        words: [`n ${name}`, `r ${ref}`],
        fits: (patient) =>
          (patient.ownRef !== null && refOf(patient.ownRef) === ref) || parts.every((part) => hasName(patient, part)),
      }
    })
}

function hasName({ givenName, familyName }: Findable, beginning: string): boolean {
  const names = [...partsOf(givenName), ...partsOf(familyName)]
  return Array.from(beginning).length < SHORTEST
    ? names.includes(beginning)
    : names.some((name) => name.startsWith(beginning))
}

/** 1970-12-31, 31.12.1970, 31/12/1970; where day and month could be either, the day comes first. */
function dayOf(word: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word)
  const [year, month, day] = iso
    ? iso.slice(1)
    : (/^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(word)?.slice(1) ?? []).reverse()
  if (year === undefined || month === undefined || day === undefined) return undefined
  const swapped = Number(month) > 12 && Number(day) <= 12
  const [m, d] = swapped ? [day, month] : [month, day]
  return `${year}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
}

/** Blind: equal words of one practice are equal, and nobody without the key can say which they are. */
export const blind = (key: Uint8Array, practice: string, word: string): string =>
  createHmac('sha256', key).update(`${practice}\n${word}`).digest().subarray(0, WORD_BYTES).toString('base64url')
