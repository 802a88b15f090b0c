import type { Fact } from '../vocabulary/fact.ts'
import { sayValue } from './say-value.ts'

/** A text cut at what it names (`{field}`, `{seen}`, `{limit}`): the names stand at the odd places. */
type Parts = readonly string[]

export interface Message {
  readonly byLanguage: ReadonlyMap<string, Parts>
  /** Of the rulebook's first language that the text is written in. */
  readonly otherwise: Parts
}

interface Named {
  readonly fact: Fact | undefined
  readonly seen: unknown
  readonly limit: unknown
}

export function compileMessage(text: unknown, languages: readonly string[]): Message {
  if (typeof text === 'string') return { byLanguage: new Map(), otherwise: cut(text) }
  if (typeof text !== 'object' || text === null) return { byLanguage: new Map(), otherwise: [] }
  const byLanguage = new Map<string, Parts>()
  for (const [language, written] of Object.entries(text)) {
    if (typeof written === 'string') byLanguage.set(language, cut(written))
  }
  const first = languages.find((language) => byLanguage.has(language)) ?? ''
  return { byLanguage, otherwise: byLanguage.get(first) ?? [] }
}

const cut = (text: string): Parts => text.split(/\{(field|seen|limit)\}/)

/** In the order's language where the text is written in it. */
export function renderMessage({ byLanguage, otherwise }: Message, language: string | undefined, named: Named): string {
  const parts = (language === undefined ? undefined : byLanguage.get(language)) ?? otherwise
  let said = parts[0] ?? ''
  for (let at = 1; at < parts.length; at += 2) said += sayNamed(parts[at] ?? '', named) + (parts[at + 1] ?? '')
  return said
}

function sayNamed(name: string, { fact, seen, limit }: Named): string {
  if (name === 'field') return fact?.label ?? ''
  return sayValue(fact, name === 'seen' ? seen : limit)
}
