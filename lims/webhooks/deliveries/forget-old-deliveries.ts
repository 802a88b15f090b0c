import type { App } from '../../app.ts'
import { clearLanes, deleteOld } from './store.ts'

const DAY_MS = 86_400_000
const AT_ONCE = 10_000

/** What was sent is kept for a while; what still waits is never forgotten, unless its endpoint is gone. */
export async function forgetOldDeliveries(app: App): Promise<void> {
  const now = app.clock.now()
  const before = new Date(now.getTime() - app.settings.webhookKeepDays * DAY_MS)
  while ((await deleteOld(app.pool, { before, most: AT_ONCE })) === AT_ONCE);
  await clearLanes(app.pool, now)
}
