import type { App } from '../app.ts'
import { deleteOldMessages } from './messages/store.ts'
import { deleteOldRefusals } from './peers/store.ts'

const KEEP_DAYS = 30
const DAY_MS = 86_400_000
const AT_ONCE = 10_000

/** What machines said is kept for a month; what they measured stays. */
export async function forgetOldMessages(app: App): Promise<void> {
  const before = new Date(app.clock.now().getTime() - KEEP_DAYS * DAY_MS)
  while ((await deleteOldMessages(app.pool, before, AT_ONCE)) === AT_ONCE);
  await deleteOldRefusals(app.pool, before)
}
