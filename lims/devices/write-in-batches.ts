import type { Log } from '@ils/platform/log/log'

export interface Batches<T> {
  add(one: T): void
  /** Writes what is left. */
  close(): Promise<void>
}

/**
 * Writes in batches: machines talk in bursts, and a transaction for each word would cost more than their work. What cannot be
 * written is tried again with the next batch; beyond `most` the oldest are given up, and the log says how many.
 */
export function writeInBatches<T>(
  write: (batch: readonly T[]) => Promise<void>,
  { everyMs, most, log, what }: { everyMs: number; most: number; log: Log; what: string },
): Batches<T> {
  let waiting: T[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined

  const flush = async (): Promise<void> => {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    try {
      await write(batch)
    } catch (error) {
      const kept = [...batch, ...waiting]
      waiting = kept.slice(-most)
      log.warn({ err: error, what, lost: kept.length - waiting.length }, 'could not be written, trying again')
    }
  }
  const later = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      writing = flush().finally(() => {
        writing = undefined
        if (waiting.length > 0) later()
      })
    }, everyMs)
  }
  return {
    add(one) {
      waiting.push(one)
      if (waiting.length > 2 * most) waiting = waiting.slice(-most)
      if (!writing) later()
    },
    async close() {
      clearTimeout(timer)
      await writing
      await flush()
    },
  }
}
