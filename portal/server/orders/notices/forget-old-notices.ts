import type { App } from '../../app.ts'
import { forgetNotices } from './store.ts'

const KEEP_MS = 90 * 86_400_000

/** Forgets who was told of what long ago: nothing comes that late any more. */
export async function forgetOldNotices(app: App): Promise<void> {
  await forgetNotices(app.pool, new Date(app.clock.now().getTime() - KEEP_MS))
}
