import type { Receive } from '../webhook-receiver.ts'

/** For whatever speaks `Request` and `Response`: workers, Deno, Bun, Hono, Next. */
export const fetchWebhooks =
  (receive: Receive) =>
  async (request: Request): Promise<Response> => {
    // Read before, it cannot be read again: what verifies it says why.
    const body = request.bodyUsed ? (null as unknown as Uint8Array) : new Uint8Array(await request.arrayBuffer()) // Refused there.
    const said = await receive({ headers: request.headers, body })
    return new Response(said.body, { status: said.status, headers: said.headers })
  }
