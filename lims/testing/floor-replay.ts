import type { Event } from '@ils/contract/event'
import { jobMoves, tracks, type JobState, type Track } from '@ils/contract/job-states'

interface Step {
  readonly step: string
  readonly at: number
}

/** A lens as the log tells it: it stands before or in `route[at]`; behind the last step it is done. */
interface ToldLens {
  readonly eye: Track
  route: readonly Step[]
  at: number
  started: boolean
  attempt: number
  picked: boolean
  batch: string | null
}

interface ToldBreakage {
  readonly id: string
  readonly eye: Track
  readonly lost: boolean
  readonly before: Pick<ToldLens, 'at' | 'attempt' | 'picked'>
  readonly pairAt: number | undefined
}

export interface ToldJob {
  readonly id: string
  readonly lenses: readonly ToldLens[]
  readonly breakages: ToldBreakage[]
  version: number
  state: JobState
  /** The state that a change announced, until the log says that it came. */
  announced: JobState | null
  held: boolean
  ended: boolean
  tray: string | null
  promisedOn: string
  readonly scans: Set<string>
  lastScan: string | null
}

/** What events of jobs say; each was checked against its kind when it was recorded. */
interface Said {
  readonly jobId: string
  readonly status: JobState
  readonly routes: Partial<Record<Track, readonly Step[]>>
  readonly eye: Track
  readonly did: 'started' | 'finished'
  readonly step: string
  readonly next: string | null
  readonly batch: string | null
  readonly mode: string
  readonly tray: string
  readonly before: string | null
  readonly breakage: string
  readonly lost: boolean
  readonly restart: string
  readonly attempt: number
  readonly backTo: string | null
  readonly from: string
  readonly promisedOn: string
  readonly scanId?: string | null
}

type Blame = (what: string) => void

/** Follows every job through the log alone, and blames whatever cannot have happened so. */
export function replayJobs(events: readonly Event[]): { jobs: Map<string, ToldJob>; violations: string[] } {
  const jobs = new Map<string, ToldJob>()
  const trays = new Map<string, string>()
  const violations: string[] = []
  for (const event of events) {
    if (!event.type.startsWith('job.')) continue
    const said = event.data as unknown as Said // See there.
    const blame: Blame = (what) => void violations.push(`${event.subject} at ${event.seq} (${event.type}): ${what}`)
    const known = jobs.get(event.subject)
    if (event.type === 'job.created') {
      if (known) blame('it was created before')
      jobs.set(event.subject, created(event, said))
      continue
    }
    if (!known) {
      blame('nobody created it')
      continue
    }
    follow(known, event, said, blame)
    for (const [tray, job] of trays) if (job === known.id && tray !== known.tray) trays.delete(tray)
    if (known.tray === null) continue
    const other = trays.get(known.tray)
    if (other !== undefined && other !== known.id) blame(`tray ${known.tray} holds ${other}`)
    trays.set(known.tray, known.id)
  }
  for (const { id, announced, state } of jobs.values()) {
    if (announced !== null) violations.push(`${id}: it was said to be ${announced}, and still is ${state}`)
  }
  return { jobs, violations }
}

function created({ subject, subjectVersion }: Event, { status, routes, promisedOn }: Said): ToldJob {
  const lenses = tracks.flatMap((eye): ToldLens[] => {
    const route = routes[eye]
    return route ? [{ eye, route, at: 0, started: false, attempt: 1, picked: false, batch: null }] : []
  })
  return {
    ...{ id: subject, lenses, breakages: [], version: subjectVersion, state: status, announced: null },
    ...{ held: status === 'on_hold', ended: false, tray: null, promisedOn, scans: new Set(), lastScan: null },
  }
}

function follow(job: ToldJob, event: Event, said: Said, blame: Blame): void {
  if (event.subjectVersion !== job.version + 1) blame(`version ${event.subjectVersion} after ${job.version}`)
  job.version = event.subjectVersion
  onceOnly(job, said.scanId ?? null, blame)
  // An original is made again also after it left.
  if (job.ended && !['job.status_changed', 'job.remade'].includes(event.type)) blame(`it was ${job.state} already`)
  if (event.type === 'job.status_changed') {
    changeState(job, said, blame)
    return
  }
  if (said.status !== job.state) {
    if (job.announced !== null && job.announced !== said.status) blame(`${said.status}, and ${job.announced} before`)
    job.announced = said.status
  } else if (job.announced !== null) {
    blame(`it is ${said.status} still, and was said to be ${job.announced}`)
  }
  const change = changes[event.type]
  if (!change) blame('nobody knows what it does to a job')
  change?.(job, said, blame)
}

