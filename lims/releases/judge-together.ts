interface Waiting {
  judge(): void
}

const AT_A_STRETCH_MS = 5

let waiting: Waiting[] = []

/**
 * Judges after everything that has arrived in this turn of the loop was read. Judging goes through megabytes of rules and
 * answering through as much of Koa and Node: done in turns, each finds the processor's caches full of the other.
 */
export function judgeTogether<T>(judge: () => T | Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    waiting.push({
      judge() {
        try {
          resolve(judge())
        } catch (error) {
          // Whatever was thrown is what whoever waits shall catch.
          reject(error as Error)
        }
      },
    })
    if (waiting.length === 1) setImmediate(judgeAll)
  })
}

function judgeAll(): void {
  const all = waiting
  waiting = []
  const began = performance.now()
  for (const [at, one] of all.entries()) {
    one.judge()
    if (performance.now() - began < AT_A_STRETCH_MS) continue
    waiting = all.slice(at + 1)
    if (waiting.length > 0) setImmediate(judgeAll)
    return
  }
}
