import { system } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { forgetAccesses } from './accesses/store.ts'
import { eraseOf } from './erase-patient.ts'
import { listForgotten } from './store.ts'

const DAY_MS = 86_400_000
const AT_ONCE = 100

/** Erases patients whom nobody has needed for as long as the settings say; answers how many. */
export async function forgetOldPatients(app: App, signal: AbortSignal): Promise<number> {
  const before = new Date(app.clock.now().getTime() - app.settings.keepPatientsDays * DAY_MS)
  let erased = 0
  for (let after = ''; !signal.aborted;) {
    const found = await listForgotten(app.pool, { before, after, limit: AT_ONCE })
    for (const { id: patientId, practice } of found) {
      const reason = `not needed for ${app.settings.keepPatientsDays} days`
      try {
        await eraseOf(app, system('retention'), { practice, patientId, reason })
        erased += 1
      } catch (error) {
        // Somebody ordered for them just now.
        if (!(error instanceof Refusal)) throw error
      }
    }
    const last = found.at(-1)
    if (!last || found.length < AT_ONCE) break
    after = last.id
  }
  return erased
}

/** What says who saw a patient goes after the time that the settings say; answers how many. */
export function forgetOldAccesses(app: App): Promise<number> {
  return forgetAccesses(app.pool, new Date(app.clock.now().getTime() - app.settings.keepAccessesDays * DAY_MS))
}
