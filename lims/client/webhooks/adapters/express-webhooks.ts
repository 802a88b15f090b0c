import type { Receive } from '../webhook-receiver.ts'
import { MOST_BYTES, rawBody, type Incoming } from './raw-body.ts'

interface ExpressRequest extends Incoming {
  /** Set by a body parser. */
  readonly body?: unknown
}

interface NodeAnswer {
  writeHead(status: number, headers: Record<string, string>): { end(body: string): unknown }
}

/** For Express and whatever is built on `node:http`, in front of any body parser, or behind one that leaves bytes. */
export const expressWebhooks =
  (receive: Receive, mostBytes = MOST_BYTES) =>
  (req: ExpressRequest, res: NodeAnswer, next: (error: unknown) => void): void => {
    const take = async (): Promise<void> => {
      const body = await rawBody(req, mostBytes, req.body)
      const said = await receive({ headers: req.headers, body })
      res.writeHead(said.status, { ...said.headers }).end(said.body)
    }
    take().catch(next)
  }
