import { openEmptyDatabase } from '@ils/testing/test-database'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { gatherWrites } from './gather-writes.ts'

let database: Awaited<ReturnType<typeof openEmptyDatabase>>
beforeAll(async () => {
  database = await openEmptyDatabase('ils_lims')
})
afterAll(() => database.close())

it('statements that are asked for together go out in one write, and in their order', async () => {
  const config = { connectionString: database.url, pipeline: true }
  const client = new pg.Client(config)
  await client.connect()
  gatherWrites(client)
  const { stream } = client.connection as unknown as { stream: { _writev: () => void; _write: () => void } } // As every socket has them, in private.
  const [many, one] = [vi.spyOn(stream, '_writev'), vi.spyOn(stream, '_write')]
  const ask = async (n: number): Promise<unknown> => (await client.query('select $1::int as n', [n])).rows[0]
  try {
    const later = Promise.resolve().then(() => ask(2))
    expect(await Promise.all([ask(1), later, ask(3)])).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
    expect(many.mock.calls.length + one.mock.calls.length).toBe(1)
    expect(await ask(4)).toEqual({ n: 4 })
    expect(many.mock.calls.length + one.mock.calls.length).toBe(2)
  } finally {
    await client.end()
  }
})
