import type { Event } from '@ils/contract/event'
import { eventKinds } from '@ils/contract/events'
import { liveRooms } from '@ils/contract/live'
import { expect, it } from 'vitest'
import { roomsOfEvent } from './rooms-of-event.ts'

const event = (type: string, more: Partial<Event> = {}): Event => ({
  ...{
    id: 'evt_1',
    seq: 1,
    type,
    version: 1,
    practice: null,
    subject: 'job_01kafw3v8h4e5r6t7y8z9a0b1c',
    subjectVersion: 1,
  },
  ...{ at: '2026-11-21T08:00:00Z', releaseId: null, correlationId: 'x', data: {} },
  ...{ actor: { kind: 'system', id: null, name: 'x' }, ...more },
})

it('each kind of event is heard in rooms that there are', () => {
  const patterns = liveRooms.filter(({ mode }) => mode === 'events').map(({ pattern }) => new RegExp(`^${pattern}$`))
  for (const { type } of eventKinds) {
    for (const room of roomsOfEvent(event(type, { practice: 'p-1', data: { station: 'polish' } }))) {
      expect(
        patterns.some((pattern) => pattern.test(room)),
        `${type} in ${room}`,
      ).toBe(true)
    }
  }
})

it('a station hears what is done there and what comes to it', () => {
  const stations = (type: string, data: Event['data']) =>
    roomsOfEvent(event(type, { data })).filter((room) => room.startsWith('station:'))
  expect(stations('job.moved', { station: 'polish', step: 'polish', next: 'coat' })).toEqual([
    'station:polish',
    'station:coat',
  ])
  expect(stations('job.breakage', { station: 'final', restart: 'pick' })).toEqual(['station:final', 'station:pick'])
  const routes = {
    right: [
      { step: 'pick', at: 0 },
      { step: 'block', at: 1 },
    ],
    left: [{ step: 'pick', at: 0 }],
  }
  expect(stations('job.created', { routes })).toEqual(['station:pick'])
  // Of machines the word means something else.
  expect(stations('trace.received', { station: 'tracer' })).toEqual([])
})

it('an event of no practice is in no room of a practice', () => {
  expect(roomsOfEvent(event('rules.published'))).toEqual(['lab', 'rules'])
})
