import { isDay } from '../vocabulary/civil-day.ts'
import { wrongValue } from './check-value.ts'
import { ORDER_DATE } from './expand-row.ts'
import { pointerTo } from './json-pointer.ts'
import { tellTwice, type Model } from './model.ts'
import { didYouMean } from './nearest-word.ts'
import type { Text } from './rulebook.ts'
import type { Tell } from './tell.ts'

/** Entries that have a name of their own, a label in every language, and attributes of the types that facts expect. */
export function checkCatalogue(model: Model, tell: Tell): void {
  const looksUp = model.parts.facts.flatMap(({ part: fact }) => {
    const { source } = fact
    const kind = source.kind === 'catalogue' ? model.vocabulary.facts.get(source.of)?.valuesOf : undefined
    return source.kind === 'catalogue' && kind !== undefined ? [{ fact, kind, attribute: source.attribute }] : []
  })
  for (const [kind, entries] of model.parts.catalogue) {
    tellTwice(entries, ({ id }) => id, [`entry of ${kind}`, tell])
    const facts = looksUp.filter((one) => one.kind === kind)
    for (const { part, at } of entries) {
      const tellOf: Tell = (code, message, pointer) => tell(code, message, pointer, part.id)
      checkText(part.label, `${at}/label`, model.languages, tellOf)
      checkDays(part, at, model, tellOf)
      for (const { fact, attribute } of facts) {
        if (!Object.hasOwn(part.attributes, attribute)) continue
        const value = part.attributes[attribute]
        // That a missing one makes the fact nullable is told of the fact.
        const wrong = value === null ? null : wrongValue(fact, value, model.vocabulary)
        if (wrong) tellOf(wrong.code, wrong.message, pointerTo(`${at}/attributes`, attribute))
      }
    }
  }
}

/** A text in the languages of the settings, the first of them at least. */
export function checkText(text: Text, at: string, languages: readonly string[], tell: Tell): void {
  if (typeof text === 'string' || languages.length === 0) return
  for (const language of Object.keys(text)) {
    if (languages.includes(language)) continue
    const end = didYouMean(language, languages)
    tell(
      'unknown_language',
      `The settings have no language \`${language.slice(0, 40)}\`${end}`,
      pointerTo(at, language),
    )
  }
  const [first = ''] = languages
  if (!Object.hasOwn(text, first))
    tell('missing_language', `The text is missing in \`${first}\`, which others fall back to.`, at)
}

/** First and last day: real ones, in order, and a fact to compare them with. */
export function checkDays(
  { from, until }: { readonly from?: string; readonly until?: string },
  at: string,
  { vocabulary }: Model,
  tell: Tell,
): void {
  if (from === undefined && until === undefined) return
  for (const [key, day] of [
    ['from', from],
    ['until', until],
  ] as const)
    if (day !== undefined && !isDay(day)) tell('wrong_type', `\`${day}\` is no day of the calendar.`, `${at}/${key}`)
  if (from !== undefined && until !== undefined && from > until)
    tell('empty_range', `It ends on ${until}, before it begins on ${from}.`, `${at}/until`)
  const date = vocabulary.facts.get(ORDER_DATE)
  if (date?.type !== 'date' || date.scope !== 'job')
    tell('unknown_fact', `\`from\` and \`until\` need the fact \`${ORDER_DATE}\`, a date of the job.`, at)
}
