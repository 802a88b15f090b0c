import { farthestFrom, type Outline } from './outline.ts'

/**
 * Smallest blank that holds the shape: MBS = 2 max|P - C| + allowance, with C the blank's centre seen from the boxed
 * centre, mm. Source: boxing system; "How Big is Big Enough", Ocuco, says why the trace and not a rule of thumb.
 */
export const blankForOutline = (outline: Outline, x: number, y: number, allowance: number): number =>
  2 * farthestFrom(outline, x, y) + allowance

/**
 * The same without a trace: no shape within box and effective diameter needs more. The circle of the diameter needs
 * ED + 2 d, the box twice the distance to its farthest corner; the smaller counts. Source: triangle inequality.
 */
export function blankForBox(
  ...[a, b, effectiveDiameter, x, y, allowance]: [number, number, number | null, number, number, number]
): number {
  const cornerX = a / 2 + Math.abs(x)
  const cornerY = b / 2 + Math.abs(y)
  const byBox = 2 * Math.sqrt(cornerX * cornerX + cornerY * cornerY)
  if (effectiveDiameter === null) return byBox + allowance
  // No shape fills a box that is wider than its own longest diameter: the box is then believed.
  const diameter = Math.max(effectiveDiameter, a, b)
  return Math.min(byBox, diameter + 2 * Math.sqrt(x * x + y * y)) + allowance
}

/** ED + 2 decentrations + allowance, mm: too large or too small for real shapes. Source: rule of thumb, Jalie, Ophthalmic Lenses and Dispensing. */
export const blankByRuleOfThumb = (effectiveDiameter: number, inward: number, allowance: number): number =>
  effectiveDiameter + 2 * Math.abs(inward) + allowance
