import type { Eye } from '@ils/rules/language/rulebook'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { Assortment } from './assortment.ts'
import { chooseLens, type Lens } from './choose-lens.ts'
import { chooseProduct, type Product } from './choose-product.ts'
import { chooseFinish } from './choose-treatments.ts'
import { below, chance, drawn, lotBy, normal, type Draw } from './draw.ts'
import type { Work } from './floor.ts'
import type { FrameModel } from './frame-library.ts'
import type { Practice } from './practices.ts'
import { drawWearer, type EyeNeed, type Wearer } from './prescription.ts'

/** Facts being written: what is left out does not apply. */
export type Facts = Record<string, FactValue>

/** What a practice asks for, as facts, and what the floor will make of it. */
export interface Order {
  readonly practice: Practice
  readonly ordered: readonly Eye[]
  readonly job: Facts
  readonly right: Facts
  readonly left: Facts
  readonly product: Product & Lens
  readonly work: Work
  readonly rush: boolean
}

type Frames = Readonly<Record<FrameModel['use'], readonly FrameModel[]>>

/** Room for a progressive's corridor or a segment above the lowest tangent, so that enough is left above it too. */
function heightFor(draw: Draw, kind: Product['kind'], frame: FrameModel): number {
  const middle = frame.b / 2
  const above = kind === 'bifocal' ? -350 : kind === 'trifocal' ? 50 : kind === 'single' ? 250 : 420
  const height = Math.round((middle + above + normal(draw) * 90) / 50) * 50
  const least = kind === 'bifocal' ? 1400 : kind === 'trifocal' ? 1900 : 1500
  return kind === 'single' ? height : Math.max(least, Math.min(height, frame.b - 900))
}

const USED = 12

/** A practice sells some models much more often than others. */
function frameFor(draw: Draw, { profile, frames }: Practice, wearer: Wearer, library: Frames): FrameModel {
  const use = profile === 'works' ? 'safety' : wearer.age < 13 ? 'child' : chance(draw, 0.035) ? 'sport' : 'dress'
  const models = library[use]
  const spread = Math.floor(draw() * draw() * (use === 'dress' ? 5 * USED : USED))
  const model = models[(frames + spread * 7) % models.length]
  if (model === undefined) throw new Error(`the library has no frame for ${use}`)
  return model
}

const TYPES: Readonly<Record<FrameModel['mount'], string>> = { full: 'plastic', nylor: 'nylor', drilled: 'drilled' }

function frameType(draw: Draw, frame: FrameModel): string {
  if (frame.use === 'safety') return 'safety'
  if (frame.use === 'sport') return 'wrap'
  if (frame.mount === 'nylor') return frame.stuff === 'metal' && chance(draw, 0.5) ? 'nylor-metal' : 'nylor'
  if (frame.mount !== 'full' || frame.stuff === 'plastic') return TYPES[frame.mount]
  return chance(draw, 0.2) ? 'thin-metal' : 'metal'
}

const PURPOSES: Readonly<Record<FrameModel['use'], string>> = {
  ...{ dress: 'general', child: 'general', safety: 'safety', sport: 'sport' },
}

const DISCOUNTS: Readonly<Record<Practice['profile'], string | null>> = {
  ...{ independent: 'bronze', chain: 'chain', budget: null, children: 'silver', works: 'gold', online: 'gold' },
}

const EDGED = lotBy({ complete: 88, edged: 12 })

function jobFacts(draw: Draw, practice: Practice, wearer: Wearer, frame: FrameModel, product: Product): Facts {
  const uncut = product.edging === 'uncut'
  const facts: Facts = {
    'order.kind': 'new',
    'order.service': uncut ? 'uncut' : drawn(draw, EDGED),
    'order.priority': 'standard',
    'order.purpose': product.kind === 'office' ? 'computer' : PURPOSES[frame.use],
    'practice.region': 'us',
    'practice.discount': DISCOUNTS[practice.profile],
    'frame.type': uncut && chance(draw, 0.5) ? 'none' : frameType(draw, frame),
  }
  if (wearer.age < 18 || chance(draw, 0.5)) facts['wearer.age'] = wearer.age
  if (chance(draw, 0.006)) facts['wearer.oneEyed'] = true
  if (facts['frame.type'] !== 'none') {
    Object.assign(facts, { 'frame.a': frame.a, 'frame.b': frame.b, 'frame.dbl': frame.dbl })
    if (chance(draw, practice.traces ? 0.5 : 0.93)) facts['frame.ed'] = Math.ceil(frame.ed / 10) * 10
    if (frame.use === 'sport' || chance(draw, 0.15)) facts['frame.curve'] = frame.curve
  }
  return facts
}

interface Fitted {
  readonly practice: Practice
  readonly product: Product
  readonly frame: FrameModel
  readonly height: number
  readonly compensated: boolean
  readonly withFrame: boolean
}

/** Some practices write plus cylinders: the same lens, said the other way. */
const writtenPlus = (eye: EyeNeed): EyeNeed =>
  eye.cylinder === null || eye.axis === null
    ? eye
    : {
        ...eye,
        sphere: eye.sphere + eye.cylinder,
        cylinder: -eye.cylinder,
        axis: eye.axis > 90 ? eye.axis - 90 : eye.axis + 90,
      }

