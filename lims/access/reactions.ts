import type { Event } from '@ils/contract/event'
import { keyMade, keyRotated } from '@ils/contract/events'
import type { Reaction } from '@ils/platform/events/reaction'
import type { App } from '../app.ts'
import { announceExpiredKeyTask } from './tasks.ts'

/** A key that will end is remembered for that moment. */
const rememberExpiry: Reaction<App> = {
  name: 'access.remember-expiry',
  on: [keyMade.type, keyRotated.type],
  async react(app, event) {
    const end = endOf(event)
    if (end === undefined) return
    const delayMs = Math.max(0, end.getTime() - app.clock.now().getTime())
    const uniqueId = `${event.subject} ${end.toISOString()}`
    await app.queue.enqueue(app.db, announceExpiredKeyTask, { uniqueId, data: { keyId: event.subject }, delayMs })
  },
}

function endOf(event: Event): Date | undefined {
  const end = event.data['worksUntil'] ?? event.data['expiresAt']
  return typeof end === 'string' ? new Date(end) : undefined
}

export const accessReactions = [rememberExpiry]
