import type { Message } from '../records/message.ts'
import { readByEye } from '../records/read-by-eye.ts'
import { numberOf } from '../records/read-value.ts'
import type { Eye, Finding } from '../refusal.ts'
import { nasalSign, type Point } from './trace.ts'

/** One hole, or a slot from its start to its end, as DRILLE tells it. */
export interface Drill {
  readonly eye: Eye
  /** From the eye's boxed centre on the axes of its trace, mm; missing where the reference is not one that is resolved. */
  readonly start?: Point
  readonly end?: Point
  readonly diameter: number
  /** mm; 0 goes through. */
  readonly depth: number
  /** `C`, or E (edge) or B (box) with N or T and F or R, or R: as written. */
  readonly reference: string
  readonly feature?: number
  /** F normal to the front, B to the back, A by the two angles. */
  readonly angleMode?: string
  readonly lateral?: number
  readonly vertical?: number
}

/**
 * What `C` means. A lab file with A = 48 has holes at 22 mm: from the EYE's boxed centre. One open-source reader takes the
 * middle of the BRIDGE; for a source that writes so, give DBL and both widths.
 */
export type DrillCentre =
  | { readonly from: 'eye' }
  | { readonly from: 'bridge'; readonly dbl: number; readonly a: { readonly R: number; readonly L: number } }

/** Holes of both eyes. What is said of B is meant for the right eye and mirrored for the left: a hole stays nasal or temporal. */
export function readDrills(
  message: Message,
  centre: DrillCentre = { from: 'eye' },
): { drills: Drill[]; findings: Finding[] } {
  const drills: Drill[] = []
  const findings: Finding[] = []
  for (const { eye, fields } of readByEye(message, 'DRILLE')) {
    const refuse = (text: string): void => {
      findings.push({ code: 'drill', severity: 'refuse', label: 'DRILLE', message: `DRILLE: ${text}` })
    }
    const [reference = '', x, y, diameter, xEnd, yEnd, depth, feature, angleMode, lateral, vertical] = fields
    const size = numberOf(diameter)
    const [startX, startY] = [numberOf(x), numberOf(y)]
    if (eye === undefined) refuse(`"${fields[0] ?? ''}" names no eye: write R, L or B`)
    else if (startX === undefined || startY === undefined)
      refuse(`eye ${eye}: the place "${x ?? ''};${y ?? ''}" is not two numbers`)
    else if (size === undefined || size <= 0)
      refuse(`eye ${eye}: the diameter "${diameter ?? ''}" is not a number above 0`)
    else {
      const common = {
        ...{ diameter: size, depth: numberOf(depth) ?? 0, reference: reference.trim().toUpperCase() },
        ...ifNumber('feature', feature),
        ...(angleMode?.trim() ? { angleMode: angleMode.trim().toUpperCase() } : {}),
        ...ifNumber('lateral', lateral),
        ...ifNumber('vertical', vertical),
      }
      const start = { x: startX, y: startY }
      const end = { x: numberOf(xEnd) ?? startX, y: numberOf(yEnd) ?? startY }
      for (const side of eye === 'B' ? (['R', 'L'] as const) : [eye]) {
        const mirrored = eye === 'B' && side === 'L'
        const place = (point: Point): Point => placed(point, side, mirrored, centre)
        const resolved = common.reference === 'C' ? { start: place(start), end: place(end) } : {}
        drills.push({ eye: side, ...common, ...resolved })
      }
    }
  }
  return { drills, findings }
}

function placed({ x, y }: Point, eye: Eye, mirrored: boolean, centre: DrillCentre): Point {
  const own = mirrored ? -x : x
  if (centre.from === 'eye') return { x: own, y }
  // Seen from the front the bridge lies nasal of either eye, by half the bridge and half the lens.
  return { x: own + nasalSign(eye) * ((centre.dbl + centre.a[eye]) / 2), y }
}

function ifNumber<Name extends string>(name: Name, field: string | undefined): Partial<Record<Name, number>> {
  const value = numberOf(field)
  // A computed key widens to any text; it is this one.
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, number>>)
}
