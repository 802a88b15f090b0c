import { hash as digest } from 'node:crypto'
import type { CatalogueItem, getCatalog } from '@ils/contract/catalogue'
import type { AnswerOf, QueryOf } from '@ils/contract/endpoint'
import type { Actor } from '@ils/platform/actor'
import { pageOf, readPosition } from '@ils/platform/db/page'
import { Refusal } from '@ils/platform/refusal'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Settings, Text } from '@ils/rules/language/rulebook'
import { inCodeUnits } from '@ils/rules/language/sort-rulebook'
import { LRUCache } from 'lru-cache'
import type { App, ReadyRelease } from '../../app.ts'
import { VERSION } from '../../version.ts'
import { catalogueOf, folded, type Offered } from './catalogue.ts'
import { practiceFor, seesReleases } from './policy.ts'
import { projected } from './ordering-part.ts'
import { readyForOrders } from './ready-for-orders.ts'
import { releaseAsked, type TaggedText } from './show-rules.ts'

type Asked = QueryOf<typeof getCatalog>
type Answer = AnswerOf<typeof getCatalog>

interface Made {
  readonly etag: string
  text: Buffer | undefined
}

const MOST_BYTES = 32 * 1024 * 1024

/** An answer follows from its key alone, so its tag is known before it is made. */
const answers = new LRUCache<string, Made>({
  maxSize: MOST_BYTES,
  sizeCalculation: ({ text }, key) => key.length + 200 + (text?.length ?? 0),
})

/** What can be ordered, looked through. Whoever has the answer already is told so at once. */
export async function findEntries(app: App, actor: Actor, asked: Asked): Promise<TaggedText> {
  const practice = practiceFor(actor, asked.practice, 'query.practice')
  const found = releaseAsked(app, actor, asked.release, practice)
  const release = found instanceof Promise ? await found : found
  const whole = seesReleases(actor)
  const today = readyForOrders(release.compiled).today(app.clock.now())
  const key = keyOf(release, whole, today, asked)
  const made = answers.get(key) ?? { etag: digest('sha256', `${VERSION} ${key}`, 'base64url'), text: undefined }
  return {
    etag: made.etag,
    text: () => {
      if (made.text) return made.text
      made.text = Buffer.from(JSON.stringify(answer(release, whole, today, asked)))
      answers.set(key, made)
      return made.text
    },
  }
}

/** No part can hold the mark between them: a query with a NUL is refused. */
function keyOf({ hash, number }: ReadyRelease, whole: boolean, today: string, asked: Asked): string {
  const { kind = '', q = '', where = '', orderable = '', language = '', limit, after = '' } = asked
  return [hash, number, whole, today, kind, q, where, orderable, language, limit, after].join('\0')
}

interface Seen {
  readonly whole: readonly Offered[]
  readonly ordering: readonly Offered[]
}

const seen = new WeakMap<CompiledRelease, Partial<Seen>>()

function entriesOf(release: CompiledRelease, whole: boolean): readonly Offered[] {
  const known: Partial<Seen> = seen.get(release) ?? {}
  const entries =
    known[whole ? 'whole' : 'ordering'] ?? catalogueOf(whole ? release.rulebook : projected(release, null))
  seen.set(release, { ...known, [whole ? 'whole' : 'ordering']: entries })
  return entries
}

function answer({ number, hash, compiled }: ReadyRelease, whole: boolean, today: string, asked: Asked): Answer {
  const { settings } = compiled.rulebook
  const all = entriesOf(compiled, whole)
  const fitting = all.filter(filterOf(asked, today))
  const wanted = asked.kind === undefined ? undefined : new Set(asked.kind.split(','))
  const items = wanted ? fitting.filter(({ kind }) => wanted.has(kind)) : fitting
  const [kind = '', id = ''] = readPosition(asked.after, 2)?.map(String) ?? []
  const beyond = asked.after === undefined ? items : items.filter((one) => comesAfter(one, kind, id))
  const page = pageOf(
    beyond.slice(0, asked.limit + 1),
    asked.limit,
    (one) => [one.kind, one.id],
    (one) => show(one, settings, asked.language, today),
  )
  const counts = new Map(all.map((one) => [one.kind, 0]))
  for (const one of fitting) counts.set(one.kind, (counts.get(one.kind) ?? 0) + 1)
  return {
    release: { number, hash },
    kinds: [...counts].map(([name, count]) => ({ kind: name, count })),
    total: items.length,
    ...page,
  }
}

const comesAfter = (one: Offered, kind: string, id: string): boolean =>
  (inCodeUnits(one.kind, kind) || inCodeUnits(one.id, id)) > 0

type Fits = (one: Offered) => boolean

/** Every filter but that of kinds. */
function filterOf({ q, where, orderable }: Asked, today: string): Fits {
  const words = folded(q ?? '').split(/\s+/)
  const tests = where === undefined ? [] : where.split(',').map(attributeTest)
  return (one) =>
    words.every((word) => one.words.includes(word)) &&
    tests.every((fits) => fits(one)) &&
    (orderable === undefined || isOrderable(one, today) === orderable)
}

const isOrderable = ({ from, until }: Offered, day: string): boolean =>
  (from === null || day >= from) && (until === null || day <= until)

/** `index:1.586`, `family:poly`: as the attribute is shown; one word of a list is enough. */
function attributeTest(text: string): Fits {
  const colon = text.indexOf(':')
  if (colon < 1) {
    const message = `query.where: ${text.slice(0, 80)} is not like family:poly`
    throw new Refusal('invalid_request', message, { causes: [{ code: 'where', field: 'query.where', message }] })
  }
  const name = text.slice(0, colon).trim()
  const wanted = text.slice(colon + 1).trim()
  const equal = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(equal)
    if (typeof value === 'number') return wanted !== '' && Number(wanted) === value
    return String(value) === wanted
  }
  return ({ attributes }) => Object.hasOwn(attributes, name) && equal(attributes[name])
}

function show(one: Offered, { languages }: Settings, language: string | undefined, today: string): CatalogueItem {
  const { kind, id, label, attributes, from, until } = one
  return {
    ...{ kind, id, from, until },
    label: inLanguage(label, [language ?? '', ...languages]) ?? id,
    attributes: { ...attributes },
    orderable: isOrderable(one, today),
  }
}

function inLanguage(label: Text, languages: readonly string[]): string | undefined {
  if (typeof label === 'string') return label
  const found = languages.find((language) => Object.hasOwn(label, language))
  return found === undefined ? Object.values(label)[0] : label[found]
}
