export interface OneAtATime {
  /** Asks for a run: soon, and after the one that is under way. */
  ask(): void
  /** Somebody asked while the run that is under way was running. */
  isAsked(): boolean
}

/** Never two at once: what is asked for during a run, however often, is one run more after it. */
export function oneAtATime(run: () => Promise<void>, pauseMs: number): OneAtATime {
  let timer: NodeJS.Timeout | undefined
  let running = false
  let asked = false
  const begin = (): void => {
    asked = false
    running = true
    void run().finally(() => {
      running = false
      if (asked) wait()
    })
  }
  // Saves come in swarms: each puts the run off a little.
  const wait = (): void => {
    clearTimeout(timer)
    timer = setTimeout(begin, pauseMs)
  }
  return {
    ask() {
      asked = true
      if (!running) wait()
    },
    isAsked: () => asked,
  }
}
