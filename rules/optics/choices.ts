import type { Shape } from '../vocabulary/fact.ts'
import { fieldOf, readOnce, wholeNumbers } from './shape.ts'

const MOST_CHOICES = 1000

/** `{ format: 'choices', choices: [1100, 1400, 1700] }`: corridors, diameters, bases, rings; whole numbers. Source: the catalogue. */
export const readChoices = readOnce((shape: Shape): readonly number[] | null =>
  fieldOf(shape, 'format') === 'choices' ? wholeNumbers(fieldOf(shape, 'choices'), MOST_CHOICES) : null,
)

/** The highest of the choices that is not above a limit: the longest corridor that leaves a reading area. Source: order of numbers. */
export function highestNotAbove(choices: readonly number[], limit: number): number | null {
  let best: number | null = null
  for (const choice of choices) if (choice <= limit && (best === null || choice > best)) best = choice
  return best
}

/** The lowest that is not below a limit: the smallest blank that is large enough. Source: order of numbers. */
export function lowestNotBelow(choices: readonly number[], limit: number): number | null {
  let best: number | null = null
  for (const choice of choices) if (choice >= limit && (best === null || choice < best)) best = choice
  return best
}

/** The choice nearest to a wish, no farther than `within`; of two equally near the lower. Source: order of numbers. */
export function nearestChoice(choices: readonly number[], wish: number, within: number): number | null {
  let best: number | null = null
  for (const choice of choices) {
    const far = Math.abs(choice - wish)
    if (far > within) continue
    const known = best === null ? Infinity : Math.abs(best - wish)
    if (far < known || (far === known && choice < (best ?? choice))) best = choice
  }
  return best
}
