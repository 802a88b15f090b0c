import type { Db, Trx } from './database.ts'

/** With `$1`, `$2` … for its values; known to each connection by its name after the first time. */
export interface Prepared {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

/** What of a client of knex is used here; its own types say nothing of it. */
interface Client {
  acquireConnection(): Promise<Connection>
  releaseConnection(connection: Connection): Promise<void>
  emit(event: 'query', what: { readonly sql: string; readonly bindings: readonly unknown[] }): void
}
interface Connection {
  query(asked: Prepared): Promise<{ readonly rows: unknown[] }>
}

/**
 * A statement of which there are several in each order, given to the connection as it is: building it by knex takes several
 * times what sending it takes.
 */
export async function askPrepared<R>(db: Db | Trx, asked: Prepared, sent?: () => void): Promise<R[]> {
  if ('isCompleted' in db && db.isCompleted()) throw new Error(`${asked.name} was asked after its transaction was over`)
  const client = db.client as Client // See there.
  const connection = await client.acquireConnection()
  try {
    // As knex tells whoever watches.
    client.emit('query', { sql: asked.text, bindings: asked.values })
    const answer = connection.query(asked)
    sent?.()
    return (await answer).rows as R[] // Whoever asks knows what they ask for.
  } finally {
    await client.releaseConnection(connection)
  }
}
