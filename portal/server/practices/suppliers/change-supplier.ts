import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Db, Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { supplierChanged, type Supplier } from '../../../contract/suppliers.ts'
import type { App } from '../../app.ts'
import { mustBeVersion, mustSeePractice, noPractice } from '../policy.ts'
import { findPractice, lockPractice } from '../store.ts'
import {
  findSupplier,
  insertSupplier,
  listSupplierRows,
  lockSupplier,
  updateSupplier,
  type SupplierRow,
} from './store.ts'

type Said = Pick<Supplier, 'name' | 'contact' | 'accountNumber'>

export async function listSuppliers(app: App, actor: Actor, practice: string): Promise<{ items: Supplier[] }> {
  mustSeePractice(actor, practice)
  if (!(await findPractice(app.db, practice))) throw noPractice(practice)
  return { items: (await listSupplierRows(app.db, practice)).map(show) }
}

/** Adds somebody who supplies frames. */
export async function addSupplier(app: App, actor: Actor, practice: string, input: Said): Promise<Supplier> {
  mustSeePractice(actor, practice)
  return inTransaction(app.db, async (trx) => {
    if (!(await lockPractice(trx, practice))) throw noPractice(practice)
    const { name, contact, accountNumber: account_number } = input
    const about = { id: app.ids('fsp'), practice, name, contact, account_number, closed_at: null }
    const row: SupplierRow = { ...about, version: 1, created_at: app.clock.now() }
    await insertSupplier(trx, row)
    await say(app, trx, actor, row, 'added')
    return show(row)
  })
}

/** Changes a supplier, or closes it: orders that name it stay as they are. */
export async function changeSupplier(
  app: App,
  actor: Actor,
  { practice, supplierId }: { readonly practice: string; readonly supplierId: string },
  input: Partial<Said> & { readonly version: number; readonly closed?: boolean },
): Promise<Supplier> {
  mustSeePractice(actor, practice)
  const { version, closed, accountNumber, ...said } = input
  return inTransaction(app.db, async (trx) => {
    const before = await lockSupplier(trx, practice, supplierId)
    if (!before) throw unknownSupplier(supplierId)
    mustBeVersion(before.version, version)
    const closed_at = closed === undefined ? before.closed_at : closed ? (before.closed_at ?? app.clock.now()) : null
    const account = accountNumber === undefined ? {} : { account_number: accountNumber }
    const row = await updateSupplier(trx, before, { ...said, ...account, closed_at })
    await say(app, trx, actor, row, closed === true ? 'closed' : 'changed')
    return show(row)
  })
}

/** An order names a supplier of its own practice, or none. */
export async function mustKnowSupplier(db: Db, practice: string, supplierId: string): Promise<void> {
  if (!(await findSupplier(db, practice, supplierId))) throw unknownSupplier(supplierId)
}

function unknownSupplier(supplierId: string): Refusal {
  const message = `There is no supplier of frames ${supplierId}`
  return new Refusal('not_found', message, {
    causes: [{ code: 'unknown_supplier', field: 'supplierId', message, value: supplierId }],
  })
}

async function say(app: App, trx: Trx, actor: Actor, row: SupplierRow, what: 'added' | 'changed' | 'closed') {
  const { id, practice, version } = row
  const fact = { subject: id, subjectVersion: version, practice, data: { practice, supplierId: id, what } }
  await record(app, trx, supplierChanged, fact, actor)
  await keepAudit(app, trx, actor, { action: `supplier.${what}`, subject: id, practice, detail: {} })
}

const show = ({ account_number: accountNumber, closed_at, created_at: _, ...row }: SupplierRow): Supplier => ({
  ...row,
  accountNumber,
  closedAt: closed_at?.toISOString() ?? null,
})
