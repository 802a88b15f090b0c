/** Base by Vogel: plus lenses SE + 6, minus lenses SE/2 + 6, dioptres. Source: Vogel's rule, Brooks and Borish, System for Ophthalmic Dispensing. */
export const baseByVogel = (equivalent: number): number => (equivalent < 0 ? equivalent / 2 : equivalent) + 6

/** Base for a digital progressive: plus 3.50 + add/2 + SE, minus 4.25 + (SE + add)/2. Source: Boddy, base curve selection for digital lenses. */
export const baseByBoddy = (equivalent: number, addition: number): number =>
  equivalent < 0 ? 4.25 + (equivalent + addition) / 2 : 3.5 + addition / 2 + equivalent

/** How a lab brings the bases of a pair together, dioptres. */
export interface PairRule {
  /** Charts that differ by this much or more stay as they are. */
  readonly alikeBelow: number
  /** Nobody's base moves farther than this from its chart. */
  readonly farthest: number
}

/**
 * Base of one eye when both should match: both plus take the steeper, both minus the flatter, one of each the steeper.
 * Source: opticaled.com, base curve selection for pairs; the two limits are data.
 */
export function pairBase(
  ...[own, fellow, ownPower, fellowPower, rule]: [number, number, number, number, PairRule]
): number {
  if (!(Math.abs(own - fellow) < rule.alikeBelow)) return own
  const bothMinus = ownPower < 0 && fellowPower < 0
  const shared = bothMinus ? Math.min(own, fellow) : Math.max(own, fellow)
  // The other eye may be the one that cannot follow; then neither moves.
  return Math.abs(own - fellow) > rule.farthest ? own : shared
}
