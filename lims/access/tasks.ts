import { Type } from '@sinclair/typebox'
import { taskKind } from '@ils/platform/queue/task'

/** Runs at the moment a key ends, to say so. */
export const announceExpiredKeyTask = taskKind({
  name: 'announce-expired-key',
  data: Type.Object({ keyId: Type.String() }, { additionalProperties: false }),
})
