/** Lets only so many do something at once; the others wait in the order in which they came. */
export interface Turns {
  /** Waits for a turn; answers how to give it back. Waiting ends with the signal's reason. */
  take(signal?: AbortSignal): Promise<() => void>
  readonly waiting: number
}

export function openTurns(atOnce: number): Turns {
  const queue: (() => void)[] = []
  let free = atOnce

  function giveBack(): void {
    free++
    queue.shift()?.()
  }

  return {
    get waiting() {
      return queue.length
    },
    take(signal) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason as Error)
          return
        }
        const begin = (): void => {
          signal?.removeEventListener('abort', leave)
          free--
          resolve(onlyOnce(giveBack))
        }
        const leave = (): void => {
          queue.splice(queue.indexOf(begin), 1)
          reject(signal?.reason as Error)
        }
        if (free > 0) begin()
        else {
          queue.push(begin)
          signal?.addEventListener('abort', leave, { once: true })
        }
      })
    },
  }
}

function onlyOnce(run: () => void): () => void {
  let done = false
  return () => {
    if (!done) run()
    done = true
  }
}
