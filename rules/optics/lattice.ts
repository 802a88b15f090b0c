/** Far above any noise of double arithmetic on a lab's numbers, far below anything a lab could mean. */
const NOISE = 1e-7

/**
 * Nearest whole number, halves away from zero; what basic arithmetic leaves just under a half counts as the half. Zero
 * has no sign; null for what is no number or too large to be exact. Source: the rule model, "computed results round to the lattice".
 */
export function toLattice(value: number): number | null {
  const whole = Math.floor(Math.abs(value) + 0.5 + NOISE)
  if (!(whole <= Number.MAX_SAFE_INTEGER)) return null
  return whole === 0 ? 0 : value < 0 ? -whole : whole
}
