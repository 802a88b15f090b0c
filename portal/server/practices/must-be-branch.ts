import type { Trx } from '@ils/platform/db/database'
import { Refusal } from '@ils/platform/refusal'
import { lockBranch } from './store.ts'

/** Refuses a branch that is not the practice's own, or closed by now: nothing is sent there. */
export async function mustBeBranch(trx: Trx, practice: string, branchId: string): Promise<void> {
  const found = await lockBranch(trx, practice, branchId)
  if (found?.closed_at === null) return
  const message = found ? `The branch ${found.name} is closed` : `There is no branch ${branchId}`
  throw new Refusal(found ? 'conflict' : 'not_found', message, {
    causes: [{ code: 'branch', field: 'body.branchId', message, value: branchId }],
  })
}
