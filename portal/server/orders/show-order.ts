import type { Actor } from '@ils/platform/actor'
import type { Order, OrderLine } from '../../contract/orders.ts'
import type { App } from '../app.ts'
import { patientSealers } from '../patients/public.ts'
import { maySeePatients } from './policy.ts'
import { openSnapshot, type Snapshot } from './snapshot.ts'
import { listMadeAgain, type OrderRow } from './store.ts'

/** What may be read of whom orders are for; nothing of those who were erased. */
async function snapshotsOf(app: App, actor: Actor, rows: readonly OrderRow[]): Promise<ReadonlyMap<string, Snapshot>> {
  if (!maySeePatients(actor)) return new Map()
  const ours = rows.filter(({ practice, sealed }) => practice === actor.practice && sealed !== null)
  const sealers = await patientSealers(
    app,
    app.db,
    ours.map((row) => row.patient_id),
  )
  return new Map(
    ours.flatMap(({ id, patient_id, sealed }) => {
      const sealer = sealers.get(patient_id)
      return sealer && sealed !== null ? [[id, openSnapshot(sealer, id, sealed)]] : []
    }),
  )
}

export async function showOrderLines(app: App, actor: Actor, rows: readonly OrderRow[]): Promise<OrderLine[]> {
  const snapshots = await snapshotsOf(app, actor, rows)
  return rows.map((row) => ({ ...head(row, snapshots.get(row.id)), hold: row.hold?.reason ?? null }))
}

export async function showOrder(app: App, actor: Actor, row: OrderRow): Promise<Order> {
  const snapshot = (await snapshotsOf(app, actor, [row])).get(row.id)
  return {
    ...head(row, snapshot),
    hold: holdOf(row),
    sending: {
      state: row.job_id !== null ? 'sent' : row.status === 'submitted' ? 'waiting' : 'refused',
      tries: row.tries,
      lastTriedAt: instant(row.last_tried_at),
      nextTryAt: row.status === 'submitted' ? instant(row.next_try_at) : null,
      trouble: row.status === 'submitted' ? row.trouble : null,
    },
    sentToLabAt: instant(row.sent_at),
    queuePosition: row.queue_position,
    firstPromisedOn: row.first_promised_on,
    promiseReason: row.promise_reason,
    branchId: row.branch_id,
    frameSupplierId: row.frame_supplier_id,
    // Whose prescription it is goes with whom the order is for.
    prescriptionId: snapshot ? row.prescription_id : null,
    configuration: snapshot?.configuration ?? null,
    frameWay: row.frame_way,
    note: snapshot?.note ?? null,
    again:
      row.original_id === null ? null : { original: row.original_id, reason: row.reason ?? '', note: row.again_note },
    madeAgainBy: await listMadeAgain(app.db, row.id),
    price: row.price,
    release: row.release,
    fee: row.fee,
    shipped: row.shipped,
    takenBy: row.taken_by,
    seenAt: instant(row.seen_at),
  }
}

/** Whom the lab waits for stands there in its words: as people of a lab name a practice. */
const isPractice = (owner: string | null | undefined): boolean => /^(the )?practice$|^ecp$/i.test(owner?.trim() ?? '')

export const mayAnswer = ({ hold, job_id }: OrderRow): boolean =>
  hold?.by === 'lab' && job_id !== null && isPractice(hold.owner)

function holdOf(row: OrderRow): Order['hold'] {
  if (row.hold === null) return null
  const { by, reason, causes, since, until } = row.hold
  return { by, reason, causes, since, until, answerable: mayAnswer(row) }
}

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

function head(row: OrderRow, snapshot: Snapshot | undefined): Omit<OrderLine, 'hold'> {
  const { promised_on: promisedOn, first_promised_on: first } = row
  return {
    ...{ id: row.id, practice: row.practice, orderRef: row.order_ref, patient: snapshot?.patient ?? null },
    ...{ status: row.status, kind: row.kind, lens: row.lens, eyes: row.eyes, priority: row.priority, promisedOn },
    late: promisedOn !== null && first !== null && promisedOn > first,
    ...{ jobId: row.job_id, version: row.version, takenAt: row.taken_at.toISOString() },
  }
}
