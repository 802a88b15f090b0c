import { serveThread } from '@ils/platform/threads/serve-thread'
import { previewImpact, type Batch, type Compared, type ImpactFound, type ImpactTold } from './preview-impact.ts'

serveThread<Compared, ImpactTold, ImpactFound>(({ input, ask, tell }) =>
  // What is asked for here is given by run-impact.ts.
  previewImpact(input, { ask: () => ask() as Promise<Batch>, tell }),
)
