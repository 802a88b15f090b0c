import type { Eye, Rulebook } from '@ils/rules/language/rulebook'
import type { Fact } from '@ils/rules/vocabulary/fact'
import { indexWords, type WordIndex } from './find-word.ts'
import { simpleFields } from './simple-fields.ts'

/** What reading and saying need to know of a rulebook, worked out once. */
export interface FormIndex {
  readonly facts: ReadonlyMap<string, Fact>
  /** Facts that somebody states; the others are worked out. */
  readonly stated: ReadonlyMap<string, Fact>
  /** By fact, where not every word goes. */
  readonly words: ReadonlyMap<string, WordIndex>
  /** Path of the field that gives a fact, by `fieldKey`. */
  readonly fields: ReadonlyMap<string, string>
}

export const fieldKey = (seat: 'job' | Eye | 'each', fact: string): string => `${seat} ${fact}`

export function indexForm({ vocabulary, catalogue }: Rulebook): FormIndex {
  const ofCatalogue = new Map(Object.entries(catalogue).map(([of, entries]) => [of, indexWords(of, entries)]))
  const words = new Map<string, WordIndex>()
  for (const { id, type, values, valuesOf } of vocabulary) {
    if (type !== 'enum' && type !== 'set') continue
    const listed =
      values &&
      indexWords(
        id,
        values.map((value) => ({ id: value })),
      )
    const found = (valuesOf === undefined ? undefined : ofCatalogue.get(valuesOf)) ?? listed
    if (found) words.set(id, found)
  }
  return {
    facts: new Map(vocabulary.map((fact) => [fact.id, fact])),
    stated: new Map(
      vocabulary
        .filter(({ source }) => source.kind === 'given' || source.kind === 'world')
        .map((fact) => [fact.id, fact]),
    ),
    words,
    fields: new Map(
      simpleFields.flatMap(({ path, fact, seat }) => (seat === 'sum' ? [] : [[fieldKey(seat, fact), path] as const])),
    ),
  }
}
