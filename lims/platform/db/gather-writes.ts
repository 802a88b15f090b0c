/** A client of pg, as far as it matters here. */
export interface Connected {
  readonly connection: { readonly stream: { cork(): void; uncork(): void; destroy(why?: Error): unknown } }
  query(...asked: unknown[]): unknown
}

/**
 * Lets all that is asked of a connection in one turn of the event loop go out in one write. pg writes each statement by
 * itself, and each write wakes the database: of taking a job, such writes were a quarter of the time.
 */
export function gatherWrites(client: Connected): void {
  const query = client.query.bind(client)
  let gathering = false
  client.query = (...asked) => {
    // Taken each time: with TLS it is another stream than the one it began with.
    const { stream } = client.connection
    if (!gathering) {
      gathering = true
      stream.cork()
      // After the promises that are settled now, which ask for the rest.
      process.nextTick(() => {
        gathering = false
        stream.uncork()
      })
    }
    return query(...asked)
  }
}
