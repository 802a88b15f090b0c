import type { Connected } from './gather-writes.ts'

const BEGUN = { command: 'BEGIN', rowCount: null, oid: null, rows: [], fields: [] }

/**
 * Nobody waits for the answer to BEGIN: the first statement goes out with it, which saves each transaction a way to the
 * database and back. Should it ever fail, the connection is broken off, so that nothing is done outside a transaction.
 */
export function beginAtOnce(client: Connected): void {
  const query = client.query.bind(client)
  client.query = (...asked) => {
    const [what, answered] = asked
    if (!isBegin(what) || typeof answered !== 'function') return query(...asked)
    query(what, (error: Error | null) => {
      if (error) client.connection.stream.destroy(error)
    })
    ;(answered as (error: null, result: typeof BEGUN) => void)(null, BEGUN) // As pg calls back.
    return undefined
  }
}

const isBegin = (asked: unknown): boolean =>
  typeof asked === 'object' && asked !== null && 'text' in asked && asked.text === 'BEGIN;'
