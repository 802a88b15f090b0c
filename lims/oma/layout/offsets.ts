/** From one point of a lens to another, mm: towards the nose and up, for either eye. */
export interface Offset {
  readonly inward: number
  readonly up: number
}

/** One eye's box in its frame, mm. */
export interface FrameBox {
  readonly a: number
  readonly b: number
  readonly dbl: number
}

/**
 * From the frame centre to a point given by its monocular centration and its height above the lowest boxed tangent:
 * IN = (HBOX + DBL) / 2 - IPD, UP = OCHT - VBOX / 2. Of the PRP this is FCOCIN/UP (with IPD, OCHT), of the layout point
 * (segment or fitting cross) FCSGIN/UP (with IPD or NPD, SEGHT). Source: lab files, to the last digit written.
 */
export const frameCentreTo = ({ a, b, dbl }: FrameBox, point: { pd: number; height: number }): Offset => ({
  inward: (a + dbl) / 2 - point.pd,
  up: point.height - b / 2,
})

/** Layout point to PRP (SGOCIN/UP): FCOC = FCSG + SGOC. */
export const layoutToPrp = (fcoc: Offset, fcsg: Offset): Offset => ({
  inward: fcoc.inward - fcsg.inward,
  up: fcoc.up - fcsg.up,
})

/** One way after the other, as SBOC = SBFC + FCOC and FBOC = FBFC + FCOC. */
export const along = (...ways: readonly Offset[]): Offset => ({
  inward: ways.reduce((sum, way) => sum + way.inward, 0),
  up: ways.reduce((sum, way) => sum + way.up, 0),
})

/** The same way back: frame centre to block is the way from block to frame centre turned around. */
export const back = ({ inward, up }: Offset): Offset => ({ inward: -inward || 0, up: -up || 0 })
