import type { Event } from '@ils/contract/event'

/** An event as the log keeps it, read together with whom it is for. */
export interface EventRow extends Omit<Event, 'subjectVersion' | 'at' | 'releaseId' | 'correlationId'> {
  subject_version: number
  at: Date
  release_id: string | null
  correlation_id: string
}

export const EVENT_COLUMNS = `e.id, e.seq, e.type, e.version, e.practice, e.subject, e.subject_version, e.at, e.release_id,
  e.correlation_id, e.actor, e.data`

export function eventOf(row: EventRow): Event {
  const { id, seq, type, version, practice, subject, actor, data } = row
  return {
    ...{ id, seq, type, version, practice, subject, subjectVersion: row.subject_version, at: row.at.toISOString() },
    ...{ releaseId: row.release_id, correlationId: row.correlation_id, actor, data },
  }
}
