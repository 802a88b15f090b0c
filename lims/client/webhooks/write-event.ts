import type { WebhookBody } from '@ils/contract/webhook-body'

/** Text of an event for an audit trail: the same event is always the same text, in whatever order its fields came. */
export const writeEvent = (event: WebhookBody): string => JSON.stringify(sorted(event))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  // Names that are whole numbers come first whatever is done: JavaScript keeps them so, and so it is the same each time.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  )
}
