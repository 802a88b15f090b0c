import { createHash } from 'node:crypto'
import type { ImportedJob } from '@ils/contract/imports'
import type { Cause } from '@ils/contract/problem'
import { canonicalJson } from '@ils/rules/language/canonical-json'

/** What a line said, field by field: short values as they are, the rest by its digest. */
export type SaidOfLine = Readonly<Record<string, string>>

export function saidOfLine(line: ImportedJob): SaidOfLine {
  const { externalId: _, ...fields } = line
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shortOf(value)]))
}

function shortOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  const digest = createHash('sha256').update(canonicalJson(value)).digest('base64url')
  return `sha256:${digest}`
}

/** Where a later line says otherwise than the one that was kept. */
export function differenceFrom(kept: SaidOfLine, now: SaidOfLine, line: number): Cause[] {
  const names = [...new Set([...Object.keys(kept), ...Object.keys(now)])].sort()
  return names
    .filter((name) => kept[name] !== now[name])
    .map((name) => {
      const field = `lines.${line}.${name}`
      const [was, is] = [inWords(kept[name]), inWords(now[name])]
      const message = `${field}: ${is} now, and ${was} when it was imported`
      return { code: 'imported_otherwise', field, message, value: is, limit: was }
    })
}

const inWords = (text: string | undefined): string =>
  text === undefined ? 'nothing' : text.startsWith('sha256:') ? `other content (${text.slice(7, 15)})` : text
