import type { WebhookBody } from '@ils/contract/webhook-body'
import type { WebhookHandler } from '../webhook-handler.ts'

/** Which change of a thing was the last that was kept: an earlier one that comes late must not undo it. */
export interface NewestSeen {
  /**
   * Makes the change, unless that one or a later one was made before; it counts as made when `change` succeeded. Two changes
   * of one thing are never made at once. Answers whether it was made.
   */
  ifNewer(thing: string, version: number, change: () => Promise<unknown>): Promise<boolean>
}

/** Somebody is making another change of the same thing: the receiver has this one sent again a little later. */
export class ChangeUnderWay extends Error {
  constructor(thing: string) {
    super(`another change of ${thing} is being made`)
    this.name = 'ChangeUnderWay'
  }
}

/**
 * A handler that passes over what is older than what it took before. By default each type of event is an order of its own,
 * because a later event of another type may not say what this one does. Where several types write the same thing and each says
 * all of it, as `status` is in every event of a job, give them one name: `(event) => event.subject`.
 */
export function onlyNewest<E extends WebhookBody>(
  seen: NewestSeen,
  handle: WebhookHandler<E>,
  thingOf: (event: E) => string = ({ type, subject }) => `${type} ${subject}`,
): WebhookHandler<E> {
  return async (event, about) => {
    let said: unknown
    await seen.ifNewer(thingOf(event), event.subjectVersion, async () => {
      said = await handle(event, about)
    })
    return said
  }
}