/** All that one scan did to a job stands together: standing apart, it was applied twice. */
function onceOnly(job: ToldJob, scanId: string | null, blame: Blame): void {
  if (scanId !== null && scanId !== job.lastScan && job.scans.has(scanId)) blame(`scan ${scanId} was applied twice`)
  if (scanId !== null) job.scans.add(scanId)
  job.lastScan = scanId
}

function changeState(job: ToldJob, { from, status }: Said, blame: Blame): void {
  if (from !== job.state) blame(`it came from ${from}, and was ${job.state}`)
  if (!jobMoves[job.state].includes(status)) blame(`no move leads from ${job.state} to ${status}`)
  if (job.announced !== null && job.announced !== status) blame(`${status}, and ${job.announced} was announced`)
  if (job.held !== (status === 'on_hold')) blame(`held: ${String(job.held)}, and its state is ${status}`)
  job.state = status
  job.announced = null
}

const changes: Readonly<Record<string, (job: ToldJob, said: Said, blame: Blame) => void>> = {
  'job.moved': move,
  'job.picked': pick,
  'job.breakage': breakLens,
  'job.breakage_reversed': reverse,
  'job.held': (job) => void (job.held = true),
  'job.resumed'(job, _, blame) {
    if (!job.held) blame('it was not held')
    job.held = false
  },
  'job.tray_bound'(job, { tray, before }, blame) {
    if (before !== job.tray) blame(`it came from tray ${String(before)}, and lay in ${String(job.tray)}`)
    job.tray = tray
  },
  'job.tray_freed'(job, { tray }, blame) {
    if (tray !== job.tray) blame(`it was taken out of ${tray}, and lay in ${String(job.tray)}`)
    job.tray = null
  },
  'job.promise_changed'(job, { from, promisedOn }, blame) {
    if (from !== job.promisedOn) blame(`${from} was promised, and ${job.promisedOn} by the log`)
    if (from === promisedOn) blame(`${from} became itself`)
    job.promisedOn = promisedOn
  },
  'job.rejudged'(job, { routes }, blame) {
    for (const lens of job.lenses) {
      const done = lens.route.slice(0, lens.at)
      lens.route = routes[lens.eye] ?? lens.route
      const kept = lens.route.slice(0, done.length)
      if (kept.some(({ step }, i) => step !== done[i]?.step))
        blame(`what was done of ${lens.eye} is not on its new way`)
    }
  },
  'job.shipped'(job, _, blame) {
    for (const { eye, at, route } of job.lenses)
      if (at < route.length) blame(`${eye} stands before ${route[at]?.step ?? ''}`)
    if (job.state !== 'completed') blame(`it was ${job.state}`)
    leave(job)
  },
  'job.cancelled': (job) => {
    leave(job)
    job.held = false
  },
  'job.inspected': inTheLab,
  'job.frame_arrived': inTheLab,
  'job.remade': inTheLab,
}

/** It changes nothing of where the lenses are. */
function inTheLab(): void {
  return undefined
}

function leave(job: ToldJob): void {
  Object.assign(job, { ended: true, tray: null })
  for (const lens of job.lenses) lens.batch = null
}

function lensOf(job: ToldJob, eye: Track, blame: Blame): ToldLens | undefined {
  const lens = job.lenses.find((one) => one.eye === eye)
  if (!lens) blame(`it has no ${eye}`)
  return lens
}

function move(job: ToldJob, said: Said, blame: Blame): void {
  const lens = lensOf(job, said.eye, blame)
  if (!lens) return
  const here = lens.route[lens.at]
  if (here?.step !== said.step) blame(`${lens.eye} stands before ${here?.step ?? 'nothing'}, and moved at ${said.step}`)
  // A chamber that runs is emptied though somebody holds a job meanwhile.
  if (job.held && said.batch === null) blame(`${lens.eye} moved though it is held`)
  // What was begun is ended, though a lens was broken meanwhile.
  const behind = here && !lens.started && job.lenses.find((other) => mustComeFirst(other, lens, here))
  if (behind)
    blame(`${lens.eye} moved at ${said.step} ahead of ${behind.eye} at ${behind.route[behind.at]?.step ?? ''}`)
  if (said.did === 'started') {
    if (lens.started) blame(`${lens.eye} was begun at ${said.step} already`)
    if (said.next !== said.step) blame(`${lens.eye} was begun at ${said.step}, and goes to ${String(said.next)}`)
    Object.assign(lens, { started: true, batch: said.batch })
    return
  }
  if (said.step === 'pick' && !lens.picked) blame(`${lens.eye} left the pick without a blank`)
  if (said.batch !== lens.batch)
    blame(`${lens.eye} came out of ${String(said.batch)}, and lay in ${String(lens.batch)}`)
  Object.assign(lens, { at: lens.at + 1, started: false, batch: null })
  const next = lens.route[lens.at]?.step ?? null
  if (next !== said.next) blame(`${lens.eye} goes to ${String(said.next)}, and its way to ${String(next)}`)
}

