import type { Event } from '@ils/contract/event'
import { eventKinds } from '@ils/contract/events'
import type { Actor } from '@ils/platform/actor'
import { nearest } from '@ils/platform/config/nearest'
import { lastPosition, readEvents } from '@ils/platform/events/store'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../app.ts'
import { practiceToRead } from './policy.ts'

export interface ReadLog {
  readonly after: number
  readonly limit: number
  readonly type?: string
  readonly subject?: string
  readonly practice?: string
  readonly waitSeconds: number
}

export interface LogPage {
  events: Event[]
  position: number
  more: boolean
}

/** Reads the log from a position; with time to wait, an empty page is held until there is something to say. */
export async function readLog(app: App, actor: Actor, input: ReadLog, signal: AbortSignal): Promise<LogPage> {
  const practice = practiceToRead(actor, input.practice)
  const types = input.type?.split(',').filter(Boolean)
  mustBeKnown(types ?? [])
  const until = performance.now() + input.waitSeconds * 1000
  for (let after = input.after; ;) {
    // Read first: what is at or before it is all visible, so a page that is not full ends there and skips nothing.
    const newest = await lastPosition(app.db)
    const events = await readEvents(app.db, { after, limit: input.limit, types, subject: input.subject, practice })
    const more = events.length === input.limit
    const position = more ? (events.at(-1)?.seq ?? after) : Math.max(after, newest, events.at(-1)?.seq ?? 0)
    const left = until - performance.now()
    if (events.length > 0 || left <= 0) return { events, position, more }
    if (!(await app.follower.waitPast(position, left, signal))) return { events, position, more }
    after = position
  }
}

const knownTypes: readonly string[] = eventKinds.map((kind) => kind.type)

/** A type that nothing ever is would be an empty page for ever. */
function mustBeKnown(types: readonly string[]): void {
  const causes = types
    .filter((type) => !knownTypes.includes(type))
    .map((type) => {
      const near = nearest(type, knownTypes)
      const message = `there is no event ${type}${near ? `, did you mean ${near}?` : ''}`
      return { code: 'unknown_event', field: 'query.type', message, value: type, limit: [...knownTypes] }
    })
  if (causes[0]) throw new Refusal('invalid_request', causes[0].message, { causes })
}
