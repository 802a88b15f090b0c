import { jobMoves, type JobState } from '@ils/contract/job-states'
import type { WebhookBody } from '@ils/contract/webhook-body'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { OrderChanges, OrderRow } from '../store.ts'
import { changesByNews } from './changes-by-news.ts'
import { readJobNews } from './job-news.ts'

type Kept = Parameters<typeof changesByNews>[0] & OrderChanges

const begun: Kept = {
  ...{ status: 'pending', status_at: 0, promise_at: 0, hold_at: 0 },
  ...{ promised_on: '2026-01-10', first_promised_on: '2026-01-10', promise_reason: null, hold: null },
}

const day = fc.integer({ min: 10, max: 28 }).map((n) => `2026-01-${n}`)
const happening = fc.oneof(
  fc.record({ type: fc.constant('job.status_changed'), turn: fc.nat(), reason: fc.string() }),
  fc.record({ type: fc.constant('job.promise_changed'), promisedOn: day, reason: fc.string({ minLength: 1 }) }),
  fc.record({ type: fc.constant('job.held'), reason: fc.string({ minLength: 1 }) }),
  fc.record({ type: fc.constant('job.resumed'), why: fc.string() }),
  fc.record({ type: fc.constant('job.moved'), did: fc.constantFrom('started', 'finished') }),
)

/** A job's story as a lab may tell it: each state follows from the one before, and at its end it is over. */
const story = fc.array(happening, { maxLength: 20 }).map((happenings) => {
  let status: JobState = 'pending'
  return happenings.flatMap(({ type, ...data }, i): WebhookBody[] => {
    const next: readonly JobState[] = jobMoves[status]
    if (next.length === 0) return []
    if ('turn' in data) status = next[data.turn % next.length] ?? status
    return [
      {
        ...{ id: `evt_${i}`, type, version: 1, timestamp: '2026-01-05T10:00:00Z', practice: 'p', subject: 'job_1' },
        ...{ subjectVersion: i + 1, releaseId: null, data: { status, ...data } },
      },
    ]
  })
})

const told = (events: readonly WebhookBody[]): Kept =>
  events.reduce<Kept>((kept, event) => ({ ...kept, ...changesByNews(kept, readJobNews(event), event) }), begun)

it('an order is the same in whatever order, and however often, the lab tells of its job', () => {
  const shuffled = story.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2, maxLength: events.length * 2 }),
    ),
  )
  fc.assert(
    fc.property(shuffled, ([inOrder, anyhow]) => {
      expect(told(anyhow)).toEqual(told(inOrder))
    }),
    { numRuns: 500 },
  )
})

it('what is over stays over', () => {
  const cancelled: Kept = { ...begun, status: 'cancelled' }
  fc.assert(
    fc.property(story, (events) => {
      const after = events.reduce<Pick<OrderRow, 'status'>>(
        (kept, event) => ({ ...kept, ...changesByNews({ ...cancelled, ...kept }, readJobNews(event), event) }),
        cancelled,
      )
      expect(after.status).toBe('cancelled')
    }),
  )
})
