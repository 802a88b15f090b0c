import { setTimeout as pause } from 'node:timers/promises'
import { LimsRefused } from '@ils/lims-client/refused'

const WAIT_MS = 1000

/** Asks again where the request limit of the key is used up for the moment: for commands that ask thousands of times. */
export async function whenThereIsRoom<T>(call: () => Promise<T>, waitMs = WAIT_MS): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof LimsRefused) || error.code !== 'too_many_requests') throw error
    }
    await pause(waitMs)
  }
}
