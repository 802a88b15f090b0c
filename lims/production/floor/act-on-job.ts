import { refused, type Act, type Change } from './act.ts'
import { bindTray, freeTray } from './bind-tray.ts'
import { breakLens, reverseBreakage } from './break-lens.ts'
import { cancelJob } from './cancel-job.ts'
import { feeOf } from './fee-of-cancelling.ts'
import { frameArrived } from './frame-arrived.ts'
import { holdJob, resumeJob } from './hold-and-resume.ts'
import { inspectLens, mayInspect } from './inspect-lens.ts'
import type { JobOnFloor } from './job-on-floor.ts'
import type { Hands } from './hands.ts'
import { pickBlank } from './pick-blank.ts'
import { shipJob } from './ship-job.ts'
import { lockTray } from './store.ts'
import { takeOutOfTray } from './take-out-of-tray.ts'
import { tintLenses } from './tint-lenses.ts'
import { verdictOn } from './verdict-on.ts'
import { finishStep, moveTo, startStep } from './work-steps.ts'

/** Every verb of the floor that is about one job, by hand. */
export async function actOnJob(hands: Hands, job: JobOnFloor, act: Act): Promise<Change> {
  const { app, trx } = hands
  switch (act.scan.verb) {
    case 'bind-tray': {
      const lying = act.scan.tray === undefined ? null : await lockTray(trx, act.scan.tray)
      const bound = bindTray(job, act, lying)
      if (lying !== null) await takeOutOfTray(hands, lying, act)
      return bound
    }
    case 'free-tray':
      return freeTray(job, act)
    case 'pick':
      return pickBlank(hands, job, act)
    case 'start':
      return startStep(job, act)
    case 'finish':
      return finishStep(job, act)
    case 'move':
      return moveTo(job, act)
    case 'tint':
      return tintLenses(job, act)
    case 'frame-arrived':
      return frameArrived(job, act)
    case 'hold':
      return holdJob(job, act)
    case 'resume':
      return resumeJob(job, act)
    case 'break':
      return breakLens(job, act, app.ids('brk'))
    case 'reverse-breakage':
      return reverseBreakage(job, act)
    case 'inspect':
      return inspectLens(job, act, await verdictOn(app, trx, job, mayInspect(job, act)))
    case 'ship':
      return shipJob(job, act)
    case 'cancel':
      return cancelJob(job, act, await feeOf(app, trx, job))
    default:
      throw refused('invalid_request', `verb: ${act.scan.verb} is not about a job`, {
        ...{ code: 'verb', field: 'verb', value: act.scan.verb },
      })
  }
}
