/**
 * Prism that thins a progressive lens, base down and alike on both eyes: a share of the addition, prism dioptres. The
 * share (two thirds in most labs, 0.6 in some) is data. Source: rule of thumb of practitioners, optiboard.com; an engine
 * computes its own (DCS, PTPRVM).
 */
export const thinningPrism = (addition: number, share: number): number => Math.max(0, addition) * share
