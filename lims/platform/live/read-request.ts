import { LiveHello, LiveJoin, LiveLeave, MOST_LIVE_ROOMS, type LiveRequest } from '@ils/contract/live'
import type { LiveCloseName } from '@ils/contract/live-closes'
import { checkOf } from '@ils/contract/validate'

const checks: Readonly<Record<string, ReturnType<typeof checkOf>>> = {
  hello: checkOf(LiveHello),
  join: checkOf(LiveJoin),
  leave: checkOf(LiveLeave),
}

/** A message of a reader, or why its socket is to be closed. */
export function readRequest(text: string): LiveRequest | LiveCloseName {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'protocol_violation'
  }
  if (typeof value !== 'object' || value === null || !('kind' in value)) return 'protocol_violation'
  if ('rooms' in value && Array.isArray(value.rooms) && value.rooms.length > MOST_LIVE_ROOMS) return 'too_many_rooms'
  const check = typeof value.kind === 'string' && Object.hasOwn(checks, value.kind) ? checks[value.kind] : undefined
  const checked = check?.(value, 'message')
  return checked?.ok ? (checked.value as LiveRequest) : 'protocol_violation' // The schema of its kind has taken it.
}
