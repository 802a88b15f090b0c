import { Type, type Static } from '@sinclair/typebox'
import { Event } from './event.ts'

const { id, type, version, practice, subject, subjectVersion, at, releaseId, data } = Event.properties

/** What a webhook carries: an event as it stands in the log, without who did it. */
export const WebhookBody = Type.Object(
  { id, type, version, timestamp: at, practice, subject, subjectVersion, releaseId, data },
  { additionalProperties: false, description: 'An event, as it is sent to whoever asked to be told' },
)
export type WebhookBody = Static<typeof WebhookBody>
