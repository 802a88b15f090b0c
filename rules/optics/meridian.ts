import { sine } from './angle.ts'

/** Power in the meridian of a direction: F = S + C sin²(t - axis), dioptres and degrees. Source: Jalie, Principles of Ophthalmic Lenses. */
export function powerInMeridian(sphere: number, cylinder: number, axis: number, meridian: number): number {
  const across = sine(meridian - axis)
  return sphere + cylinder * across * across
}

/** The principal power that is farther from zero, with its sign; the sphere's where both are. Source: ISO 21987, "principal meridian". */
export const strongestMeridian = (sphere: number, cylinder: number): number =>
  Math.abs(sphere + cylinder) > Math.abs(sphere) ? sphere + cylinder : sphere

/** The principal power nearer to zero. Source: as for the strongest. */
export const weakestMeridian = (sphere: number, cylinder: number): number =>
  Math.abs(sphere + cylinder) < Math.abs(sphere) ? sphere + cylinder : sphere
