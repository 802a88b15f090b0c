import type { FullConfiguration } from '@ils/contract/configuration'
import { transpose } from '@ils/rules/optics/transpose'
import type { Configuration, Eye } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'

export type Facts = Readonly<Record<string, FactValue>>
export const frameWays = ['enclosed', 'to_come', 'remote', 'none'] as const
export type FrameWay = (typeof frameWays)[number]
export type CylinderSign = 'minus' | 'plus'

/** Everything that stands in the form, as a draft keeps it. Facts are by their ids, in whole parts of their units. */
export interface OrderForm {
  readonly patientId: string | null
  readonly prescriptionId: string | null
  readonly ordered: readonly Eye[]
  readonly job: Facts
  readonly right: Facts
  readonly left: Facts
  readonly cylinder: CylinderSign
  readonly frameWay: FrameWay
  readonly orderRef: string
  readonly note: string
  readonly branchId: string | null
  /** Who sends the frame to the lab, where it comes later. */
  readonly frameSupplierId: string | null
  /** Codes of causes that were confirmed. */
  readonly confirmed: readonly string[]
  readonly traceName: string | null
}

/** What a frame's way asks of the lab. */
const services: Readonly<Record<FrameWay, string>> = {
  enclosed: 'complete',
  to_come: 'complete',
  remote: 'edged',
  none: 'uncut',
}

export const emptyForm = (cylinder: CylinderSign): OrderForm => ({
  patientId: null,
  prescriptionId: null,
  ordered: ['right', 'left'],
  job: { 'order.kind': 'new', 'order.service': 'complete', 'order.priority': 'standard', 'order.treatments': [] },
  right: {},
  left: {},
  cylinder,
  frameWay: 'enclosed',
  orderRef: '',
  note: '',
  branchId: null,
  frameSupplierId: null,
  confirmed: [],
  traceName: null,
})

export type Change =
  | { readonly kind: 'fact'; readonly of: Eye | 'job'; readonly id: string; readonly value: FactValue }
  | { readonly kind: 'facts'; readonly of: Eye | 'job'; readonly facts: Facts }
  | { readonly kind: 'copy' }
  | { readonly kind: 'cylinder'; readonly sign: CylinderSign }
  | { readonly kind: 'frameWay'; readonly way: FrameWay }
  | { readonly kind: 'confirm'; readonly code: string; readonly yes: boolean }
  | { readonly kind: 'set'; readonly parts: Partial<OrderForm> }

/** What the form becomes. */
export function changed(form: OrderForm, change: Change): OrderForm {
  switch (change.kind) {
    case 'fact':
      return { ...form, [change.of]: withFact(form[change.of], change.id, change.value) }
    case 'facts':
      return {
        ...form,
        [change.of]: Object.entries(change.facts).reduce(
          (facts, [id, value]) => withFact(facts, id, value),
          form[change.of],
        ),
      }
    case 'copy':
      return { ...form, left: copied(form.right, form.left) }
    case 'cylinder':
      return {
        ...form,
        cylinder: change.sign,
        right: inSign(form.right, change.sign),
        left: inSign(form.left, change.sign),
      }
    case 'frameWay': {
      const service = withFact(form.job, 'order.service', services[change.way])
      const type = form.job['frame.type'] ?? null
      const job =
        change.way === 'none'
          ? { ...service, 'frame.type': 'none' }
          : type === 'none'
            ? withFact(service, 'frame.type', null)
            : service
      return { ...form, frameWay: change.way, job }
    }
    case 'confirm':
      return {
        ...form,
        confirmed: [...form.confirmed.filter((code) => code !== change.code), ...(change.yes ? [change.code] : [])],
      }
    case 'set':
      return { ...form, ...change.parts }
  }
}

/** Null says nothing, and is not sent. */
function withFact(facts: Facts, id: string, value: FactValue): Facts {
  const { [id]: _, ...others } = facts
  return value === null ? others : { ...others, [id]: value }
}

const HALF_TURN = 180
const TURN = 360
const ofFace = ['frame.trace', 'frame.holes']

/** The right eye's values for the left one: bases are mirrored, as faces are; measured shapes stay where they are. */
function copied(right: Facts, left: Facts): Facts {
  const own = Object.fromEntries(Object.entries(left).filter(([id]) => ofFace.includes(id)))
  const taken = Object.fromEntries(Object.entries(right).filter(([id]) => !ofFace.includes(id)))
  const base = taken['rx.prismBase']
  if (typeof base === 'number') taken['rx.prismBase'] = (HALF_TURN - base + TURN) % TURN
  return { ...taken, ...own }
}

/** The same lens written with the other sign of cylinder. */
function inSign(facts: Facts, sign: CylinderSign): Facts {
  const [sphere, cylinder, axis] = [facts['rx.sphere'], facts['rx.cylinder'], facts['rx.axis']]
  if (typeof sphere !== 'number' || typeof cylinder !== 'number' || cylinder === 0) return facts
  if (cylinder > 0 === (sign === 'plus')) return facts
  const other = transpose({ sphere, cylinder, axis: typeof axis === 'number' ? axis : HALF_TURN })
  return {
    ...facts,
    'rx.sphere': other.sphere,
    'rx.cylinder': other.cylinder,
    ...(typeof axis === 'number' && { 'rx.axis': other.axis }),
  }
}

const said = (facts: Facts): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(
      // An axis without a cylinder is no part of a prescription.
      ([id]) => !(id === 'rx.axis' && typeof facts['rx.cylinder'] !== 'number'),
    ),
  )

/** What is judged and sent. */
export function configurationOf(form: OrderForm, by: string, language: string): Configuration & FullConfiguration {
  const wanted = {
    ordered: [...form.ordered],
    job: form.job,
    right: said(form.right),
    left: said(form.left),
    ...(form.confirmed.length > 0 && { confirmed: form.confirmed.map((code) => ({ code, by })) }),
    language,
  }
  return wanted
}

/** Something is in it that would be a loss. */
export const isBegun = (form: OrderForm): boolean =>
  form.patientId !== null ||
  Object.keys(form.right).length + Object.keys(form.left).length > 0 ||
  (form.job['design.id'] ?? null) !== null
