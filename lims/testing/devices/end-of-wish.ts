import type { Message } from '@ils/oma/records/message'
import type { JobEnd } from './machine.ts'
import type { WishEnd } from './open-device.ts'

/** What a machine makes of the host's last word; a refusal by status is the host's right, the rest is a failure. */
export function endOf(end: WishEnd, said: string, message?: Message): JobEnd {
  if (end.ok) return { ended: 'done', said, message: message ?? end.message }
  const { reason, status } = end
  return {
    ended: reason === 'refused' ? 'refused' : 'failed',
    said: end.message,
    ...(status === undefined ? {} : { status }),
  }
}
