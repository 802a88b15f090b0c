import type { App } from '../../app.ts'
import { deleteOldDrafts } from './store.ts'

const DAY_MS = 86_400_000

/** Orders that were begun and never sent go after the time that the settings say; answers how many. */
export function forgetOldDrafts(app: App): Promise<number> {
  return deleteOldDrafts(app.pool, new Date(app.clock.now().getTime() - app.settings.keepDraftsDays * DAY_MS))
}
