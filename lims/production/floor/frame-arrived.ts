import { jobFrameArrived } from '@ils/contract/job-events'
import { mustBeInTheLab, refused, whereAndWho, type Act, type Change } from './act.ts'
import { withTurns } from './flow.ts'
import { fact, type JobOnFloor } from './job-on-floor.ts'

/** The frame that was to come lies in the tray: what waited for it can go on. */
export function frameArrived(job: JobOnFloor, act: Act): Change {
  mustBeInTheLab(job)
  if (job.frameHere) {
    throw refused('already_so', `Job ${job.id} waits for no frame`, {
      ...{ code: 'no_frame_awaited', field: 'job', value: job.frameWay },
    })
  }
  return {
    job: withTurns({ ...job, frameHere: true }, act.lab),
    facts: [fact(jobFrameArrived, whereAndWho(act))],
    sentence: 'The frame is there',
    because: 'the frame came',
  }
}
