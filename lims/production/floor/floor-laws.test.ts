import type { Scan } from '@ils/contract/floor'
import { jobMoves, type Track } from '@ils/contract/job-states'
import { Refusal } from '@ils/platform/refusal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BreakageReason, Lab, Station } from '../lab/lab-of-release.ts'
import { workCalendarOf } from '../promise/work-calendar.ts'
import type { Act, Change } from './act.ts'
import { breakLens, reverseBreakage } from './break-lens.ts'
import { cancelJob } from './cancel-job.ts'
import { frameArrived } from './frame-arrived.ts'
import { holdJob, resumeJob } from './hold-and-resume.ts'
import { inspectLens } from './inspect-lens.ts'
import { stepOf, withLens, type JobOnFloor, type LensOnFloor } from './job-on-floor.ts'
import { settled } from './settle.ts'
import { shipJob } from './ship-job.ts'
import { finishStep, moveTo, startStep } from './work-steps.ts'

/** A small floor: two stations for a lens, a trace of the frame between them, then the pair together. */
const ofLens = ['pick', 'polish', 'edge']
const ofPair = ['trace', 'mount', 'final']
const station = (id: string): Station => ({
  ...{ id, label: id, ofPair: ofPair.includes(id), minutes: 1, capacity: 1, places: 1, machines: [], batch: null },
  ...{ quality: id === 'final', inspects: id === 'final', needsFrame: id === 'trace' || id === 'mount' },
})
const reason = (code: string, lost: boolean, restart: string): BreakageReason => ({
  ...{ code, label: code, stations: new Set(), anywhere: true, fault: 'lab', lost, restart },
})
const calendar = workCalendarOf({ hoursOfDay: 24, opens: '00:00', days: ['monday'], holidays: [] }, 'UTC')
const lab: Lab = {
  stations: new Map([...ofLens, ...ofPair].map((id) => [id, station(id)])),
  reasons: new Map(
    [reason('LOST', true, 'pick'), reason('DULL', false, 'polish'), reason('AGAIN', false, 'pick')].map((one) => [
      one.code,
      one,
    ]),
  ),
  ...{ calendars: new Map(), calendar, currency: 'USD', timeZone: 'UTC' },
}
const at = new Date('2026-11-23T10:00:00Z')
const PLACE: Readonly<Record<string, number>> = { pick: 10, polish: 20, trace: 30, edge: 40, mount: 50, final: 60 }
const lens = (eye: Track, steps: readonly string[]): LensOnFloor => ({
  ...{
    eye,
    route: steps.map((step) => ({ step, at: PLACE[step] ?? 0, minutes: 1 })),
    at: 0,
    state: 'waiting',
    station: null,
  },
  ...{ stop: null, attempt: 1, opc: '1', lot: null, picked: false, passed: false, batch: null, since: at },
})
const newJob = (eyes: readonly Track[]): JobOnFloor => {
  const job: JobOnFloor = {
    ...{ id: 'job', practice: null, patientRef: null, orderRef: null, state: 'pending', version: 1, kind: 'new' },
    ...{ originalId: null, reason: null, priority: 'standard', rush: 0, frameWay: 'to_come', frameHere: false },
    ...{ tray: null, traySince: null, hold: null, release: 1, judgementId: 'jdg', decisionHash: '', currency: 'USD' },
    ...{ total: 0, fee: null, workingHours: 1, calendar: null, promisedAt: at, promisedOn: '2026-11-23' },
    ...{ firstPromisedAt: at, promiseReason: null, latestStart: at, shipped: null, fingerprint: null, breakages: [] },
    ...{ imported: false, receivedAt: at, endedAt: null },
    lenses: [...eyes.map((eye) => lens(eye, ofLens)), lens('pair', ofPair)],
  }
  return settled({ job, facts: [] }, job, lab, null).job
}

const eyes = ['right', 'left'] as const
const acts = fc.record({
  verb: fc.constantFrom(
    'next',
    'next',
    'next',
    'next',
    'pick',
    'start',
    'finish',
    'finish',
    'finish',
    'move',
    'move',
    'frame',
    'hold',
    'resume',
    'break',
    'reverse',
    'inspect',
    'cancel',
    'ship',
  ),
  station: fc.constantFrom(...ofLens, ...ofPair),
  eye: fc.constantFrom<'right' | 'left' | undefined>(...eyes, undefined),
  reason: fc.constantFrom('LOST', 'DULL', 'AGAIN'),
  // Mostly what is due, or nothing would ever be finished: that lens of the job.
  due: fc.option(fc.nat(2), { freq: 6 }),
})
type Step = typeof acts extends fc.Arbitrary<infer T> ? T : never

function dueOf(job: JobOnFloor, step: Step): Step {
  const one = step.due === null ? undefined : job.lenses[step.due % job.lenses.length]
  const here = one && stepOf(one)?.step
  if (!one || here === undefined) return step.verb === 'next' ? { ...step, verb: verbToGoOn(job) } : step
  const verb = step.verb === 'next' ? verbToGoOn(job, one) : step.verb
  return { ...step, verb, station: here, eye: one.eye === 'pair' ? step.eye : one.eye }
}

/** What brings a job on, or nothing in a hundred blind steps would come to the end of its way: of a lens, or of all. */
function verbToGoOn(job: JobOnFloor, one?: LensOnFloor): Step['verb'] {
  if (job.hold) return 'resume'
  if (!one) return 'ship'
  const here = stepOf(one)?.step ?? ''
  if (lab.stations.get(here)?.needsFrame && !job.frameHere) return 'frame'
  if (one.state !== 'started') return here === 'pick' && !one.picked ? 'pick' : 'start'
  return here === 'final' && job.lenses.some(({ eye, passed }) => eye !== 'pair' && !passed) ? 'inspect' : 'finish'
}

