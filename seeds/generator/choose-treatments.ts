import { chance, drawn, lotBy, type Draw } from './draw.ts'
import type { Lens } from './choose-lens.ts'
import type { Product } from './choose-product.ts'
import type { FrameModel } from './frame-library.ts'

export interface Finish {
  readonly treatments: readonly string[]
  readonly tint: string | null
}

const TINTS = lotBy({
  ...{ 'grey-85': 26, 'brown-85': 24, 'green-85': 8, 'grey-85-15': 5, 'brown-75-10': 4, 'grey-75': 4, 'brown-65': 4 },
  ...{ 'grey-50': 7, 'brown-50': 7, 'brown-25': 6, 'brown-15': 5, 'grey-15': 4, 'blue-20': 3, 'rose-15': 3 },
  'yellow-15': 2,
})

const COATS = {
  standard: lotBy({ 'ar-standard': 60, 'ar-hydro': 40 }),
  premium: lotBy({ 'ar-slick': 55, 'ar-static': 25, 'ar-hydro': 20 }),
  blue: lotBy({ 'ar-blue': 100 }),
}

/** Materials whose darkest tint is lighter than that of sunglasses. */
const PALE = new Set(['mid156', 'hi167', 'hi174'])
const DARK = new Set(['grey-85', 'brown-85', 'green-85', 'grey-85-15'])

function tintFor(draw: Draw, material: string): string {
  const tint = drawn(draw, TINTS)
  return PALE.has(material) && DARK.has(tint) ? 'brown-50' : tint
}

/** Everything that is put on or into the lenses. */
export function chooseFinish(draw: Draw, product: Product, { material, light }: Lens, frame: FrameModel): Finish {
  const treatments: string[] = []
  const tint = light === 'tint' ? tintFor(draw, material) : null
  const sun = tint !== null && DARK.has(tint)
  const mirrored = sun && product.ar === 'none' && chance(draw, 0.15)
  if (product.ar === 'none' && (mirrored || chance(draw, 0.6))) treatments.push('hard')
  if (product.ar !== 'none') treatments.push(sun ? 'ar-back' : drawn<string>(draw, COATS[product.ar]))
  if (mirrored) treatments.push('mirror-flash')
  if (frame.mount !== 'full' && product.edging === 'edged' && chance(draw, 0.4)) treatments.push('polish')
  if (material === 'cr39' && tint === null && chance(draw, 0.15)) treatments.push('uv')
  return { treatments: treatments.sort(), tint }
}
