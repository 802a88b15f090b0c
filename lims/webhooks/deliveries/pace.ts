/** How many deliveries are on their way to an endpoint at once, and may be. */
export interface Pace {
  underWay: number
  window: number
}

const FIRST = 10

export const newPace = (most: number): Pace => ({ underWay: 0, window: Math.min(FIRST, most) })

/** One more after each that arrived; half after each that was too much, so that who cannot keep up is soon called one by one. */
export function adjust(pace: Pace, verdict: string, most: number): void {
  if (verdict === 'delivered') pace.window = Math.min(pace.window + 1, most)
  if (verdict === 'slow_down') pace.window = Math.max(1, Math.floor(pace.window / 2))
}
