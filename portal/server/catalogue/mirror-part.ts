import { LimsRefused } from '@ils/lims-client/refused'
import { system } from '@ils/platform/actor'
import type { Db, Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { catalogueChanged } from '../../contract/order-events.ts'
import type { App } from '../app.ts'
import { isAway } from '../events/public.ts'
import { layAside } from './news/store.ts'
import { writeNewsTask } from './tasks.ts'
import { findPartHead, findRulebook, noteAway, notePart, putPart, type PartHead } from './store.ts'

// Many forms ask at once when a release comes into force: the LIMS is asked once.
const underWay = new WeakMap<Db, Map<string, Promise<PartHead | undefined>>>()

/** Asks the LIMS for the part of a practice, and keeps it where it is another one. The last good one stays while it is away. */
export function mirrorPart(app: App, practice: string): Promise<PartHead | undefined> {
  const ours = underWay.get(app.pool) ?? new Map<string, Promise<PartHead | undefined>>()
  underWay.set(app.pool, ours)
  const running = ours.get(practice)
  if (running) return running
  const asked = askForPart(app, practice).finally(() => ours.delete(practice))
  ours.set(practice, asked)
  return asked
}

async function askForPart(app: App, practice: string): Promise<PartHead | undefined> {
  const known = await findPartHead(app.pool, practice)
  const query = { part: 'ordering' as const, ...(practice === '' ? {} : { practice }) }
  try {
    const fresh = await app.lims.getRules({ query, ifNoneMatch: known?.etag ?? null })
    const checked_at = app.clock.now()
    if (fresh.notModified) {
      await notePart(app.pool, practice, { checked_at, away_since: null })
      return known && { ...known, checked_at, away_since: null }
    }
    const { release, hash, rulebook } = fresh.body
    const head: PartHead = {
      ...{ practice, etag: fresh.etag ?? '', release: release.number, release_hash: release.hash, hash },
      ...{ since: checked_at, checked_at, away_since: null, asked_at: known?.asked_at ?? checked_at },
    }
    await inTransaction(app.pool, async (trx) => {
      if (known !== undefined && known.hash !== hash) await callNews(app, trx, known, head)
      await putPart(trx, { ...head, rulebook: JSON.stringify(rulebook) })
      if (known?.hash === hash && known.release === release.number) return
      const whose = practice === '' ? null : practice
      const data = { release: release.number, hash }
      const fact = { subject: `catalogue:${practice}`, subjectVersion: release.number, practice: whose, data }
      await record(app, trx, catalogueChanged, fact, system('catalogue'))
    })
    return head
  } catch (error) {
    if (error instanceof LimsRefused && error.code === 'nothing_in_force') {
      throw new Refusal('nothing_in_force', error.problem.detail)
    }
    if (!isAway(error)) throw error
    await noteAway(app.pool, practice, app.clock.now())
    return known && { ...known, away_since: known.away_since ?? app.clock.now() }
  }
}

// All open forms ask for their rules just now, and comparing takes what answers them.
const WRITES_NEWS_AFTER_MS = 2000

/** What changed is found out after the swap, and from what stands in the database: no form waits for it. */
async function callNews(app: App, trx: Trx, before: PartHead, { practice, release, since: at }: PartHead) {
  const rulebook = await findRulebook(trx, practice, before.hash)
  if (rulebook === undefined) return
  const id = app.ids('cnw')
  await layAside(trx, { id, practice, release, release_before: before.release, at, rulebook })
  await app.queue.enqueue(trx, writeNewsTask, { uniqueId: id, data: { newsId: id }, delayMs: WRITES_NEWS_AFTER_MS })
}
