import { Type } from '@sinclair/typebox'
import { taskKind } from '@ils/platform/queue/task'

/** Hands a mail to the mail server: again for about a day where it does not answer. */
export const sendMailTask = taskKind({
  name: 'send-mail',
  data: Type.Object({ mailId: Type.String() }, { additionalProperties: false }),
  attempts: 12,
  backoff: { baseMs: 2000, factor: 3, mostMs: 4 * 3_600_000 },
  concurrency: 4,
})

/** Looks whether an address that wants a new password is known, away from the answer. */
export const prepareResetTask = taskKind({
  name: 'prepare-reset',
  data: Type.Object({ sealed: Type.String() }, { additionalProperties: false }),
})
