import type { Foundation } from '@ils/platform/app'
import type { Db } from '@ils/platform/db/database'

export const accessChannel = (schema: string): string => `ils_access_${schema}`

/**
 * Tells every process to forget the keys it remembers. Sent inside the transaction, so that it arrives with the commit
 * and never before: changes of access are rare, and must act at once.
 */
export async function tellAccessChanged(app: Foundation, trx: Db): Promise<void> {
  await trx.raw('select pg_notify(?, ?)', [accessChannel(app.schema), ''])
}
