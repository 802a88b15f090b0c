import { serveThread } from '@ils/platform/threads/serve-thread'
import { checkContent, type CheckOutcome } from './check-content.ts'

serveThread<string, never, CheckOutcome>(({ input }) => checkContent(input))
