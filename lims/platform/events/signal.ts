export interface Signal {
  /** Wakes whoever waits; with nobody waiting, the next one does not wait. */
  readonly wake: () => void
  readonly wait: () => Promise<void>
}

/** A doorbell for a loop of this process: rings are merged, and it rings by itself from time to time. */
export function openSignal(end: AbortSignal, everyMs: number): Signal {
  let rung = false
  const waiting = new Set<() => void>()
  const wake = (): void => {
    rung = waiting.size === 0
    for (const go of waiting) go()
  }
  end.addEventListener('abort', wake)
  return {
    wake,
    wait: () =>
      new Promise((resolve) => {
        if (rung || end.aborted) {
          rung = false
          resolve()
          return
        }
        const go = (): void => {
          clearTimeout(timer)
          waiting.delete(go)
          resolve()
        }
        const timer = setTimeout(go, everyMs)
        waiting.add(go)
      }),
  }
}
