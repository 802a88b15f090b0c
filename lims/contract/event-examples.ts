// data table: an example of each event that webhooks tell of
import type { EventKind } from './event.ts'
import * as events from './events.ts'
import { deviceEvents } from './device-events.ts'
import { exampleOf, jobEventExamples, type EventExample } from './job-event-examples.ts'
import { stockEvents } from './stock-events.ts'
import { webhookEvents, webhookTested } from './webhook-events.ts'
import type { WebhookBody } from './webhook-body.ts'

const HASH = '7b0f3c1f8e7d4a6b9c2d5e8f1a4b7c0d3e6f9a2b5c8d1e4f7a0b3c6d9e2f5a8b'
const HOLDER = 'hld_01kafv9q1w2e3r4t5y6z7a8s9d'
const KEY = 'key_01kafv2b3n4m5k6j7h8g9f0d1s'
const DRAFT = 'drf_01kaftz9y8x7w6v5t4s3r2q1p0'
const LINE = 'edger-1'
const OPC = '0812345678'
const ENDPOINT = 'whk_01kafw3v8h4e5r6t7y8z9a0b1c'
const LATER = '2026-12-21T10:00:00.000Z'

const key = { keyId: KEY, holderId: HOLDER, prefix: 'lims_5f3a', scopes: ['jobs:read' as const], expiresAt: LATER }
const holder = { holderId: HOLDER, kind: 'person' as const, roles: ['lab' as const] }
const draft = { draftId: DRAFT, name: 'Thinner edges', version: 7, hash: HASH }
const activation = { activation: 58, release: 42, hash: HASH, before: 41, practices: null }
const move = { moveId: 'mov_01kafvq2w4e6r8t0y1z3a5s7d9', opc: OPC, lot: 'L-2231' }
const endpoint = { endpointId: ENDPOINT, url: 'https://portal.example/api/webhooks/lims-status' }

const examples: readonly EventExample[] = [
  exampleOf(events.holderAdded, HOLDER, holder),
  exampleOf(events.holderChanged, HOLDER, { ...holder, disabled: false, changed: ['roles'] }),
  exampleOf(events.keyMade, KEY, key),
  exampleOf(events.keyRotated, KEY, { ...key, replacedBy: 'key_01kafv4d5f6g7h8j9k0m1n2p3q', worksUntil: LATER }),
  exampleOf(events.keyRevoked, KEY, key),
  exampleOf(events.keyExpired, KEY, key),
  exampleOf(events.rulesPublished, 'rules', { ...activation, kind: 'published' }),
  exampleOf(events.rulesRolledBack, 'rules', { ...activation, release: 41, before: 42, kind: 'rolled_back' }),
  exampleOf(events.catalogUpdated, 'catalogue', { release: 42, hash: HASH, activation: 58, practices: null }),
  exampleOf(events.draftSubmitted, DRAFT, draft),
  exampleOf(events.draftReviewed, DRAFT, { ...draft, verdict: 'approved' }),
  exampleOf(events.draftChecked, DRAFT, { ...draft, passed: true }),
  exampleOf(events.scheduleChanged, 'sch_01kafvw1e2r3t4y5z6a7s8d9f0', {
    ...{ ...draft, scheduleId: 'sch_01kafvw1e2r3t4y5z6a7s8d9f0', at: LATER },
  }),
  exampleOf(events.scheduleSuspended, 'sch_01kafvw1e2r3t4y5z6a7s8d9f0', {
    ...{ ...draft, scheduleId: 'sch_01kafvw1e2r3t4y5z6a7s8d9f0', reason: 'Release 42 came into force' },
  }),
  ...jobEventExamples,
  exampleOf(stockEvents.received, OPC, { ...move, change: 40, balance: 52 }),
  exampleOf(stockEvents.moved, OPC, {
    ...{ ...move, change: -1, balance: 51, kind: 'used', jobId: 'job_01kafw3v8h4e5r6t7y8z9a0b1c', eye: 'right' },
  }),
  exampleOf(stockEvents.reorderDue, OPC, {
    ...{
      opc: OPC,
      supplier: 'Example Optics',
      product: 'poly-sf',
      onHand: 12,
      reserved: 4,
      reorderAt: 10,
      toOrder: 32,
    },
  }),
  exampleOf(stockEvents.blankChanged, OPC, { opc: OPC, made: true, reorderAt: 10, reorderTo: 40 }),
  exampleOf(stockEvents.adopted, 'stock', { release: 42, added: 312 }),
  exampleOf(deviceEvents.lineChanged, LINE, { line: LINE, machine: 'edger-7', did: 'changed', enabled: true }),
  exampleOf(deviceEvents.traceReceived, 'trc_01kafw5a6s7d8f9g0h1j2k3m4n', {
    ...{ traceId: 'trc_01kafw5a6s7d8f9g0h1j2k3m4n', line: 'tracer-1', jobId: 'job_01kafw3v8h4e5r6t7y8z9a0b1c' },
    ...{ eyes: ['right', 'left'], faults: [] },
  }),
  exampleOf(deviceEvents.designAnswered, 'dsr_01kafw6q7w8e9r0t1y2z3a4s5d', {
    ...{ requestId: 'dsr_01kafw6q7w8e9r0t1y2z3a4s5d', jobId: 'job_01kafw3v8h4e5r6t7y8z9a0b1c', note: null },
    ...{ eyes: ['right', 'left'], state: 'answered', files: ['1234R.SDF', '1234L.SDF'] },
  }),
  exampleOf(webhookEvents.endpointChanged, ENDPOINT, { ...endpoint, did: 'paused' }),
  exampleOf(webhookEvents.endpointFailing, ENDPOINT, {
    ...{ ...endpoint, failingSince: '2026-11-19T10:00:00.000Z', disabledAt: '2026-11-24T10:00:00.000Z' },
    lastFailure: 'it answered 503',
  }),
  exampleOf(webhookEvents.endpointDisabled, ENDPOINT, { ...endpoint, reason: 'It answered 410: it wants no more' }),
  exampleOf(webhookTested, ENDPOINT, { endpointId: ENDPOINT, note: 'A test: nothing happened' }),
]

const byType = new Map(examples.map((example) => [example.type, example]))

/** A body as it is sent for a kind of event. */
export function exampleBody({ type, version }: EventKind): WebhookBody {
  const example = byType.get(type)
  if (!example) throw new Error(`there is no example of ${type}`)
  const { subject, practice, data } = example
  return {
    ...{
      id: 'evt_01kafw3v8h4e5r6t7y8z9a0b1c',
      type,
      version,
      timestamp: '2026-11-21T10:00:00.000Z',
      practice,
      subject,
    },
    ...{ subjectVersion: 3, releaseId: null, data: { ...data } },
  }
}
