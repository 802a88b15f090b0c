/** What Node and every framework on it have: a stream of bytes with headers. */
export interface Incoming extends AsyncIterable<unknown> {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly readableEnded?: boolean
  iterator?(options: { destroyOnReturn: boolean }): AsyncIterableIterator<unknown>
}

/** More than any event has: what is longer is not read to its end. */
export const MOST_BYTES = 1_048_576

/**
 * The bytes as they came; or, where a body parser was there before, what it left. Bytes or a text of its are as good. An
 * object is not: written again it would have other bytes. Whoever verifies it says so.
 */
export async function rawBody(incoming: Incoming, mostBytes: number, ...left: unknown[]): Promise<Uint8Array | string> {
  const parsed =
    left.find((body) => body instanceof Uint8Array || (typeof body === 'string' && body !== '')) ??
    left.find((body) => isFilled(body)) ??
    (incoming.readableEnded === true ? null : undefined)
  if (parsed !== undefined) return parsed as Uint8Array | string // Or neither, which is refused by its own fault.
  const parts: Uint8Array[] = []
  let size = 0
  // Left in the middle, a stream is destroyed, and with it the line that the answer goes back on.
  for await (const part of incoming.iterator?.({ destroyOnReturn: false }) ?? incoming) {
    const bytes = part instanceof Uint8Array ? part : new TextEncoder().encode(String(part))
    size += bytes.length
    parts.push(bytes)
    // One byte beyond is enough to be refused as too large.
    if (size > mostBytes) break
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Express 4 leaves an empty object where nothing was parsed. */
const isFilled = (body: unknown): boolean => typeof body === 'object' && body !== null && Object.keys(body).length > 0
