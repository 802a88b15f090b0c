import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { mirrorPart } from './mirror-part.ts'
import { forgetParts, practicesAtWork } from './store.ts'
import { mirrorCatalogueTask } from './tasks.ts'

const AT_WORK_MS = 86_400_000
const KEEP_MS = 30 * 86_400_000
const AT_ONCE = 4

/** Looks after the parts of all who are at work; those who asked last come first. */
export async function mirrorCatalogue(app: App, signal: AbortSignal): Promise<void> {
  const now = app.clock.now().getTime()
  await forgetParts(app.pool, new Date(now - KEEP_MS))
  const practices = await practicesAtWork(app.pool, new Date(now - AT_WORK_MS))
  for (let i = 0; i < practices.length && !signal.aborted; i += AT_ONCE) {
    await Promise.all(practices.slice(i, i + AT_ONCE).map((practice) => mirrorPart(app, practice).catch(refusedOnly)))
  }
}

/** A LIMS that has nothing in force any more is no reason to stop in the middle. */
function refusedOnly(error: unknown): void {
  if (!(error instanceof Refusal)) throw error
}

/** Called each minute, and at once when the LIMS tells of another release. */
export async function callMirror(app: App, uniqueId: string): Promise<void> {
  await app.queue.enqueue(app.db, mirrorCatalogueTask, { uniqueId, data: {} })
}
