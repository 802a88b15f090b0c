import type { Eye } from '@ils/rules/language/rulebook'

/** Whose fact it is: the job's, one eye's, each eye's alike, or both eyes' sum, of which each has a part. */
export type Seat = 'job' | Eye | 'each' | 'sum'

export interface SimpleField {
  /** Path in the simple order. */
  readonly path: string
  readonly fact: string
  readonly seat: Seat
}

const ofAnEye = {
  Sphere: 'rx.sphere',
  Cylinder: 'rx.cylinder',
  Axis: 'rx.axis',
  Add: 'rx.add',
  Add2: 'rx.add2',
  Prism: 'rx.prism',
  PrismBase: 'rx.prismBase',
  Pd: 'fitting.pd',
  NearPd: 'fitting.nearPd',
  Height: 'fitting.height',
}

const ofTheJob = {
  lensType: 'design.id',
  material: 'material.id',
  coating: 'order.treatments',
  tint: 'tint.id',
  tintText: 'tint.text',
  frameType: 'frame.type',
  'frame.a': 'frame.a',
  'frame.b': 'frame.b',
  'frame.dbl': 'frame.dbl',
  'frame.ed': 'frame.ed',
  'frame.curve': 'frame.curve',
  kind: 'order.kind',
  service: 'order.service',
  priority: 'order.priority',
  purpose: 'order.purpose',
  orderDate: 'order.date',
  practiceId: 'practice.id',
  practiceRegion: 'practice.region',
  practiceStandard: 'practice.standard',
  wearerAge: 'wearer.age',
}

/** Every field of the simple order and the well-known fact it gives. Those of one eye stand before those of both. */
export const simpleFields: readonly SimpleField[] = [
  ...Object.entries(ofTheJob).map(([path, fact]) => ({ path, fact, seat: 'job' as const })),
  ...Object.entries(ofAnEye).flatMap(([name, fact]) => [
    { path: `prescription.od${name}`, fact, seat: 'right' as const },
    { path: `prescription.os${name}`, fact, seat: 'left' as const },
  ]),
  { path: 'prescription.vertex', fact: 'fitting.vertex', seat: 'each' },
  { path: 'prescription.panto', fact: 'fitting.panto', seat: 'each' },
  { path: 'prescription.wrap', fact: 'fitting.wrap', seat: 'each' },
  { path: 'prescription.pd', fact: 'fitting.pd', seat: 'sum' },
  { path: 'prescription.nearPd', fact: 'fitting.nearPd', seat: 'sum' },
]

export const ORDER_DATE = 'order.date'
export const PRACTICE = 'practice.id'

/** What an order means that does not say: only where the rulebook insists on a value and one of them is neutral. */
export const defaults = [
  { fact: 'order.kind', value: 'new', why: 'A redo is made of an earlier order, which has to be named' },
  { fact: 'order.service', value: 'complete', why: 'Spectacles are ordered whole; less is asked for in words' },
  { fact: 'order.priority', value: 'standard', why: 'Haste costs, so it is asked for' },
  { fact: 'order.treatments', value: [], why: 'Nothing is put on a lens that nobody asked for' },
] as const

/** Base directions as opticians say them, 0 to 359 seen from the front: in is towards the nose. Source: optics/prism.ts. */
const directions: readonly (readonly [words: readonly string[], right: number, left: number])[] = [
  [['up', 'bu', 'baseup', 'superior'], 90, 90],
  [['down', 'bd', 'basedown', 'inferior'], 270, 270],
  [['in', 'bi', 'basein', 'nasal'], 0, 180],
  [['out', 'bo', 'baseout', 'temporal'], 180, 0],
]

export const baseWords: ReadonlyMap<string, Readonly<Record<Eye, number>>> = new Map(
  directions.flatMap(([words, right, left]) => words.map((word) => [word, { right, left }] as const)),
)
export const PRISM_BASE = 'rx.prismBase'
