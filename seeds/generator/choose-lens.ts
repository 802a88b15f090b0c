import type { Assortment } from './assortment.ts'
import { drawn, lotBy, type Draw, type Lot } from './draw.ts'
import type { Kind, Product, Stuff } from './choose-product.ts'
import type { FrameModel } from './frame-library.ts'
import type { EyeNeed } from './prescription.ts'

/** What of the catalogue is ordered. */
export interface Lens {
  readonly design: string
  readonly material: string
  /** As the wearer gets it: what could not be had is left out. */
  readonly light: Product['light']
}

const MATERIALS: Readonly<Record<Stuff, string>> = {
  ...{ cr39: 'cr39', mid: 'mid156', trivex: 'trivex', poly: 'poly', hi160: 'hi160', hi167: 'hi167', hi174: 'hi174' },
}

const STOCKED = lotBy({ sv: 76, 'sv-stock': 18, 'sv-surfaced': 6 })
const SURFACED = lotBy({ sv: 66, 'sv-surfaced': 12, 'sv-asph': 8, 'sv-ff': 14 })
const THIN = lotBy({ 'sv-asph': 46, 'sv-ff': 26, sv: 28 })
const BIFOCALS = lotBy({ ft28: 78, ft35: 9, rd24: 5, rd28: 3, ct28: 3, exec: 2 })
const TRIFOCALS = lotBy({ 'tri-7x28': 80, 'tri-8x35': 20 })
const OFFICES = lotBy({ 'office-near': 55, 'office-room': 45 })

/** Progressives by the room under the pupil, hundredths of a millimetre: the longest corridor that fits is sold most. */
const PROGRESSIVES: readonly (readonly [room: number, Lot<string>])[] = [
  [2100, lotBy({ 'ff-17': 34, 'ff-auto': 24, 'ff-premium': 20, 'ff-14': 22 })],
  [1800, lotBy({ 'ff-14': 52, 'ff-auto': 26, 'ff-premium': 22 })],
  [1600, lotBy({ 'ff-11': 58, 'ff-auto': 28, 'ff-premium': 14 })],
  [0, lotBy({ 'ff-11': 70, 'ff-auto': 30 })],
]

function progressive(draw: Draw, product: Product, frame: FrameModel, room: number): string {
  if (!product.freeform) return room >= 2000 ? 'prog-17' : room >= 1700 ? 'prog-13' : 'ff-11'
  if (frame.use === 'sport') return room >= 1700 ? 'ff-sport' : 'ff-11'
  const [, lot] = PROGRESSIVES.find(([least]) => room >= least) ?? []
  return lot === undefined ? 'ff-11' : drawn(draw, lot)
}

const minusForm = ({ sphere, cylinder }: EyeNeed): readonly [sphere: number, cylinder: number] => [
  sphere,
  cylinder ?? 0,
]

/** A finished lens lies in stock for each eye, and is large enough for the frame. */
const isStocked = (material: string, frame: FrameModel, eyes: readonly EyeNeed[], offered: Assortment): boolean =>
  eyes.every((eye) => {
    const diameter = Math.max(0, ...offered.stocked('sv', material, ...minusForm(eye)))
    return eye.prism === null && diameter >= frame.ed + Math.abs(frame.a + frame.dbl - 2 * eye.pd) + 200
  })

function single(
  draw: Draw,
  material: string,
  frame: FrameModel,
  eyes: readonly EyeNeed[],
  offered: Assortment,
): string {
  if (frame.use === 'sport') return 'sv-wrap'
  if (isStocked(material, frame, eyes, offered)) return drawn(draw, STOCKED)
  const strong = eyes.some(({ sphere }) => Math.abs(sphere) >= 4000)
  return material === 'hi174' ? 'sv-ff' : drawn(draw, strong ? THIN : SURFACED)
}

function designOf(
  draw: Draw,
  product: Product,
  material: string,
  frame: FrameModel,
  eyes: readonly EyeNeed[],
  room: number,
  offered: Assortment,
): string {
  const lots: Readonly<Partial<Record<Kind, Lot<string>>>> = { bifocal: BIFOCALS, trifocal: TRIFOCALS, office: OFFICES }
  const lot = lots[product.kind]
  if (lot !== undefined) return drawn(draw, lot)
  return product.kind === 'single'
    ? single(draw, material, frame, eyes, offered)
    : progressive(draw, product, frame, room)
}

/** Designs of a kind that more materials are made in. */
const WIDER: Readonly<Record<Kind, string>> = {
  ...{ single: 'sv', bifocal: 'ft28', trifocal: 'tri-7x28', progressive: 'ff-14', office: 'office-near' },
}

const SUFFIXES: Readonly<Record<Product['light'], string>> = {
  ...{ clear: '', tint: '', photochromic: '-photo', polarised: '-polar' },
}

/**
 * Design and material that are made together and in this power: what was wanted first, then the same kind of light in
 * what is made, then without it, then in the materials that everything is made in.
 */
export function chooseLens(
  draw: Draw,
  product: Product,
  frame: FrameModel,
  eyes: readonly EyeNeed[],
  room: number,
  offered: Assortment,
): Lens | null {
  const base = MATERIALS[product.stuff]
  const design = designOf(draw, product, base, frame, eyes, room, offered)
  const made = (one: string, material: string): boolean =>
    offered.offers(one, material) &&
    eyes.every((eye) => offered.makes(one, material, ...minusForm(eye))) &&
    eyes.every(({ prism }) => prism === null || prism.amount <= offered.greatestPrism(one)) &&
    offered.leastHeight(one) <= room &&
    (one !== 'sv-stock' || isStocked(material, frame, eyes, offered))
  const drillable = frame.mount === 'drilled' ? ['trivex', 'poly', 'hi160'] : ['poly', 'cr39', 'hi160', 'hi167']
  const bases = [base, ...drillable]
  for (const light of product.light === 'clear' ? (['clear'] as const) : ([product.light, 'clear'] as const)) {
    for (const material of bases.map((one) => one + SUFFIXES[light])) {
      for (const one of [design, WIDER[product.kind]]) {
        if (light === 'tint' && material === 'poly') continue
        if (made(one, material)) return { design: one, material, light }
      }
    }
  }
  return null
}
