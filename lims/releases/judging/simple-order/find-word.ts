import { nearestWord } from '@ils/rules/language/nearest-word'
import type { Text } from '@ils/rules/language/rulebook'
import { synonyms } from './synonyms.ts'

export interface Choice {
  readonly id: string
  readonly label?: Text
  /** First and last day on which it is offered. */
  readonly from?: string
  readonly until?: string
}

/** The words of one catalogue, or of one fact that lists its values. */
export interface WordIndex {
  readonly choices: ReadonlyMap<string, Choice>
  /** By how surely a word is meant: ids, labels, synonyms. Words as `plainWord` makes them, to ids. */
  readonly levels: readonly ReadonlyMap<string, readonly string[]>[]
}

export type WordFound =
  | { readonly found: 'one'; readonly id: string }
  | { readonly found: 'several' | 'none'; readonly ids: readonly string[] }

/** Upper and lower case, accents, spaces, hyphens and underscores mean nothing; 1,67 is 1.67. */
export const plainWord = (word: string): string =>
  word
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\p{M}\s\p{Pd}_]/gu, '')
    .replaceAll(/(\d),(?=\d)/g, '$1.')

export function indexWords(of: string, choices: readonly Choice[]): WordIndex {
  const there = new Map(choices.map((choice) => [choice.id, choice]))
  return {
    choices: there,
    levels: [
      levelOf(choices.map(({ id }) => [id, id])),
      levelOf(choices.flatMap(({ id, label }) => textsOf(label).map((text) => [text, id]))),
      levelOf(
        synonyms
          .filter((synonym) => synonym.of === of)
          .flatMap(({ words, means }) => means.flatMap((id) => words.map((word) => [word, id] as const)))
          .filter(([, id]) => there.has(id)),
      ),
    ],
  }
}

const textsOf = (label: Text | undefined): string[] =>
  label === undefined ? [] : typeof label === 'string' ? [label] : Object.values(label)

function levelOf(words: readonly (readonly [word: string, id: string])[]): ReadonlyMap<string, readonly string[]> {
  const level = new Map<string, string[]>()
  for (const [word, id] of words) {
    const plain = plainWord(word)
    const ids = level.get(plain)
    if (!ids) level.set(plain, [id])
    else if (!ids.includes(id)) ids.push(id)
  }
  return level
}

/** What the word means on this day: when it may mean several, those that are not offered then are passed over. */
export function findWord({ choices, levels }: WordIndex, word: string, day: string | null): WordFound {
  if (choices.has(word)) return { found: 'one', id: word }
  const plain = plainWord(word)
  const ids = levels.map((level) => level.get(plain)).find((found) => found !== undefined)
  if (!ids) return { found: 'none', ids: nearest(levels, plain) }
  const offered = ids.filter((id) => isOffered(choices.get(id), day))
  const meant = offered.length > 0 ? offered : ids
  const [only] = meant
  return meant.length === 1 && only !== undefined ? { found: 'one', id: only } : { found: 'several', ids: meant }
}

function isOffered(choice: Choice | undefined, day: string | null): boolean {
  if (!choice || day === null) return true
  return (choice.from === undefined || day >= choice.from) && (choice.until === undefined || day <= choice.until)
}

const MOST_NEAREST = 5

function nearest(levels: WordIndex['levels'], plain: string): string[] {
  const ids = levels.flatMap((level) => {
    const word = nearestWord(plain, level.keys())
    return word === null ? [] : (level.get(word) ?? [])
  })
  return [...new Set(ids)].slice(0, MOST_NEAREST)
}
