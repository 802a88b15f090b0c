import type { Finding } from '@ils/oma/refusal'
import type { Language } from './say.tsx'

// Loaded with the first trace: why a shape of a file was not taken, by the code of the finding.
const faults: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  trace_without_format: {
    en: 'There are points without a TRCFMT record before them.',
    de: 'Es gibt Punkte, vor denen kein TRCFMT-Satz steht.',
  },
  trace_format: { en: 'The format of the trace is no number.', de: 'Das Format des Trace ist keine Zahl.' },
  trace_twice: { en: '{eye}: there is more than one shape.', de: '{eye}: es gibt mehr als eine Form.' },
  trace_eye: { en: 'A shape names neither R nor L.', de: 'Eine Form nennt weder R noch L.' },
  trace_mode: {
    en: '{eye}: the angles are neither equal (E) nor given (U).',
    de: '{eye}: die Winkel sind weder gleich (E) noch angegeben (U).',
  },
  trace_count: {
    en: '{eye}: {limit} points were promised, and {seen} came.',
    de: '{eye}: {limit} Punkte waren angekündigt, und {seen} kamen.',
  },
  trace_radius: {
    en: '{eye}: the tracer missed a point (radius {seen}).',
    de: '{eye}: der Tracer hat einen Punkt verfehlt (Radius {seen}).',
  },
  trace_angles: {
    en: '{eye}: the angles do not fit the points.',
    de: '{eye}: die Winkel passen nicht zu den Punkten.',
  },
}
const eyes = {
  en: { R: 'Right eye', L: 'Left eye', none: 'A shape' },
  de: { R: 'Rechtes Auge', L: 'Linkes Auge', none: 'Eine Form' },
} as const

/** Why a shape was not taken; in the reader’s own words where there are none of ours. */
export function faultInWords({ code, eye, seen, limit, message }: Finding, language: Language): string {
  const text = faults[code]?.[language]
  if (text === undefined) return message
  const words: Readonly<Record<string, string | number | undefined>> = {
    eye: eyes[language][eye ?? 'none'],
    seen,
    limit,
  }
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name] ?? '–'))
}
