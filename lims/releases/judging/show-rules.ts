import { hash as digest } from 'node:crypto'
import type { Actor } from '@ils/platform/actor'
import { LRUCache } from 'lru-cache'
import type { App, ReadyRelease } from '../../app.ts'
import { mustSeeReleases, practiceFor } from './policy.ts'
import { orderingPart } from './ordering-part.ts'
import { findRulebookText } from '../contents/store.ts'

export interface RulesAsked {
  readonly part?: 'ordering' | 'whole'
  readonly practice?: string
  readonly release?: number
}

/** An answer that is made only where the caller does not have it already. */
export interface TaggedText {
  readonly etag: string
  readonly text: () => Buffer | Promise<Buffer>
}

/** The rules to judge by at another place: what ordering needs, or everything. */
export async function showRules(app: App, actor: Actor, asked: RulesAsked): Promise<TaggedText> {
  const { part = 'ordering' } = asked
  if (part === 'whole') mustSeeReleases(actor, 'The whole rulebook')
  const practice = practiceFor(actor, asked.practice, 'query.practice')
  const release = await releaseAsked(app, actor, asked.release, practice)
  const { number, hash } = release
  if (part === 'whole') {
    const text = async (): Promise<Buffer> =>
      written(
        { release: { number, hash }, part, practice: null, hash },
        Buffer.from(await findRulebookText(app.db, hash)),
      )
    return { etag: tagOf(number, part, hash, null), text }
  }
  const { hash: ofPart, text } = orderingPart(release.compiled, practice)
  const etag = tagOf(number, part, ofPart, practice)
  const write = (): Buffer => written({ release: { number, hash }, part, practice, hash: ofPart }, text)
  return { etag, text: () => lately.get(etag) ?? kept(etag, write()) }
}

/** After a release came into force everybody asks for the same bytes. */
const lately = new LRUCache<string, Buffer>({ maxSize: 16 * 1024 * 1024, sizeCalculation: ({ length }) => length })

function kept(etag: string, text: Buffer): Buffer {
  lately.set(etag, text)
  return text
}

/** The one in force for the practice, or another one by its number. */
export function releaseAsked(
  app: App,
  actor: Actor,
  number: number | undefined,
  practice: string | null,
): ReadyRelease | Promise<ReadyRelease> {
  if (number !== undefined) {
    mustSeeReleases(actor, 'A release by its number')
    return app.rules.release(number)
  }
  const found = app.rules.inForce(practice)
  return found instanceof Promise ? found.then(({ release }) => release) : found.release
}

const tagOf = (...said: readonly unknown[]): string => digest('sha256', JSON.stringify(said), 'base64url')

/** The rulebook is kept as text: it is not read to be written once more. */
function written(about: Readonly<Record<string, unknown>>, rulebook: Buffer): Buffer {
  const head = JSON.stringify(about).slice(0, -1)
  return Buffer.concat([Buffer.from(`${head},"rulebook":`), rulebook, Buffer.from('}')])
}
