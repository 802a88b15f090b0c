import type { FullConfiguration } from '@ils/contract/configuration'
import type { SimpleOrder } from '@ils/contract/simple-order'
import type { Configuration, Rulebook } from '@ils/rules/language/rulebook'
import type { Fact, FactValue } from '@ils/rules/vocabulary/fact'
import { printNatural } from '@ils/rules/vocabulary/natural-number'
import { generateLab } from '@ils/seeds/generator/generate-lab'

/** Orders as practices send them, faults and traces among them. */
export function generatedOrders({ catalogue }: Rulebook, count: number): Configuration[] {
  const orders: Configuration[] = []
  const plan = { seed: 1, from: '2026-01-05', days: 100, jobsPerDay: 150, catalogue, histories: false }
  for (const { configuration, practiceId } of generateLab(plan)) {
    orders.push({ ...configuration, job: { ...configuration.job, 'practice.id': practiceId } })
    if (orders.length === count) return orders
  }
  throw new Error(`the plan holds ${orders.length} orders, not ${count}`)
}

/** As an order form asks for it: what only the lab says, and whose and of which day it is, is not in it. */
export function asForm({ job, ...eyes }: Configuration): FullConfiguration {
  const { 'practice.id': _, 'history.duplicates': __, 'order.date': ___, ...asked } = job
  // The engine's form and the wire's are one.
  return { ...eyes, job: { ...asked, 'order.kind': 'new' } } as unknown as FullConfiguration
}

const ofTheJob: Readonly<Record<string, string>> = {
  'design.id': 'lensType',
  'material.id': 'material',
  'order.treatments': 'coating',
  'frame.type': 'frameType',
  'tint.id': 'tint',
  'order.date': 'orderDate',
  'order.kind': 'kind',
  'order.service': 'service',
  'order.priority': 'priority',
  'practice.id': 'practiceId',
}
const ofAnEye: Readonly<Record<string, string>> = {
  'rx.sphere': 'Sphere',
  'rx.cylinder': 'Cylinder',
  'rx.axis': 'Axis',
  'rx.add': 'Add',
  'fitting.pd': 'Pd',
  'fitting.height': 'Height',
}

/** The same in the simple form: what it has fields for in them, the rest as facts in natural units. */
export function simpleOf({ vocabulary }: Rulebook, { ordered, job, right, left }: Configuration): SimpleOrder {
  const facts = new Map(vocabulary.map((fact) => [fact.id, fact]))
  const choices: Record<string, unknown> = {}
  const prescription: Record<string, unknown> = {}
  const rest: Record<'job' | 'right' | 'left', Record<string, unknown>> = { job: {}, right: {}, left: {} }
  for (const [id, value] of Object.entries(job)) {
    const field = ofTheJob[id]
    if (field !== undefined && value !== null) choices[field] = value
    else rest.job[id] = natural(facts.get(id), value)
  }
  for (const [eye, given, prefix] of [['right', right, 'od'] as const, ['left', left, 'os'] as const]) {
    for (const [id, value] of Object.entries(given ?? {})) {
      const field = ofAnEye[id]
      if (field === undefined) rest[eye][id] = natural(facts.get(id), value)
      else if (value !== null) prescription[`${prefix}${field}`] = natural(facts.get(id), value)
    }
  }
  const [first] = ordered
  const eyes = ordered.length === 2 ? 'both' : first
  return { prescription, ...choices, ...(eyes === undefined ? {} : { eyes }), facts: rest } as SimpleOrder
}

const natural = (fact: Fact | undefined, value: FactValue): unknown =>
  typeof value === 'number' ? Number(printNatural(value, fact?.unit)) : value
