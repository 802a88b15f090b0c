import type { Eye } from '@ils/rules/language/rulebook'
import { outlineOf, type Outline } from '../../../contract/lens-outline.ts'
import { Term } from '../../help/term.tsx'
import { useSpeech } from '../../texts/say.tsx'
import type { Judged, LensSketch } from '../judging/judged.ts'
import type { OrderForm } from './order-form.ts'
import './lens-drawing.css'

const HUNDREDTHS = 100
const USUAL_BRIDGE = 18
const MARGIN = 6

interface Placed {
  readonly eye: Eye
  readonly outline: Outline
  readonly sketch: LensSketch | undefined
  /** Middle of the box, from the middle of the bridge. */
  readonly middle: number
  /** Where the eye looks through, from the middle of the box; y upwards. */
  readonly prp: { readonly x: number; readonly y: number }
}

/** Both lenses in the frame as they look from the front: blank, box, where the eye looks through, edge. */
export function LensDrawing({ form, judged }: { readonly form: OrderForm; readonly judged: Judged | null }) {
  const { say, number } = useSpeech()
  const bridge = typeof form.job['frame.dbl'] === 'number' ? form.job['frame.dbl'] / HUNDREDTHS : USUAL_BRIDGE
  const placed = (['right', 'left'] as const).flatMap((eye): Placed[] => {
    const outline = outlineOf(form[eye], form.job)
    if (outline === null || !form.ordered.includes(eye)) return []
    const sketch = judged?.lenses[eye]
    // The wearer's right eye is at the left of the picture, with its nose side towards the middle.
    const nasal = eye === 'right' ? 1 : -1
    const prp = {
      x: (nasal * (sketch?.decentrationIn ?? 0)) / HUNDREDTHS,
      y: (sketch?.decentrationUp ?? 0) / HUNDREDTHS,
    }
    return [{ eye, outline, sketch, middle: (-nasal * (bridge + outline.a)) / 2, prp }]
  })
  if (placed.length === 0)
    return (
      <div className="drawing empty-drawing">
        <p className="small muted">{say('drawing.empty')}</p>
      </div>
    )
  const reach = ({ middle, outline, prp, sketch }: Placed): number => {
    const blank = (sketch?.blankNeeded ?? 0) / HUNDREDTHS / 2
    return Math.max(Math.abs(middle) + outline.a / 2, Math.abs(middle + prp.x) + blank)
  }
  const half = Math.max(...placed.map(reach), 40) + MARGIN
  const tall =
    Math.max(
      ...placed.map(({ outline, sketch, prp }) =>
        Math.max(outline.b / 2, (sketch?.blankNeeded ?? 0) / HUNDREDTHS / 2 + Math.abs(prp.y)),
      ),
    ) + MARGIN
  const mm = (value: number | null | undefined): string =>
    value === null || value === undefined ? '–' : number(value / HUNDREDTHS)
  const described = placed
    .map(({ eye, sketch }) =>
      say('drawing.described', {
        eye: say(`eye.${eye}`),
        inward: mm(sketch?.decentrationIn),
        up: mm(sketch?.decentrationUp),
        thickest: mm(sketch?.thickest),
        centre: mm(sketch?.centre),
      }),
    )
    .join(' ')
  return (
    <div className="drawing">
      <svg viewBox={`${-half} ${-tall} ${2 * half} ${2 * tall}`} role="img" aria-label={described}>
        {placed.map(({ eye, outline, middle, prp, sketch }) => (
          <g key={eye} transform={`translate(${middle} 0)`}>
            {sketch?.blankNeeded ? (
              <circle className="blank" cx={prp.x} cy={-prp.y} r={sketch.blankNeeded / HUNDREDTHS / 2} />
            ) : null}
            <rect className="box" x={-outline.a / 2} y={-outline.b / 2} width={outline.a} height={outline.b} />
            <path className="lens" d={pathOf(outline)} />
            <path className="centre" d="M-2 0H2M0-2V2" />
            <g transform={`translate(${prp.x} ${-prp.y})`} visibility={judged === null ? 'hidden' : 'visible'}>
              <circle className="prp" r="1.6" />
              <path className="prp" d="M-3.4 0H3.4M0-3.4V3.4" />
            </g>
          </g>
        ))}
      </svg>
      <table className="sketch" hidden={judged === null}>
        <thead>
          <tr>
            <td />
            <th scope="col">
              <Term id="edge">{say('drawing.edge')}</Term>
            </th>
            <th scope="col">
              <Term id="centre">{say('drawing.centre')}</Term>
            </th>
            <th scope="col">
              <Term id="decentration">{say('drawing.inward')}</Term>
            </th>
            <th scope="col">{say('drawing.weight')}</th>
          </tr>
        </thead>
        <tbody>
          {placed.map(({ eye, sketch }) => (
            <tr key={eye}>
              <th scope="row">{say(`eye.${eye}.short`)}</th>
              <td>
                {mm(sketch?.thinnest)} – <strong>{mm(sketch?.thickest)}</strong>
              </td>
              <td>{mm(sketch?.centre)}</td>
              <td>
                {mm(sketch?.decentrationIn)} / {mm(sketch?.decentrationUp)}
              </td>
              <td>
                {sketch?.weight === null || sketch === undefined ? '–' : `${number(sketch.weight / HUNDREDTHS)} g`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const pathOf = ({ points }: Outline): string =>
  `M${points.map(({ x, y }) => `${x.toFixed(2)} ${(-y).toFixed(2)}`).join('L')}Z`
