import type { Refusal } from '@ils/platform/refusal'
import { refused, type Act } from './act.ts'
import { mustWaitFor } from './flow.ts'
import { eyeName, stepOf, type JobOnFloor, type LensOnFloor } from './job-on-floor.ts'

const label = ({ lab }: Act, step: string): string => lab.stations.get(step)?.label ?? step

/** Why a lens may not be worked on at a station, in the words of the floor. */
export function trackStop(job: JobOnFloor, lens: LensOnFloor, station: string, act: Act): Refusal {
  const message = `${capital(eyeName(lens.eye))} of job ${job.id}: ${whyNot(job, lens, station, act)}`
  const step = stepOf(lens)
  return refused('track_stop', message, {
    ...{ code: 'track_stop', field: 'station', value: station },
    ...(step && { limit: step.step }),
  })
}

function whyNot(job: JobOnFloor, lens: LensOnFloor, station: string, act: Act): string {
  const name = label(act, station)
  const wanted = lens.route.findIndex(({ step }, i) => step === station && i >= lens.at)
  const step = stepOf(lens)
  if (wanted < 0) {
    return lens.route.some((one) => one.step === station)
      ? `${name} was done already`
      : `${name} is not on its way: it was not ordered`
  }
  if (wanted > lens.at) return `${step ? label(act, step.step) : 'an earlier step'} is missing`
  if (lens.stop !== null) return lens.stop
  if (lens.state === 'started') return `${name} was begun already`
  const other = step && mustWaitFor(job, lens, step)
  const theirs = other && stepOf(other)
  if (other && theirs) return `it waits for ${eyeName(other.eye)}: ${label(act, theirs.step)} is missing`
  return `it stands before ${step ? label(act, step.step) : 'nothing more'}`
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
