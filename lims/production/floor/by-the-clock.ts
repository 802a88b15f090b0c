import type { Scan } from '@ils/contract/floor'
import { system, type Actor } from '@ils/platform/actor'
import type { App } from '../../app.ts'
import type { Lab } from '../lab/lab-of-release.ts'
import type { Act } from './act.ts'

/** Who acts where nobody scanned. */
export const clockwork: Actor = system('the clock of the lab')

export function byTheClock(app: App, lab: Lab, said: Omit<Scan, 'scanId'>): Act {
  return { scan: { scanId: app.ids('scn'), ...said }, at: app.clock.now(), operator: clockwork.name, lab }
}
