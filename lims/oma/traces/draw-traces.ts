import type { Offset } from '../layout/offsets.ts'
import type { Eye } from '../refusal.ts'
import { measureTrace, type Box } from './measure-trace.ts'
import type { Drill } from './read-drills.ts'
import { nasalSign, pointsOf, type Point, type Trace } from './trace.ts'

export interface Drawing {
  readonly right?: Trace
  readonly left?: Trace
  readonly drills?: readonly Drill[]
  /** Distance between the lenses, mm. */
  readonly dbl?: number
  /** From the boxed centre to the PRP, FCOCIN/UP. */
  readonly prp?: { readonly R?: Offset; readonly L?: Offset }
  /** What a reader of the page hears first. */
  readonly title?: string
  /** Begins the ids in the drawing; two drawings on one page need two. */
  readonly id?: string
}

const USUAL_BRIDGE = 18
const MARGIN = 4

/**
 * Both eyes as they look from the front, the wearer's right eye at the left, in mm: box, boxed centre, holes and PRP. Lines
 * take the colour of the text around the drawing, so it reads on light and dark pages alike.
 */
export function drawTraces(drawing: Drawing): string {
  const { dbl = USUAL_BRIDGE, title = 'Frame trace', id = 'trace' } = drawing
  const eyes = [drawing.right, drawing.left].filter((trace) => trace !== undefined)
  const placed = eyes.map((trace) => {
    const box = measureTrace(trace)
    // The picture's x is the trace's x: seen from the front the right eye's nose side is at its right.
    return { trace, box, middle: -nasalSign(trace.eye) * ((dbl + box.a) / 2) }
  })
  const left = Math.min(...placed.map(({ box, middle }) => middle - box.a / 2), 0) - MARGIN
  const right = Math.max(...placed.map(({ box, middle }) => middle + box.a / 2), 0) + MARGIN
  const high = Math.max(...placed.map(({ box }) => box.b / 2), 0) + MARGIN
  const words = placed.map(({ trace, box }) => sentence(trace.eye, box, holesOf(drawing, trace.eye).length)).join(' ')
  const view = [left, -high, right - left, 2 * high].map(short).join(' ')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${escape(id)}-title ${escape(id)}-desc" viewBox="${view}" fill="none" stroke="currentColor" stroke-width="0.3">`,
    `<title id="${escape(id)}-title">${escape(title)}</title>`,
    `<desc id="${escape(id)}-desc">${escape(words || 'No eye was traced.')}</desc>`,
    ...placed.map(({ trace, box, middle }) => drawEye(drawing, trace, box, middle)),
    '</svg>',
  ].join('')
}

function drawEye(drawing: Drawing, trace: Trace, box: Box, middle: number): string {
  const { eye } = trace
  const outline = pointsOf(trace).map(({ x, y }) => at({ x: x - box.centre.x, y: y - box.centre.y }))
  const prp = drawing.prp?.[eye]
  return [
    `<g data-eye="${eye}" transform="translate(${short(middle)} 0)">`,
    `<rect class="box" x="${short(-box.a / 2)}" y="${short(-box.b / 2)}" width="${short(box.a)}" height="${short(box.b)}" stroke-dasharray="1 1" opacity="0.5"/>`,
    `<path class="outline" d="M${outline.join('L')}Z" stroke-width="0.5"/>`,
    `<path class="centre" d="M-1.5 0H1.5M0 -1.5V1.5" opacity="0.5"/>`,
    ...holesOf(drawing, eye).map(hole),
    prp ? `<path class="prp" d="${cross({ x: nasalSign(eye) * prp.inward, y: prp.up })}"/>` : '',
    '</g>',
  ].join('')
}

const holesOf = ({ drills = [] }: Drawing, eye: Eye): Drill[] =>
  drills.filter((drill) => drill.eye === eye && drill.start !== undefined)

function hole({ start, end, diameter }: Drill): string {
  if (!start) return ''
  const to = end ?? start
  if (to.x === start.x && to.y === start.y) {
    return `<circle class="hole" cx="${short(start.x)}" cy="${short(-start.y)}" r="${short(diameter / 2)}"/>`
  }
  return `<path class="hole" d="M${at(start)}L${at(to)}" stroke-width="${short(diameter)}" stroke-linecap="round" opacity="0.6"/>`
}

/** A picture's y goes down. */
const at = ({ x, y }: Point): string => `${short(x)} ${short(-y)}`

const cross = ({ x, y }: Point): string =>
  `M${at({ x: x - 1, y: y - 1 })}L${at({ x: x + 1, y: y + 1 })}M${at({ x: x - 1, y: y + 1 })}L${at({ x: x + 1, y: y - 1 })}`

const short = (value: number): string => String(Math.round(value * 100) / 100 || 0)

function sentence(eye: Eye, { a, b, circumference }: Box, holes: number): string {
  const drilled = holes === 0 ? '' : `, ${holes} ${holes === 1 ? 'hole' : 'holes'}`
  return `${eye === 'R' ? 'Right' : 'Left'} eye: ${a.toFixed(2)} mm wide, ${b.toFixed(2)} mm high, ${circumference.toFixed(2)} mm around${drilled}.`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters are in no XML document; a title may come from a message. */
const escape = (text: string): string =>
  text.replace(/[^ !#-%(-;=?-~\u00a0-\ud7ff\ue000-\ufffd]/gu, (character) => ESCAPES[character] ?? '')
