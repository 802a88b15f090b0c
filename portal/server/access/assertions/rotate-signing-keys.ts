import { system } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import { inTransaction } from '@ils/platform/db/transaction'
import type { App } from '../../app.ts'
import { makeSigningKey, signsNow } from './signing-key.ts'
import { listSigningKeys, lockSigningKeys, retireSigningKeys } from './store.ts'

const DAY_MS = 86_400_000

/**
 * Makes a new key where the newest is older than the settings allow, and takes those away that nothing is signed with since a
 * day: an assertion lives two minutes, so that what was signed with them is long over.
 */
export async function rotateSigningKeys(app: App): Promise<void> {
  await inTransaction(app.pool, async (trx) => {
    await lockSigningKeys(trx)
    const keys = await listSigningKeys(trx)
    const [newest] = keys
    if (!newest) return
    const now = app.clock.now()
    const signedADayAgo = signsNow(keys, new Date(now.getTime() - DAY_MS))
    const over = keys.filter(({ created_at }) => created_at < signedADayAgo.created_at).map(({ id }) => id)
    if (over.length > 0) {
      await retireSigningKeys(trx, over, now)
      app.log.info({ keys: over }, 'old signing keys are not believed any more')
    }
    if (now.getTime() - newest.created_at.getTime() < app.settings.signingKeyDays * DAY_MS) return
    const { id } = await makeSigningKey(app, trx)
    const detail = { before: newest.id }
    await keepAudit(app, trx, system('access'), { action: 'signing_key.made', subject: id, practice: null, detail })
    app.log.info({ key: id }, 'a new signing key was made')
  })
}
