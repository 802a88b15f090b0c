import type { Receive } from '../webhook-receiver.ts'
import { MOST_BYTES, rawBody, type Incoming } from './raw-body.ts'

interface KoaContext {
  readonly req: Incoming
  /** Where body parsers leave what they read. */
  readonly request: object
  status: number
  body: unknown
  set(headers: Record<string, string>): void
}

/** For Koa, in front of any body parser: `router.post('/hooks', koaWebhooks(receive))`. */
export const koaWebhooks =
  (receive: Receive, mostBytes = MOST_BYTES) =>
  async (ctx: KoaContext): Promise<void> => {
    const { rawBody: raw, body: parsed } = ctx.request as { rawBody?: unknown; body?: unknown } // Parsers put them there.
    const body = await rawBody(ctx.req, mostBytes, raw, parsed)
    const said = await receive({ headers: ctx.req.headers, body })
    ctx.status = said.status
    ctx.set({ ...said.headers })
    ctx.body = said.body
  }