function carryOut(job: JobOnFloor, { verb, station: where, eye, reason: why }: Step, n: number): Change {
  const side = eye ?? 'right'
  const scan: Scan = {
    scanId: `law-${n}`,
    verb: 'start',
    job: job.id,
    station: where,
    reason: why,
    why,
    carrier: 'x',
    measured: { a: 1 },
  }
  const act: Act = { scan: { ...scan, ...(eye && { eye }) }, at, operator: 'o', lab }
  const ofOne: Act = { ...act, scan: { ...scan, eye: side } }
  switch (verb) {
    case 'pick': {
      const found = job.lenses.find(
        (one) => one.eye === side && stepOf(one)?.step === 'pick' && one.state !== 'waiting',
      )
      return { job: found ? withLens(job, side, { picked: true }) : job, facts: [], sentence: '' }
    }
    case 'start':
      return startStep(job, act)
    case 'finish':
      return finishStep(job, act)
    case 'move':
      return moveTo(job, act)
    case 'frame':
      return frameArrived(job, act)
    case 'hold':
      return holdJob(job, act)
    case 'resume':
      return resumeJob(job, act)
    case 'break':
      return breakLens(job, ofOne, `brk-${n}`)
    case 'reverse':
      return reverseBreakage(job, ofOne)
    case 'inspect':
      return inspectLens(
        job,
        { ...ofOne, scan: { ...ofOne.scan, station: 'final' } },
        { passed: true, causes: [], rules: [] },
      )
    case 'cancel':
      return n % 40 === 0 ? cancelJob(job, act, { amount: 0, rules: [], says: [] }) : { job, facts: [], sentence: '' }
    default:
      return shipJob(job, act)
  }
}

/** Every lens is done with all that comes before where the pair was, and the pair with all before where a lens was. */
function outOfStep(job: JobOnFloor): string | undefined {
  const pair = job.lenses.find(({ eye }) => eye === 'pair')
  const next = (one: LensOnFloor | undefined) => (one && stepOf(one)?.at) ?? Infinity
  const behind = (one: LensOnFloor, other: LensOnFloor) =>
    one.route.slice(0, one.at).find((step) => step.at > next(other))
  for (const one of job.lenses) {
    if (one === pair || !pair) continue
    const ahead = behind(pair, one)
    // The frame alone may be traced before a lens is made anew; it is not mounted before.
    if (ahead && ofPair.indexOf(ahead.step) > 0) return `the pair was at ${ahead.step} before ${one.eye}`
    if (behind(one, pair)) return `${one.eye} was at ${behind(one, pair)?.step ?? ''} before the pair`
  }
  return undefined
}

describe('whatever is scanned in whatever order', () => {
  const reached = new Set<string>()
  const after = (check: (before: JobOnFloor, now: JobOnFloor) => void) => {
    fc.assert(
      fc.property(
        fc.array(acts, { maxLength: 120, size: 'max' }),
        fc.constantFrom([...eyes], ['left' as const]),
        (steps, ordered) => {
          let job = newJob(ordered)
          for (const [n, step] of steps.entries()) {
            try {
              const next = settled(carryOut(job, dueOf(job, step), n), job, lab, null).job
              check(job, next)
              reached.add(next.state)
              job = next
            } catch (error) {
              // Refused: nothing happened. Anything else is a fault.
              if (!(error instanceof Refusal)) throw error
            }
          }
        },
      ),
      { numRuns: 500 },
    )
  }

  it('a job comes only into states that the table allows, and out of the last ones never', () => {
    after((before, now) => {
      if (before.state !== now.state) expect(jobMoves[before.state]).toContain(now.state)
    })
  })

  it('no step is skipped: neither lens nor pair is ahead of the other', () => {
    after((_, now) => {
      expect(outOfStep(now)).toBeUndefined()
    })
  })

  it('what stands ready is what can be begun, and nothing is begun that could not be', () => {
    after((before, now) => {
      for (const one of now.lenses) {
        expect(one.state === 'done').toBe(one.at === one.route.length)
        const begun = before.lenses.some(({ eye, state }) => eye === one.eye && state === 'started')
        if (one.state === 'ready' || (one.state === 'started' && !begun)) {
          const here = stepOf(one)?.at ?? 0
          const others = now.lenses.filter((other) => (other.eye === 'pair') !== (one.eye === 'pair'))
          expect(others.every((other) => (stepOf(other)?.at ?? Infinity) >= here)).toBe(true)
        }
      }
    })
  })

  it('a breakage that is taken back at once leaves the job as it was', () => {
    after((before, now) => {
      const lost = now.breakages.length - before.breakages.length
      if (lost !== 1) return
      const eye = now.breakages.at(-1)?.eye
      const act: Act = {
        scan: { scanId: 'back-0001', verb: 'reverse-breakage', eye: eye === 'left' ? 'left' : 'right', why: 'x' },
        at,
        operator: 'o',
        lab,
      }
      const back = settled(reverseBreakage(now, act), now, lab, null).job
      const places = (job: JobOnFloor) =>
        job.lenses.map(({ eye: side, at: place, attempt, picked }) => [side, place, attempt, picked])
      expect(places(back)).toEqual(places(before))
      // What was begun is to be begun again.
      if (before.lenses.every(({ state }) => state !== 'started')) expect(back.state).toBe(before.state)
    })
  })

  it('and all of that was tried, up to what left the lab', () => {
    expect(reached).toEqual(new Set(Object.keys(jobMoves)))
  })
})
