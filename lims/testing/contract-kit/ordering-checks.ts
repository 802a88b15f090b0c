import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict'
import type { Kit, KitCheck } from './kit.ts'

const check = (name: string, run: (kit: Kit) => Promise<void>): KitCheck => ({ name, run })

export const orderingChecks: readonly KitCheck[] = [
  check(
    'accepts an order that it can make, with price, time and the release that said so',
    async ({ client, order }) => {
      const said = await client.validate({ body: order })
      deepEqual([said.valid, said.outcome], [true, 'accepted'])
      match(said.price.currency, /^[A-Z]{3}$/)
      match(said.release.hash, /^[0-9a-f]{64}$/)
    },
  ),
  check('refuses an order that nobody can make, as an answer and with a reason', async ({ client, refusedOrder }) => {
    const said = await client.validate({ body: refusedOrder })
    deepEqual([said.valid, said.outcome], [false, 'refused'])
    const refusing = said.causes.filter(({ severity }) => severity === 'refuse')
    ok(refusing.length > 0, 'a refusal has a cause')
    for (const { message } of refusing) ok(message.length > 0, 'a cause is a sentence')
  }),
  check('judges lines in their order, and goes on behind one that cannot be read', async (kit) => {
    const lines = [
      { id: 'a', order: kit.order },
      { id: 'b', order: { colour: 'blue' } },
      { id: 'c', order: kit.refusedOrder },
    ]
    const body = lines.map((line) => JSON.stringify(line)).join('\n')
    const headers = { 'content-type': 'application/x-ndjson' }
    const { text } = await kit.ask('POST', '/api/validation/batch', { body, headers })
    const said = text.split('\n').filter((line) => line !== '')
    deepEqual(
      said.map((line) => {
        const { line: number, validation, refusal } = JSON.parse(line)
        return [number, validation?.outcome ?? null, refusal?.code ?? null]
      }),
      [
        [1, 'accepted', null],
        [2, null, 'invalid_request'],
        [3, 'refused', null],
      ],
    )
  }),
  check('lists what can be ordered, and says by a tag that it is the same still', async ({ client }) => {
    const first = await client.getCatalog({ ifNoneMatch: null })
    ok(!first.notModified && first.body.items.length > 0, 'a catalogue has entries')
    notEqual(first.etag, null, 'a catalogue has an ETag')
    deepEqual(await client.getCatalog({ ifNoneMatch: first.etag }), { notModified: true, etag: first.etag })
    const other = await client.getCatalog({ ifNoneMatch: '"of-another-day"' })
    ok(!other.notModified, 'another tag is answered with the catalogue')
  }),
  check('lists the catalogue page by page, every entry once', async ({ client }) => {
    const whole = await client.getCatalog({ query: { limit: 1000, kind: 'materials' } })
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = await client.getCatalog({ query: { limit: 2, kind: 'materials', ...(after && { after }) } })
      seen.push(...page.items.map(({ id }) => id))
      if (page.next === null || seen.length > whole.total) break
      after = page.next
    }
    deepEqual(
      seen,
      whole.items.map(({ id }) => id),
    )
    ok(
      whole.items.every(({ kind }) => kind === 'materials'),
      'only the kind that was asked for',
    )
  }),
  check('gives its rules for ordering, under a tag, of the release that judges', async ({ client, order }) => {
    const first = await client.getRules({ ifNoneMatch: null })
    ok(!first.notModified, 'rules are given to whoever has none')
    equal(first.body.part, 'ordering')
    deepEqual(await client.getRules({ ifNoneMatch: first.etag }), { notModified: true, etag: first.etag })
    equal(first.body.release.hash, (await client.validate({ body: order })).release.hash)
  }),
]
