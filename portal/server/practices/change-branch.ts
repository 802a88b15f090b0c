import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { branchChanged } from '../../contract/events.ts'
import type { Branch } from '../../contract/practices.ts'
import type { App } from '../app.ts'
import { mustBeVersion, mustSeePractice, noPractice } from './policy.ts'
import { showBranch } from './show.ts'
import {
  insertBranch,
  listBranchRows,
  lockBranch,
  lockPractice,
  updateBranch,
  findPractice,
  type BranchRow,
} from './store.ts'

type Said = Pick<Branch, 'name' | 'phone' | 'address'>

export async function listBranches(app: App, actor: Actor, practice: string): Promise<{ items: Branch[] }> {
  mustSeePractice(actor, practice)
  if (!(await findPractice(app.db, practice))) throw noPractice(practice)
  return { items: (await listBranchRows(app.db, practice)).map(showBranch) }
}

/** Adds a place where a practice works. */
export async function addBranch(app: App, actor: Actor, practice: string, input: Said): Promise<Branch> {
  mustSeePractice(actor, practice)
  return inTransaction(app.db, async (trx) => {
    if (!(await lockPractice(trx, practice))) throw noPractice(practice)
    const about = { id: app.ids('brn'), practice, ...input, closed_at: null }
    const branch: BranchRow = { ...about, version: 1, created_at: app.clock.now() }
    await insertBranch(trx, branch)
    await say(app, trx, actor, branch, 'added')
    return showBranch(branch)
  })
}

/** Changes a branch, or closes it: what was ordered for it stays as it is. */
export async function changeBranch(
  app: App,
  actor: Actor,
  { practice, branchId }: { readonly practice: string; readonly branchId: string },
  input: Partial<Said> & { readonly version: number; readonly closed?: boolean },
): Promise<Branch> {
  mustSeePractice(actor, practice)
  const { version, closed, ...said } = input
  return inTransaction(app.db, async (trx) => {
    const before = await lockBranch(trx, practice, branchId)
    if (!before) throw new Refusal('not_found', `There is no branch ${branchId}`)
    mustBeVersion(before.version, version)
    const closed_at = closed === undefined ? before.closed_at : closed ? (before.closed_at ?? app.clock.now()) : null
    const branch = await updateBranch(trx, before, { ...said, closed_at })
    await say(app, trx, actor, branch, closed === true ? 'closed' : 'changed')
    return showBranch(branch)
  })
}

async function say(app: App, trx: Trx, actor: Actor, row: BranchRow, what: 'added' | 'changed' | 'closed') {
  const { id, practice, version } = row
  const fact = { subject: id, subjectVersion: version, practice, data: { practice, branchId: id, what } }
  await record(app, trx, branchChanged, fact, actor)
  await keepAudit(app, trx, actor, { action: `branch.${what}`, subject: id, practice, detail: {} })
}
