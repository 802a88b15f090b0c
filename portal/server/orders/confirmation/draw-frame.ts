import type { FullConfiguration } from '@ils/contract/configuration'
import { units } from '@ils/rules/vocabulary/units'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import { decentration, verticalDecentration } from '@ils/rules/optics/layout'
import { escaped } from '@ils/platform/http/escaped'
import { outlineOf } from '../../../contract/lens-outline.ts'

type Facts = Readonly<Record<string, FactValue>>
const USUAL_BRIDGE_MM = 18
const MARGIN_MM = 4

const inMm = (value: FactValue | undefined): number | null =>
  typeof value === 'number' ? value / units.mm.scale : null

/** The lenses in the frame from the front, at a tenth of a millimetre; empty where nothing is known of the shape. */
export function drawFrame({ ordered, job, right, left }: FullConfiguration, described: string): string {
  const facts = job as Facts // Values of facts, as the rules read them.
  const eyes = { right: (right ?? {}) as Facts, left: (left ?? {}) as Facts } // as above
  const bridge = inMm(facts['frame.dbl']) ?? USUAL_BRIDGE_MM
  const drawn = (['right', 'left'] as const).flatMap((eye) => {
    const outline = outlineOf(eyes[eye], facts)
    if (outline === null || !ordered.includes(eye)) return []
    // The wearer's right eye is at the left of the picture.
    const nasal = eye === 'right' ? 1 : -1
    const [pd, height] = [inMm(eyes[eye]['fitting.pd']), inMm(eyes[eye]['fitting.height'])]
    const { a, b, points } = outline
    return [
      {
        ...{ a, b, middle: (-nasal * (bridge + a)) / 2 },
        path: `M${points.map(({ x, y }) => `${x.toFixed(1)} ${(-y).toFixed(1)}`).join('L')}Z`,
        x: pd === null ? null : nasal * decentration(a, bridge, pd),
        y: height === null ? 0 : -verticalDecentration(height, b),
      },
    ]
  })
  if (drawn.length === 0) return ''
  const half = Math.max(...drawn.map(({ middle, a }) => Math.abs(middle) + a / 2)) + MARGIN_MM
  const tall = Math.max(...drawn.map(({ b }) => b / 2)) + MARGIN_MM
  const lenses = drawn.map(({ middle, path, x, y, a, b }) => {
    const cross = x === null ? '' : `<path class="cross" d="M${(x - 3).toFixed(1)} ${y.toFixed(1)}h6m-3 -3v6"/>`
    const box = `<rect class="box" x="${(-a / 2).toFixed(1)}" y="${(-b / 2).toFixed(1)}" width="${a.toFixed(1)}" height="${b.toFixed(1)}"/>`
    return `<g transform="translate(${middle.toFixed(1)} 0)">${box}<path class="shape" d="${path}"/>${cross}</g>`
  })
  const view = [-half, -tall, 2 * half, 2 * tall].map((value) => value.toFixed(1)).join(' ')
  return `<svg class="drawing" viewBox="${view}" role="img" aria-label="${escaped(described)}">${lenses.join('')}</svg>`
}
