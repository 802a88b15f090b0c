import { createHash, randomUUID } from 'node:crypto'
import type { CatalogueItem } from '@ils/contract/catalogue'
import type { Event } from '@ils/contract/event'
import type { EventType } from '@ils/lims-client/webhooks/event-of'
import type { Job } from '@ils/contract/jobs'
import type { Scope } from '@ils/contract/roles'
import type { WebhookBody } from '@ils/contract/webhook-body'
import type { WebhookEndpoint } from '@ils/contract/webhooks'
import { makeIds, type Ids } from '@ils/platform/ids'
import { catalogueOfFake } from './catalogue-of-fake.ts'

export interface FakeKey {
  readonly secret: string
  readonly id: string
  readonly name: string
  readonly practice: string | null
  readonly scopes: readonly Scope[]
}

export interface FakeEndpoint extends WebhookEndpoint {
  /** What deliveries are signed with, the newest first. */
  secrets: string[]
}

/** Everything that a fake LIMS knows; it is gone when it is closed. */
export interface FakeState {
  readonly ids: Ids
  readonly keys: Map<string, FakeKey>
  readonly jobs: Map<string, Job>
  readonly events: Event[]
  readonly endpoints: Map<string, FakeEndpoint>
  /** For live sockets; each opens one. */
  readonly tickets: Map<string, FakeKey>
  /** Of its log. */
  readonly epoch: string
  /** Called for each event, when it stands in the log. */
  readonly heard: Set<(event: Event) => void>
  release: FakeRelease
}

export interface FakeRelease {
  readonly number: number
  readonly hash: string
  readonly items: readonly CatalogueItem[]
}

export const releaseOf = (number: number, items: readonly CatalogueItem[]): FakeRelease => ({
  ...{ number, items, hash: createHash('sha256').update(JSON.stringify({ number, items })).digest('hex') },
})

export function openState(): FakeState {
  return {
    ids: makeIds({ now }),
    keys: new Map(),
    jobs: new Map(),
    events: [],
    endpoints: new Map(),
    tickets: new Map(),
    epoch: randomUUID(),
    heard: new Set(),
    release: releaseOf(1, catalogueOfFake),
  }
}

export const now = (): Date => new Date()

/** As it is told: without who did it. */
export const bodyOf = (event: Event): WebhookBody => {
  const { id, type, version, practice, subject, subjectVersion, at, releaseId, data } = event
  return { id, type, version, timestamp: at, practice, subject, subjectVersion, releaseId, data }
}

interface Happened {
  readonly type: EventType
  readonly practice: string | null
  readonly subject: string
  readonly data: Record<string, unknown>
}

/** Puts an event into the log, and tells whoever listens. */
export function happen(state: FakeState, { type, practice, subject, data }: Happened): Event {
  const event: Event = {
    ...{ id: state.ids('evt'), seq: state.events.length + 1, type, version: 1, practice, subject },
    ...{ subjectVersion: 1 + state.events.filter((one) => one.subject === subject).length, at: now().toISOString() },
    ...{ releaseId: null, correlationId: 'fake', actor: { kind: 'system', id: null, name: 'fake LIMS' }, data },
  }
  state.events.push(event)
  for (const hear of state.heard) hear(event)
  return event
}
