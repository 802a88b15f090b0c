const AT_A_STRETCH_MS = 5

const waiting: (() => void)[] = []

/**
 * Judges after everything that has arrived in this turn of the loop was read. Judging goes through megabytes of rules and
 * answering through as much of Koa and Node: done in turns, each finds the processor's caches full of the other.
 */
export function judgeTogether<T>(judge: () => T | Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    waiting.push(() => {
      try {
        // What is known at once settles this promise: another one in between would cost each request a turn.
        resolve(judge())
      } catch (error) {
        // What is thrown is for whoever asked: the others are judged all the same.
        reject(error instanceof Error ? error : new Error(String(error)))
      }
    })
    if (waiting.length === 1) setImmediate(judgeAll)
  })
}

function judgeAll(): void {
  const began = performance.now()
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    next()
    if (performance.now() - began < AT_A_STRETCH_MS) continue
    if (waiting.length > 0) setImmediate(judgeAll)
    return
  }
}
