/** Numbers from 0 up to 1 that look like chance and are the same for the same seed: mulberry32. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A number around zero, within ±size; those near zero come more often. */
export const around = (roll: () => number, size: number): number => (roll() + roll() - 1) * size
