import { serveThread } from '@ils/platform/threads/serve-thread'
import type { Asked } from './do-draft-work.ts'
import { draftWork } from './draft-work.ts'

// The name says which work it is, and so what it takes.
serveThread<Asked, never, unknown>(({ input: { name, input } }) =>
  (draftWork[name] as (input: unknown) => unknown)(input),
)