const isPair = (lens: ToldLens): boolean => lens.eye === 'pair'
const nextAt = ({ route, at }: ToldLens): number => route[at]?.at ?? Infinity
const mustComeFirst = (other: ToldLens, lens: ToldLens, here: Step): boolean =>
  isPair(other) !== isPair(lens) && nextAt(other) < here.at

function pick(job: ToldJob, { eye, mode }: Said, blame: Blame): void {
  const lens = lensOf(job, eye, blame)
  if (!lens) return
  const place = lens.route.findIndex(({ step }) => step === 'pick')
  if (mode === 'reverse') {
    if (!lens.picked || lens.at > place + 1) blame(`the pick of ${eye} was taken back too late`)
    Object.assign(lens, { at: place, picked: false, started: false })
    return
  }
  if (lens.at !== place) blame(`${eye} does not stand at the pick`)
  if (mode !== 'use' && mode !== 'exchange') return
  if (lens.picked) blame(`${eye} has a blank already`)
  lens.picked = true
}

function breakLens(job: ToldJob, said: Said, blame: Blame): void {
  const lens = lensOf(job, said.eye, blame)
  if (!lens) return
  const { at, attempt, picked } = lens
  const pair = job.lenses.find(isPair)
  const { breakage: id, eye, lost } = said
  job.breakages.push({ id, eye, lost, before: { at, attempt, picked }, pairAt: pair?.at })
  const restart = lens.route.findIndex(({ step }) => step === said.restart)
  if (restart < 0 || restart > at) blame(`${eye} goes back to ${said.restart}, which is not behind it`)
  Object.assign(lens, {
    at: restart,
    started: false,
    batch: null,
    ...(lost && { attempt: attempt + 1, picked: false }),
  })
  if (said.attempt !== lens.attempt) blame(`${eye} is lens ${said.attempt}, and by the log ${lens.attempt}`)
  if (!pair) return
  const behind = firstTogether(job, pair)
  if (behind < pair.at || (behind === pair.at && pair.started)) Object.assign(pair, { at: behind, started: false })
}

function reverse(job: ToldJob, { breakage: id, eye, backTo }: Said, blame: Blame): void {
  const lens = lensOf(job, eye, blame)
  const last = job.breakages.findLast((one) => one.eye === eye)
  if (!lens || last?.id !== id) {
    blame(`${id} is not the last breakage of ${eye}`)
    return
  }
  if (last.lost && lens.picked) blame(`${eye} has a new blank`)
  job.breakages.splice(job.breakages.indexOf(last), 1)
  Object.assign(lens, { ...last.before, started: false, batch: null })
  if ((lens.route[lens.at]?.step ?? null) !== backTo) blame(`${eye} is said to stand before ${String(backTo)}`)
  const pair = job.lenses.find(isPair)
  if (!pair || last.pairAt === undefined) return
  const at = Math.min(last.pairAt, firstBehind(job, pair))
  if (at > pair.at) Object.assign(pair, { at, started: false })
}

/** The first step of the pair behind all steps of its lenses: what comes before is done with the frame alone. */
function firstTogether({ lenses }: ToldJob, pair: ToldLens): number {
  const last = Math.max(...lenses.filter((lens) => !isPair(lens)).map(({ route }) => route.at(-1)?.at ?? 0))
  const found = pair.route.findIndex(({ at }) => at > last)
  return found < 0 ? pair.route.length : found
}

/** The first step of the pair that a lens is not yet ready for. */
function firstBehind({ lenses }: ToldJob, pair: ToldLens): number {
  const soonest = Math.min(...lenses.filter((lens) => !isPair(lens)).map(nextAt))
  const found = pair.route.findIndex(({ at }) => at > soonest)
  return found < 0 ? pair.route.length : found
}
