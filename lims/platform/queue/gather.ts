interface Asked<I, O> {
  readonly item: I
  resolve(answer: O): void
  reject(error: unknown): void
}

/**
 * Turns many single questions into few statements: what is asked while one is under way goes with the next.
 * A settle per task would be a commit per task; this is what makes thousands a second possible.
 */
export function gather<I, O>(most: number, ask: (items: I[]) => Promise<O[]>): (item: I) => Promise<O> {
  let waiting: Asked<I, O>[] = []
  let busy = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const now = waiting.slice(0, most)
      waiting = waiting.slice(most)
      try {
        const answers = await ask(now.map((one) => one.item))
        // `ask` answers in the order it was asked, one for each.
        now.forEach((one, i) => one.resolve(answers[i] as O))
      } catch (error) {
        for (const one of now) one.reject(error)
      }
    }
    busy = false
  }

  return (item) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (busy) return
      busy = true
      // After this tick, so that what ends together is asked together.
      setImmediate(() => void run())
    })
}
