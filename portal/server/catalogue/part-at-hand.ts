import type { Db } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { mirrorPart } from './mirror-part.ts'
import { findPartHead, findRulebook, notePart, type PartHead } from './store.ts'

const CHECK_EVERY_MS = 60_000
const NOTE_ASKED_EVERY_MS = 600_000
const MOST_TEXTS = 30

const texts = new WeakMap<Db, Map<string, Buffer>>()

/** The part of a practice as it is known; asked for where nobody asked yet, and looked after while it is used. */
export async function partAtHand(app: App, practice: string | null): Promise<PartHead> {
  const whose = practice ?? ''
  const nowMs = app.clock.now().getTime()
  const known = await findPartHead(app.db, whose)
  const head = known ?? (await mirrorPart(app, whose))
  if (!head) throw new Refusal('lims_away', 'The LIMS does not answer, and no release is known here yet')
  if (nowMs - head.asked_at.getTime() > NOTE_ASKED_EVERY_MS) {
    await notePart(app.db, whose, { asked_at: app.clock.now() })
  }
  // Nobody waits for it: what is known is given at once.
  if (nowMs - head.checked_at.getTime() > CHECK_EVERY_MS) void mirrorPart(app, whose).catch(tell(app))
  return head
}

const tell =
  (app: App) =>
  (error: unknown): void => {
    app.log.warn({ err: error }, 'the catalogue could not be looked after')
  }

/** Its rulebook as text, of exactly this part. The newest of each practice stay in memory. */
export async function rulebookText(app: App, head: PartHead): Promise<Buffer> {
  const ours = texts.get(app.pool) ?? new Map<string, Buffer>()
  texts.set(app.pool, ours)
  const name = `${head.practice} ${head.hash}`
  const known = ours.get(name)
  if (known) return known
  const found = await findRulebook(app.db, head.practice, head.hash)
  if (found === undefined) throw new Refusal('conflict', 'Another release came into force just now: ask again')
  const text = Buffer.from(found)
  const oldest = ours.keys().next().value
  if (ours.size >= MOST_TEXTS && oldest !== undefined) ours.delete(oldest)
  ours.set(name, text)
  return text
}
