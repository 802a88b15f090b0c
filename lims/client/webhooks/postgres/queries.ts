/** What `pg` has: a pool or a client. */
interface Pg {
  query(text: string, values: (string | number)[]): Promise<{ readonly rows: readonly unknown[] }>
}

/** What `knex` has: itself or a transaction. */
interface Knex {
  raw(text: string, values: (string | number)[]): PromiseLike<{ readonly rows: readonly unknown[] }>
}

export type Database = Pg | Knex

/** Asks with `?` for each value, which `pg` numbers; answers the rows. */
export async function rowsOf<Row>(db: Database, text: string, values: (string | number)[]): Promise<readonly Row[]> {
  let place = 0
  const { rows } =
    'query' in db && !('raw' in db)
      ? await db.query(
          text.replaceAll('?', () => `$${(place += 1)}`),
          values,
        )
      : await (db as Knex).raw(text, values) // It is either of them.
  return rows as readonly Row[] // Each statement says what it returns, beside its text.
}
