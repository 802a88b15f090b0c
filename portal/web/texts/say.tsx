import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { english, type TextKey, type Texts } from './english.ts'

export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

/** Loaded when asked for: nobody waits for a language they do not read. */
const others: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Texts>>> = {
  de: async () => (await import('./german.ts')).german,
}

export type Words = Readonly<Record<string, string | number>>

export interface Speech {
  readonly language: Language
  readonly choose: (language: Language) => void
  readonly say: (key: TextKey, words?: Words) => string
  readonly day: (text: string) => string
  readonly instant: (text: string) => string
  readonly money: (minor: number, currency: string) => string
  readonly number: (value: number, digits?: number) => string
}

const Spoken = createContext<Speech | null>(null)
const KEPT = 'ils.language'

function fill(text: string, words: Words = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole))
}

const isLanguage = (word: string | null | undefined): word is Language =>
  word !== null && word !== undefined && Object.hasOwn(languages, word)

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT)
  if (isLanguage(kept)) return kept
  return navigator.languages.map((one) => one.slice(0, 2)).find(isLanguage) ?? 'en'
}

export function Speaking({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage)
  const [texts, setTexts] = useState<Texts | null>(language === 'en' ? english : null)
  useEffect(() => {
    let over = false
    document.documentElement.lang = language
    if (language === 'en') setTexts(english)
    else
      void others[language]().then(
        (loaded) => {
          if (!over) setTexts(loaded)
        },
        // Cut off just now: English is better than nothing.
        () => {
          if (!over) setTexts((before) => before ?? english)
        },
      )
    return () => {
      over = true
    }
  }, [language])
  const speech = useMemo(
    () =>
      texts === null
        ? null
        : speechOf(language, texts, (next) => {
            localStorage.setItem(KEPT, next)
            setLanguage(next)
          }),
    [language, texts],
  )
  if (speech === null) return null
  return (
    <Spoken value={speech}>
      <I18nProvider locale={language === 'de' ? 'de-DE' : 'en-US'}>{children}</I18nProvider>
    </Spoken>
  )
}

function speechOf(language: Language, texts: Texts, choose: (language: Language) => void): Speech {
  const locale = language === 'de' ? 'de-DE' : 'en-GB'
  const days = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
  const years = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const instants = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  // Making one costs more than using it a hundred times.
  const formats = new Map<string, Intl.NumberFormat>()
  const format = (name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
    const made = formats.get(name) ?? new Intl.NumberFormat(locale, options)
    formats.set(name, made)
    return made
  }
  const thisYear = String(new Date().getFullYear())
  return {
    language,
    choose,
    say: (key, words) => fill(texts[key], words),
    day: (text) => (text.startsWith(thisYear) ? days : years).format(new Date(`${text.slice(0, 10)}T00:00:00Z`)),
    instant: (text) => instants.format(new Date(text)),
    money: (minor, currency) => format(currency, { style: 'currency', currency }).format(minor / 100),
    number: (value, digits = 1) =>
      format(String(digits), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
  }
}

/** Says what stands in a table of its own: the texts of a page that few open are not loaded before it. */
export const saying =
  <K extends string>(texts: Readonly<Record<K, Readonly<Record<Language, string>>>>, language: Language) =>
  (key: K, words?: Words): string =>
    fill(texts[key][language], words)

export function useSpeech(): Speech {
  const speech = use(Spoken)
  if (speech === null) throw new Error('nobody speaks outside <Speaking>')
  return speech
}
