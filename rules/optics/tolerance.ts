/** One way to pass, whole numbers of the lattice: expected - minus ≤ measured ≤ expected + plus, both ends allowed. */
export interface Allowance {
  readonly expected: number
  readonly minus: number
  readonly plus: number
}

/** Whether a measured value passes. Source: limits of ANSI Z80.1 and ISO 21987 include their ends; the numbers are data. */
export const withinAllowance = (measured: number, { expected, minus, plus }: Allowance): boolean =>
  measured >= expected - minus && measured <= expected + plus

/** How far outside it lies, 0 within. Source: as above. */
export const beyondAllowance = (measured: number, { expected, minus, plus }: Allowance): number =>
  Math.max(0, expected - minus - measured, measured - (expected + plus))

/** Any alternative is enough: prism at the reference point, or the point's own place. Source: ANSI Z80.1-2015, prismatic power. */
export const withinAny = (alternatives: readonly (readonly [number, Allowance])[]): boolean =>
  alternatives.some(([measured, allowance]) => withinAllowance(measured, allowance))

/** Angle between two axes, 0 to 90: 179 and 2 differ by 3. Source: an axis and its opposite direction are one. */
export function axisDifference(one: number, other: number): number {
  const turned = Math.abs(one - other) % 180
  return turned > 90 ? 180 - turned : turned
}

/** An allowance of so many percent of the expected value, unrounded. Source: ANSI Z80.1-2015, powers beyond the fixed bands. */
export const percentAllowance = (expected: number, percent: number): number => (Math.abs(expected) * percent) / 100