function lensFacts(draw: Draw, need: EyeNeed, side: Eye, fitted: Fitted): Facts {
  const { practice, product, frame, height } = fitted
  const eye = practice.plusCylinder ? writtenPlus(need) : need
  const facts: Facts = { 'rx.sphere': eye.sphere, 'fitting.pd': eye.pd }
  if (eye.cylinder !== null) {
    facts['rx.cylinder'] = eye.cylinder
    facts['rx.axis'] = eye.axis
  }
  if (product.kind !== 'single') {
    facts['rx.add'] = eye.add
    if (product.kind === 'office') facts['rx.add2'] = Math.min(1750, Math.max(750, (eye.add ?? 750) - 500))
    if (chance(draw, 0.25)) facts['fitting.nearPd'] = Math.round((eye.pd * 0.937) / 50) * 50
  }
  if (product.kind !== 'single' || fitted.compensated || chance(draw, 0.2)) facts['fitting.height'] = height
  if (eye.prism !== null) {
    facts['rx.prism'] = eye.prism.amount
    facts['rx.prismBase'] = eye.prism.base
  }
  if (fitted.compensated && (frame.use === 'sport' || chance(draw, 0.35))) {
    facts['fitting.panto'] = frame.use === 'sport' ? 6 : 8 + below(draw, 5)
    facts['fitting.wrap'] = frame.wrapAngle
    facts['fitting.vertex'] = 1200 + 50 * below(draw, 5)
  }
  if (fitted.withFrame && practice.traces) facts['frame.trace'] = frame.traces()[side]
  if (fitted.withFrame && frame.mount === 'drilled') facts['frame.holes'] = holesOf(frame)
  return facts
}

/** One hole each side, a little above the middle and three millimetres from the edge. */
const holesOf = ({ a }: FrameModel): FactValue => ({
  format: 'holes',
  holes: [
    [a / 2 - 400, 300],
    [400 - a / 2, 300],
  ],
})

const COMPENSATED = new Set(['sv-wrap', 'sv-ff', 'sv-asph'])

function workOf(product: Product & Lens, job: Facts, needs: readonly EyeNeed[], offered: Assortment): Work {
  const { design, material, kind } = product
  const treatments = job['order.treatments']
  const coats = Array.isArray(treatments) ? treatments.map(String) : []
  const ar = coats.some((coat) => coat.startsWith('ar-'))
  const factory = ar && coats.includes('ar-standard')
  const tinted = job['tint.id'] !== undefined && job['tint.id'] !== null
  const inStock =
    (design === 'sv' || design === 'sv-stock') &&
    needs.every(
      ({ sphere, cylinder, prism }) =>
        prism === null && offered.stocked(design, material, sphere, cylinder ?? 0).length > 0,
    )
  return {
    surfaced: !inStock,
    freeform: /^(ff|office|sv-ff)/.test(design) || kind === 'office',
    tinted,
    hardCoat: !inStock && (ar || coats.includes('hard') || material !== 'cr39'),
    // A finished lens comes with its usual coat.
    ar: ar && !(inStock && factory && !tinted),
    uncut: job['order.service'] === 'uncut',
    drilled: job['frame.type'] === 'drilled',
  }
}

/** Nobody promises for today what has to be surfaced or coated. */
const canBeToday = ({ surfaced, ar, tinted, hardCoat }: Work): boolean => !surfaced && !ar && !tinted && !hardCoat

/** Most that a blank covers about the pupil, hundredths of a millimetre. */
const LARGEST_BLANK = 7150

const isTooLarge = (frame: FrameModel, wearer: Wearer): boolean =>
  Math.max(...[wearer.right, wearer.left].map(({ pd }) => frame.ed + Math.abs(frame.a + frame.dbl - 2 * pd))) + 200 >
  LARGEST_BLANK

const TRIES = 40

/** One order that is meant well and written well: what cannot be made is talked over at the counter, and chosen anew. */
export function drawOrder(draw: Draw, practice: Practice, library: Frames, offered: Assortment): Order {
  for (let time = 0; time < TRIES; time++) {
    const wearer = drawWearer(draw, practice.profile === 'children' && chance(draw, 0.75) ? 'children' : 'all')
    const frame = frameFor(draw, practice, wearer, library)
    if (isTooLarge(frame, wearer)) continue
    const wanted = chooseProduct(draw, practice, wearer, frame)
    const height = heightFor(draw, wanted.kind, frame)
    const lens = chooseLens(draw, wanted, frame, [wearer.right, wearer.left], height, offered)
    if (lens === null) continue
    const product = { ...wanted, ...lens }
    const { treatments, tint } = chooseFinish(draw, wanted, lens, frame)
    const job = jobFacts(draw, practice, wearer, frame, product)
    Object.assign(job, { 'design.id': lens.design, 'material.id': lens.material, 'order.treatments': treatments })
    if (tint !== null) job['tint.id'] = tint
    const withFrame = job['frame.type'] !== 'none'
    const compensated = COMPENSATED.has(lens.design) || product.freeform
    const fitted: Fitted = { practice, product, frame, height, compensated, withFrame }
    const work = workOf(product, job, [wearer.right, wearer.left], offered)
    const rush = chance(draw, practice.rush)
    if (rush) job['order.priority'] = canBeToday(work) && chance(draw, 0.4) ? 'same-day' : 'rush'
    const one = !product.freeform && chance(draw, 0.05)
    return {
      ...{ practice, product, job, work, rush },
      ordered: one ? [chance(draw, 0.5) ? 'right' : 'left'] : ['right', 'left'],
      right: lensFacts(draw, wearer.right, 'right', fitted),
      left: lensFacts(draw, wearer.left, 'left', fitted),
    }
  }
  throw new Error('the catalogue offers nothing that anybody here wants: does it have designs, products and blanks?')
}
