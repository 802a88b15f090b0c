import { languages, type Language } from './shapes.ts'

const formats = Object.fromEntries(
  languages.map((language) => [
    language,
    new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
      ...{ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
    }),
  ]),
)

/** A day as people write it where it stands alone: in mails and on paper. */
export const dayInWords = (day: string, language: Language): string =>
  formats[language]?.format(new Date(`${day}T00:00:00Z`)) ?? day
