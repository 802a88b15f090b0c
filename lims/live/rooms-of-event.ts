import type { Event } from '@ils/contract/event'

/** Topic by what an event's type begins with. */
const topics: Readonly<Record<string, string>> = {
  job: 'jobs',
  batch: 'jobs',
  stock: 'stock',
  line: 'devices',
  trace: 'devices',
  design: 'devices',
  rules: 'rules',
}

/** Fields in which events of the floor name a station: where it was done, and where the lens stands next. */
const STATION_FIELDS = ['station', 'step', 'next', 'restart', 'backTo'] as const

/** The rooms in which an event is heard, by their names. */
export function roomsOfEvent({ type, practice, subject, data }: Event): string[] {
  const rooms = ['lab']
  if (practice !== null) rooms.push(`practice:${practice}`)
  const topic = topics[type.slice(0, type.indexOf('.'))]
  if (topic === undefined) return rooms
  rooms.push(topic)
  if (type.startsWith('job.')) rooms.push(`job:${subject}`)
  if (topic === 'jobs') for (const station of stationsIn(data)) rooms.push(`station:${station}`)
  return rooms
}

function stationsIn(data: Event['data']): Set<string> {
  const stations = new Set<string>()
  for (const field of STATION_FIELDS) {
    const value = data[field]
    if (typeof value === 'string') stations.add(value)
  }
  // A job that is made, or made otherwise, comes to the first station of each of its ways.
  for (const route of Object.values(objectAt(data['routes']))) {
    const first: unknown = Array.isArray(route) ? route[0] : undefined
    const step = objectAt(first)['step']
    if (typeof step === 'string') stations.add(step)
  }
  return stations
}

const objectAt = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
