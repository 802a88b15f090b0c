import type { App } from '../app.ts'
import { forgetLinks } from './links/store.ts'
import { forgetOldLockOuts } from './lock-outs/store.ts'
import { forgetMails } from './mails/store.ts'
import { forgetFlows } from './open-id/store.ts'
import { forgetSignIns } from './sign-ins/store.ts'

const DAY_MS = 86_400_000

/** Forgets sign-ins, links, tries and mails that are long over. What was done stands in the audit trail. */
export async function forgetOldAccess(app: App): Promise<void> {
  const before = new Date(app.clock.now().getTime() - app.settings.keepMailsDays * DAY_MS)
  await forgetSignIns(app.pool, before)
  await forgetLinks(app.pool, before)
  await forgetOldLockOuts(app.pool, before)
  await forgetMails(app.pool, before)
  await forgetFlows(app.pool, before)
}
