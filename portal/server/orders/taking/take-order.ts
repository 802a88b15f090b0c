import type { FullConfiguration } from '@ils/contract/configuration'
import type { JobKind } from '@ils/contract/jobs'
import type { Actor } from '@ils/platform/actor'
import { keepAudit } from '@ils/platform/audit/keep-audit'
import type { Trx } from '@ils/platform/db/database'
import { inTransaction } from '@ils/platform/db/transaction'
import { record } from '@ils/platform/events/record-event'
import { Refusal } from '@ils/platform/refusal'
import { orderTaken } from '../../../contract/order-events.ts'
import type { Order } from '../../../contract/orders.ts'
import type { App } from '../../app.ts'
import type { Judged } from '../../catalogue/public.ts'
import { mustKnowSupplier } from '../../practices/public.ts'
import { needPatient, patientForOrder, patientSealer } from '../../patients/public.ts'
import { mustBeBranch } from '../../practices/public.ts'
import { deleteDraft } from '../drafts/store.ts'
import { mustSeeOrder, practiceToOrder } from '../policy.ts'
import { showOrder } from '../show-order.ts'
import { alikeOf, openSnapshot, sealSnapshot } from '../snapshot.ts'
import { countLens } from '../templates/store.ts'
import { findAlike, findOrder, insertHappening, insertOrder, type OrderRow } from '../store.ts'
import { inTheirName, judgeWanted } from './judge-wanted.ts'
import { lensInWords } from './lens-in-words.ts'
import { redoFacts } from './redo-facts.ts'

const ALIKE_MS = 7 * 86_400_000

export interface WantedOrder {
  readonly patientId: string
  readonly prescriptionId?: string | null
  readonly configuration: FullConfiguration
  readonly frameWay?: Order['frameWay']
  readonly orderRef?: string | null
  readonly branchId?: string | null
  readonly frameSupplierId?: string | null
  readonly note?: string | null
  readonly draftId?: string
  readonly evenIfAlike?: boolean
  readonly again?: {
    readonly original: string
    readonly kind: Exclude<JobKind, 'new'>
    readonly reason: string
    readonly note?: string | null
  }
}

/** Takes an order: judges it, keeps it with snapshots of patient and prescription, and says so. A reaction sends it. */
export async function takeOrder(app: App, actor: Actor, input: WantedOrder): Promise<Order> {
  const practice = practiceToOrder(actor)
  if (typeof input.frameSupplierId === 'string') await mustKnowSupplier(app.db, practice, input.frameSupplierId)
  const configuration = inTheirName(actor, input.configuration)
  const original = input.again && (await originalOf(app, actor, input.again.original))
  const facts =
    original && input.again
      ? await redoFacts(app, original.row, input.again.reason, { before: original.configuration, now: configuration })
      : {}
  const judged = await judgeWanted(app, actor, practice, { ...configuration, job: { ...configuration.job, ...facts } })
  const lens = await lensInWords(app, practice, configuration)
  const row = await inTransaction(app.db, async (trx) => {
    const { patient, sealer } = await patientForOrder(app, trx, actor, input)
    if (typeof input.branchId === 'string') await mustBeBranch(trx, practice, input.branchId)
    const id = app.ids('ord')
    const alike = alikeOf(input.patientId, configuration)
    if (!original && input.evenIfAlike !== true) await mustBeNew(app, trx, alike)
    const made: OrderRow = {
      ...newOrder(app, actor, practice, input, judged),
      ...{ id, lens, alike },
      sealed: sealSnapshot(sealer, id, { patient, configuration, note: input.note ?? null }),
    }
    await insertOrder(trx, made)
    await needPatient(trx, input.patientId, id)
    await countWhatIsOrdered(trx, made, configuration)
    if (input.draftId !== undefined) await deleteDraft(trx, practice, input.draftId)
    await sayTaken(app, trx, actor, made)
    await keepAudit(app, trx, actor, { action: 'order.taken', subject: id, practice, detail: { kind: made.kind } })
    return made
  })
  return showOrder(app, actor, row)
}

/** What a practice orders most stands first when it chooses; what is made again was not chosen anew. */
async function countWhatIsOrdered(trx: Trx, { practice, kind, taken_at: at }: OrderRow, { job }: FullConfiguration) {
  const [design, material] = [job['design.id'], job['material.id']]
  if (kind === 'new' && typeof design === 'string' && typeof material === 'string')
    await countLens(trx, { practice, design, material, at })
}

/** Said once for each form of an order: what hears of it sends it. */
export async function sayTaken(app: App, trx: Trx, actor: Actor, row: OrderRow): Promise<void> {
  const { id, practice, status, kind, attempt, original_id: original } = row
  const at = app.clock.now()
  const sentence = attempt === 1 ? 'Ordered' : 'Changed and ordered again'
  await insertHappening(trx, {
    ...{ event_id: app.ids('hap'), order_id: id, place: 0, at, what: 'order.taken', sentence },
    ...{ reason: null, eye: null, step: null, status, promised_on: null, by_name: actor.name, facts: { attempt } },
  })
  const data = { orderId: id, jobId: null, status, kind, original, attempt }
  await record(app, trx, orderTaken, { subject: id, subjectVersion: row.version, practice, data }, actor)
}

async function originalOf(app: App, actor: Actor, orderId: string) {
  const row = await findOrder(app.db, orderId)
  mustSeeOrder(actor, row, orderId)
  if (row.job_id === null) {
    throw new Refusal('conflict', 'The lab has not made that order: change or cancel it, or order it anew')
  }
  const sealer = await patientSealer(app, app.db, row.patient_id)
  const known = sealer && row.sealed !== null ? openSnapshot(sealer, row.id, row.sealed) : undefined
  return { row, configuration: known?.configuration ?? null }
}

async function mustBeNew(app: App, trx: Trx, alike: string): Promise<void> {
  const found = await findAlike(trx, alike, new Date(app.clock.now().getTime() - ALIKE_MS))
  if (found.length === 0) return
  const message = 'The same was ordered for this patient a short while ago'
  const causes = found.map((value) => ({ code: 'alike', field: 'body.evenIfAlike', message, value }))
  throw new Refusal('conflict', message, { causes })
}

function newOrder(
  app: App,
  actor: Actor,
  practice: string,
  input: WantedOrder,
  judged: Judged,
): Omit<OrderRow, 'id' | 'lens' | 'alike' | 'sealed'> {
  const { configuration, again } = input
  const priority = configuration.job['order.priority']
  return {
    ...{ practice, patient_id: input.patientId, order_ref: input.orderRef ?? null, branch_id: input.branchId ?? null },
    ...{ prescription_id: input.prescriptionId ?? null, status: 'submitted', kind: again?.kind ?? 'new' },
    ...{ original_id: again?.original ?? null, reason: again?.reason ?? null, again_note: again?.note ?? null },
    ...{ eyes: [...configuration.ordered], priority: typeof priority === 'string' ? priority : 'standard' },
    ...{ frame_way: input.frameWay ?? 'none', frame_supplier_id: input.frameSupplierId ?? null },
    ...{ attempt: 1, price: judged.price, release: judged.release, tries: 0, last_tried_at: null, next_try_at: null },
    ...{ trouble: null, sent_at: null, job_id: null, queue_position: null, promised_on: null, promise_reason: null },
    ...{ first_promised_on: null, hold: null, shipped: null, fee: null, status_at: 0, promise_at: 0, hold_at: 0 },
    ...{ version: 1, seen_at: null, checked_at: null, over_at: null },
    ...{ taken_by: actor.name, taken_by_id: actor.id, decision_hash: null, taken_at: app.clock.now() },
  }
}
