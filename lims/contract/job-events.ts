import { Type } from '@sinclair/typebox'
import { eventKind } from './event.ts'
import { faultParties, pickModes } from './floor-verbs.ts'
import { frameWays, jobKinds } from './jobs.ts'
import { jobStates, tracks } from './job-states.ts'
import { Nullable, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const
const text = (description: string) => Type.String({ description })
const maybe = (description: string) => Nullable(text(description))
const Eye = Words(tracks, 'The lens, or both together')
const Day = Type.String({ format: 'date', description: 'A day' })

/** What every event of a job says. */
const ofJob = {
  jobId: text('The job'),
  orderRef: maybe('The practice’s number of the order'),
  status: Words(jobStates, 'Where the job is now'),
  imported: Type.Optional(
    Type.Boolean({ description: 'Brought from another system: it happened there, at the time that it says' }),
  ),
}

/** Where on the floor, by whom. */
const ofScan = {
  station: maybe('The station'),
  operator: text('Who did it'),
  machine: maybe('The machine'),
  scanId: maybe('The scan'),
  note: maybe('What else was said'),
}

const named = <const T extends string>(type: T, means: string) => ({ type: `job.${type}`, version: 1, means }) as const

const Route = Type.Array(Type.Object({ step: Type.String(), at: Type.Integer() }, closed))

export const jobCreated = eventKind({
  ...named('created', 'A job was made'),
  data: Type.Object(
    {
      ...ofJob,
      kind: Words(jobKinds, 'New, or made again'),
      original: maybe('The job that it makes again'),
      reason: maybe('Why it is made again'),
      priority: text('How soon it is wanted'),
      frameWay: Words(frameWays, 'Where its frame is'),
      promisedOn: Day,
      total: Type.Integer({ description: 'Price, in minor units' }),
      currency: text('ISO 4217'),
      routes: Type.Object(
        { right: Type.Optional(Route), left: Type.Optional(Route), pair: Type.Optional(Route) },
        { ...closed, description: 'The way of each lens, and of both together' },
      ),
      rules: Type.Array(Type.String(), { description: 'Rules that had something to say to whoever ordered' }),
    },
    closed,
  ),
})

export const jobStatusChanged = eventKind({
  ...named('status_changed', 'A job came into another state'),
  data: Type.Object({ ...ofJob, from: Words(jobStates, 'Where it was'), reason: maybe('Why, in words') }, closed),
})

export const jobPromiseChanged = eventKind({
  ...named('promise_changed', 'The promised day of a job moved'),
  data: Type.Object({ ...ofJob, from: Day, promisedOn: Day, reason: text('Why, in words') }, closed),
})

export const jobMoved = eventKind({
  ...named('moved', 'A lens moved on its way'),
  data: Type.Object(
    {
      ...ofJob,
      ...ofScan,
      eye: Eye,
      did: Words(['started', 'finished'], 'The step was begun, or ended'),
      step: text('The step'),
      next: maybe('The step after it; null: all are done'),
      batch: maybe('The batch it lay in'),
    },
    closed,
  ),
})

export const jobTrayBound = eventKind({
  ...named('tray_bound', 'A job came into a tray'),
  data: Type.Object(
    { ...ofJob, ...ofScan, tray: text('The tray'), before: maybe('The tray it was in before') },
    closed,
  ),
})
export const jobTrayFreed = eventKind({
  ...named('tray_freed', 'A job was taken out of its tray'),
  data: Type.Object({ ...ofJob, ...ofScan, tray: text('The tray') }, closed),
})

export const jobPicked = eventKind({
  ...named('picked', 'A blank was picked for a lens, or was not'),
  data: Type.Object(
    {
      ...ofJob,
      ...ofScan,
      eye: Eye,
      mode: Words(pickModes, 'What happened'),
      opc: maybe('The blank'),
      planned: maybe('The blank that the decision chose'),
      lot: maybe('Its lot'),
      reason: maybe('Why'),
    },
    closed,
  ),
})

export const jobFrameArrived = eventKind({
  ...named('frame_arrived', 'The frame of a job came'),
  data: Type.Object({ ...ofJob, ...ofScan }, closed),
})

export const jobHeld = eventKind({
  ...named('held', 'A job was stopped on purpose'),
  data: Type.Object(
    {
      ...ofJob,
      ...ofScan,
      code: maybe('Code of the cause, where a rule held it'),
      reason: text('Why'),
      owner: maybe('Who has to do something'),
      until: maybe('When it ends by itself'),
      rules: Type.Array(Type.String(), { description: 'Rules that said so' }),
    },
    closed,
  ),
})
export const jobResumed = eventKind({
  ...named('resumed', 'A held job goes on'),
  data: Type.Object({ ...ofJob, ...ofScan, why: maybe('Why') }, closed),
})

export const jobBreakage = eventKind({
  ...named('breakage', 'A lens was lost, or is worked again'),
  data: Type.Object(
    {
      ...ofJob,
      ...ofScan,
      breakage: text('The breakage'),
      eye: Eye,
      reason: text('Code of the reason'),
      means: text('The reason in words'),
      fault: Words(faultParties, 'Who answers for it'),
      lost: Type.Boolean({ description: 'The lens is lost; otherwise it is worked again' }),
      restart: text('The step it goes back to'),
      attempt: Type.Integer({ description: 'The how many-th lens it is now' }),
      opc: maybe('The blank that was lost'),
    },
    closed,
  ),
})
export const jobBreakageReversed = eventKind({
  ...named('breakage_reversed', 'A breakage was none'),
  data: Type.Object(
    {
      ...ofJob,
      ...ofScan,
      breakage: text('The breakage'),
      eye: Eye,
      why: text('Why'),
      backTo: maybe('The step it stands before again; null: all are done'),
    },
    closed,
  ),
})

export const jobInspected = eventKind({
  ...named('inspected', 'A lens was measured and judged'),
  data: Type.Object(
    {
      ...ofJob,
      ...ofScan,
      eye: Eye,
      verdict: Words(['pass', 'fail', 'overridden'], 'What came of it'),
      measured: Type.Record(Type.String(), Type.Unknown(), { description: 'What was measured' }),
      why: maybe('Why it was passed nevertheless'),
      causes: Type.Array(Type.String(), { description: 'What was out of tolerance, in words' }),
      rules: Type.Array(Type.String(), { description: 'Rules that said so' }),
    },
    closed,
  ),
})

export const jobRemade = eventKind({
  ...named('remade', 'A job is made again by another one'),
  data: Type.Object(
    { ...ofJob, by: text('The new job'), kind: Words(jobKinds, 'remake, redo or non_adapt'), reason: text('Why') },
    closed,
  ),
})

export const jobRejudged = eventKind({
  ...named('rejudged', 'A job is made by another decision than before'),
  data: Type.Object(
    {
      ...ofJob,
      reason: text('Why'),
      before: text('Release that decided it'),
      after: text('Release that decides it now'),
      differences: Type.Array(Type.String(), { description: 'What is different, in words' }),
      routes: Type.Object(
        { right: Type.Optional(Route), left: Type.Optional(Route), pair: Type.Optional(Route) },
        { ...closed, description: 'The way of each lens now' },
      ),
    },
    closed,
  ),
})

export const jobShipped = eventKind({
  ...named('shipped', 'A job left the lab'),
  data: Type.Object(
    { ...ofJob, ...ofScan, carrier: text('Who took it'), tracking: maybe('Number of the parcel') },
    closed,
  ),
})

export const jobCancelled = eventKind({
  ...named('cancelled', 'A job is not wanted any more'),
  data: Type.Object(
    {
      ...ofJob,
      ...ofScan,
      reason: text('Why'),
      fee: Type.Integer({ description: 'What it costs, in minor units' }),
      currency: text('ISO 4217'),
      rules: Type.Array(Type.String(), { description: 'Rules that said so' }),
    },
    closed,
  ),
})

export const batchClosed = eventKind({
  type: 'batch.closed',
  version: 1,
  means: 'A batch of a chamber or bath was closed and begun',
  data: Type.Object(
    {
      batch: text('The batch'),
      station: text('The station'),
      machine: maybe('The chamber'),
      program: maybe('What it runs'),
      lenses: Type.Integer({ description: 'How many lie in it' }),
      because: Words(['full', 'due', 'asked'], 'Why it was closed'),
    },
    closed,
  ),
})

export const jobEventKinds = [
  jobCreated,
  jobStatusChanged,
  jobPromiseChanged,
  jobMoved,
  jobTrayBound,
  jobTrayFreed,
  jobPicked,
  jobFrameArrived,
  jobHeld,
  jobResumed,
  jobBreakage,
  jobBreakageReversed,
  jobInspected,
  jobRemade,
  jobRejudged,
  jobShipped,
  jobCancelled,
  batchClosed,
] as const
