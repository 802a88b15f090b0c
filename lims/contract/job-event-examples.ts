// data table: an example of each event of a job
import type { Static, TObject } from '@sinclair/typebox'
import type { EventKind } from './event.ts'
import * as job from './job-events.ts'

export interface EventExample {
  readonly type: string
  readonly subject: string
  readonly practice: string | null
  readonly data: object
}

/** The compiler holds each example against its kind. */
export const exampleOf = <D extends TObject>(
  { type }: EventKind<D>,
  subject: string,
  data: Static<D>,
  practice: string | null = null,
): EventExample => ({ type, subject, practice, data })

const JOB = 'job_01kafw3v8h4e5r6t7y8z9a0b1c'
const OTHER = 'job_01kafx0c2m8n7b6v5c4x3z2a1s'
const of = (status: Static<typeof job.jobStatusChanged.data>['status']) => ({
  ...{ jobId: JOB, orderRef: 'PO-20311', status },
})
const scan = { station: 'edging', operator: 'hld_01kafv9q1w2e3r4t5y6z7a8s9d', machine: 'edger-1', scanId: 's-88121' }
const scanned = { ...scan, note: null }
const making = of('in_production')
const oneJob = <D extends TObject>(kind: EventKind<D>, data: Static<D>): EventExample =>
  exampleOf(kind, JOB, data, 'practice-0012')

const route = { right: [{ step: 'pick', at: 10 }], left: [{ step: 'pick', at: 10 }], pair: [{ step: 'mount', at: 90 }] }

export const jobEventExamples: readonly EventExample[] = [
  oneJob(job.jobCreated, {
    ...of('pending'),
    ...{ kind: 'new', original: null, reason: null, priority: 'standard', frameWay: 'enclosed' },
    ...{ promisedOn: '2026-11-26', total: 18_450, currency: 'EUR', routes: route, rules: ['accept.high-index-advice'] },
  }),
  oneJob(job.jobStatusChanged, { ...making, from: 'pending', reason: null }),
  oneJob(job.jobPromiseChanged, {
    ...making,
    ...{ from: '2026-11-26', promisedOn: '2026-11-27', reason: 'the right lens is made again' },
  }),
  oneJob(job.jobMoved, {
    ...making,
    ...scanned,
    eye: 'right',
    did: 'finished',
    step: 'edging',
    next: 'mount',
    batch: null,
  }),
  oneJob(job.jobTrayBound, { ...making, ...scanned, tray: 'T-0417', before: null }),
  oneJob(job.jobTrayFreed, { ...of('completed'), ...scanned, tray: 'T-0417' }),
  oneJob(job.jobPicked, {
    ...{ ...making, ...scanned, eye: 'left', mode: 'use', opc: '0812345678', planned: '0812345678', lot: 'L-2231' },
    reason: null,
  }),
  oneJob(job.jobFrameArrived, { ...making, ...scanned }),
  oneJob(job.jobHeld, {
    ...{ ...of('on_hold'), ...scanned, code: null, reason: 'the frame is cracked', owner: 'practice', until: null },
    rules: [],
  }),
  oneJob(job.jobResumed, { ...making, ...scanned, why: 'another frame came' }),
  oneJob(job.jobBreakage, {
    ...{ ...making, ...scanned, breakage: 'brk_01kafw7k3n5p7r9t1v3x5z7b9d', eye: 'right', reason: 'chip', lost: true },
    ...{ means: 'chipped at the edge', fault: 'lab', restart: 'pick', attempt: 2, opc: '0812345678' },
  }),
  oneJob(job.jobBreakageReversed, {
    ...{ ...making, ...scanned, breakage: 'brk_01kafw7k3n5p7r9t1v3x5z7b9d', eye: 'right', why: 'the wrong tray' },
    backTo: 'edging',
  }),
  oneJob(job.jobInspected, {
    ...{ ...of('quality_check'), ...scanned, eye: 'right', verdict: 'pass', measured: { sphere: -2500 }, why: null },
    ...{ causes: [], rules: [] },
  }),
  oneJob(job.jobRemade, { ...of('shipped'), by: OTHER, kind: 'remake', reason: 'the wearer does not get used to it' }),
  oneJob(job.jobRejudged, {
    ...{ ...making, reason: 'release 41 was recalled', before: '41', after: '42', routes: route },
    differences: ['the right lens is coated at COAT-2 instead of COAT-1'],
  }),
  oneJob(job.jobShipped, { ...of('shipped'), ...scanned, carrier: 'DHL', tracking: '00340434161094042557' }),
  oneJob(job.jobCancelled, {
    ...{ ...of('cancelled'), ...scanned, reason: 'ordered twice', fee: 0, currency: 'EUR', rules: [] },
  }),
  exampleOf(job.batchClosed, 'bat_01kafw9a2b4c6d8e0f2g4h6j8k', {
    ...{ batch: 'bat_01kafw9a2b4c6d8e0f2g4h6j8k', station: 'coating', machine: 'COAT-2', program: 'AR-7' },
    ...{ lenses: 64, because: 'full' },
  }),
]
