import type { Order } from '../../../contract/orders.ts'
import type { Beginning } from './beginning.ts'
import type { Facts, OrderForm } from './order-form.ts'

const waysAgain = ['remake', 'redo', 'non_adapt'] as const
/** The form for an order that was there before: nothing is typed twice. */
export function fromOrder(order: Order, way: string | null, empty: OrderForm): Beginning {
  const configuration = order.configuration
  const again = waysAgain.find((one) => one === way) ?? null
  const form: OrderForm = {
    ...empty,
    patientId: order.patient?.id ?? null,
    prescriptionId: order.prescriptionId,
    branchId: order.branchId,
    frameSupplierId: order.frameSupplierId,
    frameWay: order.frameWay,
    ...(configuration && {
      ordered: configuration.ordered,
      job: without(configuration.job, again === null && way !== 'amend'),
      right: configuration.right ?? {},
      left: configuration.left ?? {},
    }),
    orderRef: way === 'amend' ? (order.orderRef ?? '') : '',
    note: order.note ?? '',
  }
  return {
    form: again === null ? form : { ...form, job: { ...form.job, 'order.kind': 'redo' } },
    draft: null,
    example: false,
    again: again === null ? null : { original: order.id, kind: again },
    amends: way === 'amend' ? { id: order.id, version: order.version } : null,
  }
}

/** The day and the practice are of the order before; a reorder is a new one, whatever that was. */
function without(job: Facts, asNew: boolean): Facts {
  const dropped = [
    'order.date',
    'practice.id',
    ...(asNew ? ['order.redoReason', 'order.originalDate', 'order.redosBefore'] : []),
  ]
  const kept = Object.fromEntries(Object.entries(job).filter(([id]) => !dropped.includes(id)))
  return asNew ? { ...kept, 'order.kind': 'new' } : kept
}
