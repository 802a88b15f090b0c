import { jobMoved } from '@ils/contract/job-events'
import type { Track } from '@ils/contract/job-states'
import { mustBeInTheLab, mustNotBeHeld, refused, stationOf, whereAndWho, type Act, type Change } from './act.ts'
import { withTurns } from './flow.ts'
import {
  eyeName,
  fact,
  lensesOnly,
  stepOf,
  withLens,
  type JobFact,
  type JobOnFloor,
  type LensOnFloor,
} from './job-on-floor.ts'
import { lensesMeant } from './lenses-meant.ts'

/** Begins the step of a station. */
export function startStep(job: JobOnFloor, act: Act): Change {
  mustBeWorkable(job)
  const station = stationOf(act)
  const lenses = lensesMeant(job, act, station.id, ({ state }) => state === 'ready')
  const begun = lenses.reduce((next, lens) => begin(next, lens, act), plain(job))
  return { ...begun, sentence: `${station.label} begun for ${namesOf(lenses)}` }
}

/** Ends the step of a station, begun or not: where one scan is all there is, it says both. */
export function finishStep(job: JobOnFloor, act: Act): Change {
  mustBeWorkable(job)
  const station = stationOf(act)
  const lenses = lensesMeant(job, act, station.id, ({ state }) => state === 'ready' || state === 'started')
  return endOf(job, lenses, act, station.label)
}

/** Ends the step of lenses that are known to stand in it. */
export function endOf(job: JobOnFloor, lenses: readonly LensOnFloor[], act: Act, label: string): Change {
  const ended = lenses.reduce((next, lens) => end(next, lens, act), plain(job))
  const turned = withTurns(ended.job, act.lab)
  return { ...ended, job: turned, sentence: `${label} done for ${namesOf(lenses)}; ${whereTo(turned, lenses, act)}` }
}

/** Arrives at a station: the step before is ended if it was begun, and the one here is begun. */
export function moveTo(job: JobOnFloor, act: Act): Change {
  mustBeWorkable(job)
  const station = stationOf(act)
  const elsewhere = job.lenses.filter((lens) => isLeaving(lens, station.id, act))
  const left = elsewhere.reduce((next, lens) => end(next, lens, act), plain(job))
  const here = withTurns(left.job, act.lab)
  const lenses = lensesMeant(here, act, station.id, ({ state }) => state === 'ready')
  const begun = lenses.reduce((next, lens) => begin(next, lens, act), { ...left, job: here })
  return { ...begun, sentence: `${station.label} begun for ${namesOf(lenses)}` }
}

/** It was begun elsewhere, and the next thing to be done with it, or with the pair, is here. */
function isLeaving(lens: LensOnFloor, station: string, { scan, lab }: Act): boolean {
  if (lens.state !== 'started' || stepOf(lens)?.step === station) return false
  if (scan.eye !== undefined && scan.eye !== 'both' && lens.eye !== scan.eye) return false
  const next = lens.route[lens.at + 1]
  return next ? next.step === station : lab.stations.get(station)?.ofPair === true
}

export function begin({ job, facts, sentence }: Change, lens: LensOnFloor, act: Act): Change {
  const step = stepOf(lens)
  if (!step) throw new Error(`${lens.eye} of ${job.id} is done and cannot be begun`)
  const next = withLens(job, lens.eye, { state: 'started', station: step.step, since: act.at })
  return { job: next, facts: [...facts, moved(lens.eye, 'started', step.step, step.step, lens, act)], sentence }
}

function end({ job, facts, sentence }: Change, lens: LensOnFloor, act: Act): Change {
  const step = stepOf(lens)
  if (!step) throw new Error(`${lens.eye} of ${job.id} is done and has no step to end`)
  mustHaveWhatTheStepAsks(job, lens, step.step, act)
  const at = lens.at + 1
  const next = withLens(job, lens.eye, {
    ...{ at, state: at === lens.route.length ? 'done' : 'waiting', station: step.step, since: act.at, batch: null },
    ...(act.lab.stations.get(step.step)?.inspects === true && { passed: false }),
  })
  const after = lens.route[at]?.step ?? null
  return { job: next, facts: [...facts, moved(lens.eye, 'finished', step.step, after, lens, act)], sentence }
}

function mustHaveWhatTheStepAsks(job: JobOnFloor, lens: LensOnFloor, step: string, act: Act): void {
  const station = act.lab.stations.get(step)
  if (step === 'pick' && !lens.picked) {
    throw stopped(job, lens, step, 'no blank was picked for it')
  }
  if (lens.batch !== null && act.scan.verb !== 'batch-finish') {
    throw stopped(job, lens, step, `it lies in batch ${lens.batch}`)
  }
  if (station?.inspects !== true) return
  const looked = lens.eye === 'pair' ? lensesOnly(job) : [lens]
  const unseen = looked.find(({ passed }) => !passed)
  if (unseen) throw stopped(job, unseen, step, 'it has not passed the inspection')
}

const stopped = (job: JobOnFloor, lens: LensOnFloor, step: string, why: string) =>
  refused('track_stop', `${eyeName(lens.eye)} of job ${job.id}: ${why}`, {
    code: 'track_stop',
    field: 'job',
    value: step,
  })

const moved = (
  ...[eye, did, step, next, lens, act]: [Track, 'started' | 'finished', string, string | null, LensOnFloor, Act]
): JobFact => fact(jobMoved, { ...whereAndWho(act), eye, did, step, next, batch: lens.batch })

const plain = (job: JobOnFloor): Change => ({ job, facts: [], sentence: '' })

function mustBeWorkable(job: JobOnFloor): void {
  mustBeInTheLab(job)
  mustNotBeHeld(job)
}

export const namesOf = (lenses: readonly LensOnFloor[]): string =>
  lenses.length > 1 ? 'both lenses' : lenses.map(({ eye }) => eyeName(eye)).join('')

function whereTo(job: JobOnFloor, lenses: readonly LensOnFloor[], { lab }: Act): string {
  const [first] = lenses
  const lens = first && job.lenses.find(({ eye }) => eye === first.eye)
  const step = lens && stepOf(lens)
  if (step) return `next: ${lab.stations.get(step.step)?.label ?? step.step}`
  const pair = job.lenses.find(({ eye }) => eye === 'pair')
  const join = pair && stepOf(pair)
  if (!join) return 'all steps are done'
  const name = lab.stations.get(join.step)?.label ?? join.step
  return pair.state === 'waiting' ? `then ${name}, with its fellow` : `next: ${name}`
}
