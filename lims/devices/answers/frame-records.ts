import { frameCentreTo, layoutToPrp, type Offset } from '@ils/oma/layout/offsets'
import type { Entry } from '@ils/oma/records/build-message'
import { measureTrace } from '@ils/oma/traces/measure-trace'
import type { Trace } from '@ils/oma/traces/trace'
import { writeTrace } from '@ils/oma/traces/write-trace'
import type { Eye, Natural, ValuesOfJob } from './values-of-job.ts'

export type TracesOfJob = Readonly<Partial<Record<Eye, Trace>>>
type Pairs = Readonly<Record<string, Readonly<Partial<Record<Eye, Natural>>>>>

/** What a shape says of its box goes before what was typed: the edger cuts to the shape. Mm and degrees. */
export function boxPairs(traces: TracesOfJob): Pairs {
  const of = (pick: (box: ReturnType<typeof measureTrace>) => number) => ({
    ...(traces.right && { right: pick(measureTrace(traces.right)) }),
    ...(traces.left && { left: pick(measureTrace(traces.left)) }),
  })
  if (!traces.right && !traces.left) return {}
  return {
    HBOX: of(({ a }) => a),
    VBOX: of(({ b }) => b),
    FED: of(({ ed }) => ed),
    FEDAX: of(({ edAxis }) => Math.round(edAxis)),
    CIRC: of((box) => box.circumference3d ?? box.circumference),
  }
}

const OFFSETS = ['FCOCIN', 'FCOCUP', 'FCSGIN', 'FCSGUP', 'SGOCIN', 'SGOCUP'] as const

/** From the frame centre to where the power is, and to segment or fitting cross. Formulas and sources: @ils/oma layout. */
export function layoutPairs(values: ValuesOfJob, boxed: Pairs): Pairs {
  const pairs: Record<string, Partial<Record<Eye, Natural>>> = Object.fromEntries(OFFSETS.map((label) => [label, {}]))
  for (const eye of values.eyes) {
    const found = offsetsOf(values, boxed, eye)
    for (const label of OFFSETS) {
      const value = found?.[label]
      if (value !== undefined) pairs[label] = { ...pairs[label], [eye]: exact(value) }
    }
  }
  return pairs
}

/** Half a hundredth is rounded away from zero, as lab files have it; as a binary fraction it may lie just below. */
const exact = (mm: number): number => Math.round(mm * 10_000) / 10_000

function offsetsOf(
  values: ValuesOfJob,
  boxed: Pairs,
  eye: Eye,
): Partial<Record<(typeof OFFSETS)[number], number>> | null {
  const number = (...ids: string[]): number | undefined => {
    const value = values.fact(eye, ids)
    return typeof value === 'number' ? value : undefined
  }
  const measured = (label: string): number | undefined => {
    const value = boxed[label]?.[eye]
    return typeof value === 'number' ? value : undefined
  }
  const a = measured('HBOX') ?? number('lens.a', 'frame.a')
  const b = measured('VBOX') ?? number('lens.b', 'frame.b')
  const [dbl, pd] = [number('frame.dbl'), number('fitting.pd')]
  const height = number('lens.referenceHeight', 'fitting.height')
  if (a === undefined || b === undefined || dbl === undefined || pd === undefined || height === undefined) return null
  const frame = { a, b, dbl }
  const toPrp = frameCentreTo(frame, { pd, height })
  const segment = segmentOf(values, eye)
  const segmentHeight = number('fitting.height')
  if (segment === 'none' || segmentHeight === undefined) return { FCOCIN: toPrp.inward, FCOCUP: toPrp.up }
  // A lined segment stands where the wearer reads; a fitting cross stands before the pupil.
  const segmentPd = segment === 'progressive' ? pd : (number('fit.nearPd', 'fitting.nearPd') ?? pd)
  const toSegment = frameCentreTo(frame, { pd: segmentPd, height: segmentHeight })
  const between: Offset = layoutToPrp(toPrp, toSegment)
  return {
    ...{ FCOCIN: toPrp.inward, FCOCUP: toPrp.up, FCSGIN: toSegment.inward, FCSGUP: toSegment.up },
    ...{ SGOCIN: between.inward, SGOCUP: between.up },
  }
}

export function segmentOf(values: ValuesOfJob, eye: Eye): string {
  const segment = values.fact(eye, ['design.segment'])
  return typeof segment === 'string' ? segment : 'none'
}

/** The shapes themselves, of the eyes that are made. */
export const shapeEntries = (traces: TracesOfJob, eyes: readonly Eye[]): Entry[] =>
  eyes.flatMap((eye) => {
    const trace = traces[eye]
    return trace && !trace.radii.some((radius) => radius < 1) ? writeTrace(trace) : []
  })
