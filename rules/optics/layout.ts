/** Distance of the boxed centres: A + DBL, mm. Source: boxing system, ISO 8624. */
export const framePd = (a: number, dbl: number): number => a + dbl

/** From the boxed centre to the pupil, in positive: (A + DBL)/2 - monocular PD, mm. Source: ISO 8624; OMA/VCA DCS, FCOCIN. */
export const decentration = (a: number, dbl: number, monocularPd: number): number => (a + dbl) / 2 - monocularPd

/** From the boxed centre to the centre or fitting cross, up positive: height above the lowest tangent - B/2, mm. Source: ISO 8624; DCS, FCOCUP. */
export const verticalDecentration = (height: number, b: number): number => height - b / 2

/** Corner to corner of the box, mm: no shape inside has a larger diameter. Source: Pythagoras. */
export const boxDiagonal = (a: number, b: number): number => Math.sqrt(a * a + b * b)

/** What is left of the lens above a height, mm: B - height. Source: ISO 8624. */
export const heightAbove = (b: number, height: number): number => b - height

/**
 * Near centration of an eye: PD w / (w + s), with the working distance in front of the lens and the distance from the
 * lens to the eye's centre of rotation, mm. Source: similar triangles, Jalie, Ophthalmic Lenses and Dispensing.
 */
export const nearPd = (pd: number, workingDistance: number, rotationDistance: number): number =>
  (pd * workingDistance) / (workingDistance + rotationDistance)
