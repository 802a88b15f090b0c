import type { Template } from '../../../contract/templates.ts'
import type { Facts, OrderForm } from './order-form.ts'

/** What a template keeps of an order: what is made, and how; never whom for. */
export type Wanted = Omit<Template, 'id' | 'name' | 'by' | 'removed' | 'version'>

const word = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Null where no lens is chosen: there is nothing to keep. */
export function wantedOf({ job, frameWay }: Pick<OrderForm, 'job' | 'frameWay'>): Wanted | null {
  const design = word(job['design.id'])
  if (design === null) return null
  const treatments = job['order.treatments']
  return {
    design,
    material: word(job['material.id']),
    treatments: Array.isArray(treatments) ? treatments.filter((one) => typeof one === 'string') : [],
    tint: word(job['tint.id']),
    priority: word(job['order.priority']),
    purpose: word(job['order.purpose']),
    frameWay,
  }
}

export const factsOfTemplate = ({ design, material, treatments, tint, priority, purpose }: Wanted): Facts => ({
  'design.id': design,
  'material.id': material,
  'order.treatments': treatments,
  'tint.id': tint,
  'order.priority': priority ?? 'standard',
  'order.purpose': purpose,
})
