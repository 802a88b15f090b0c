/** Waits grow and shrink by so much at random, so that what failed together does not come back together. */
const JITTER = 0.1

/**
 * How long to wait after so many tries, in milliseconds; null when that was the last one. The first of the list is
 * waited before the first try.
 */
export function retryWait(
  seconds: readonly string[],
  tries: number,
  askedMs: number | null,
  random: () => number = Math.random,
): number | null {
  const wait = seconds[tries]
  if (wait === undefined) return null
  // Longer than planned, so that the whole of the list is never shorter than it says.
  const planned = Number(wait) * 1000 * (1 + JITTER * random())
  return Math.max(planned, askedMs ?? 0)
}
