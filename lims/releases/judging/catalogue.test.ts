import type { LimsClient } from '@ils/lims-client/lims-client'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { hashRulebook } from '@ils/rules/language/hash-rulebook'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { manualClock } from '@ils/testing/manual-clock'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleNamed } from '@ils/testing/plant-draft'
import { openJudgingLab, type JudgingLab } from '@ils/testing/judging-lab'

const standard = loadRulebook(readStandardLab()).rulebook
if (!standard) throw new Error('the standard lab has faults')

describe('the catalogue of the standard lab', () => {
  let lab: JudgingLab
  let ann: LimsClient
  let eva: LimsClient
  beforeAll(async () => {
    lab = await openJudgingLab()
    await lab.publish(standard)
    ann = lab.ann.client
    eva = (await lab.member('Eva', 'ecp', 'p-1')).client
  })
  afterAll(() => lab.close())

  const found = async (query: object, client = ann) =>
    (await client.getCatalog({ query })).items.map(({ kind, id }) => `${kind}/${id}`)

  test('shows every entry once, page by page', async () => {
    const entries = Object.entries(standard.catalogue).flatMap(([kind, list]) => list.map(({ id }) => `${kind}/${id}`))
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = await ann.getCatalog({ query: { limit: 37, ...(after === undefined ? {} : { after }) } })
      expect(page.total).toBe(entries.length)
      seen.push(...page.items.map(({ kind, id }) => `${kind}/${id}`))
      if (page.next === null) break
      after = page.next
    }
    expect(seen).toHaveLength(entries.length)
    expect(new Set(seen)).toEqual(new Set(entries))
    await expect(ann.getCatalog({ query: { after: 'nonsense' } })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('shows numbers in natural units, and labels in the language asked for', async () => {
    const { items } = await ann.getCatalog({ query: { kind: 'materials', q: 'poly', language: 'de' } })
    const poly = items.find(({ id }) => id === 'poly')
    expect(poly?.attributes['index']).toBe(1.586)
    const design = await ann.getCatalog({ query: { kind: 'designs', q: 'sv-stock', language: 'de' } })
    expect(design.items[0]?.label).toBe('Einstärken, Lagerglas')
    expect((await ann.getCatalog({ query: { kind: 'designs', q: 'sv-stock', language: 'xx' } })).items[0]?.label).toBe(
      'Single vision, finished',
    )
  })

  test('finds words in any language, without accents and in any case', async () => {
    const wanted = await found({ kind: 'designs', q: 'EINSTARKEN lager' })
    expect(wanted).toEqual(['designs/sv-stock'])
    expect(await found({ q: 'no such thing at all' })).toEqual([])
  })

  test('finds by attributes as they are shown', async () => {
    expect(await found({ kind: 'materials', where: 'index:1.586' })).toContain('materials/poly')
    expect(await found({ kind: 'materials', where: 'index:1586' })).toEqual([])
    const single = await found({ where: 'kind:single,form:stock' })
    expect(single).toContain('designs/sv-stock')
    expect(await found({ where: 'constructor:x' })).toEqual([])
    await expect(found({ where: 'index' })).rejects.toMatchObject({ code: 'invalid_request' })
  })

  test('counts every kind by the other filters', async () => {
    const { kinds, total } = await ann.getCatalog({ query: { kind: 'materials', q: 'poly' } })
    expect(kinds.map(({ kind }) => kind)).toEqual(Object.keys(standard.catalogue).sort())
    expect(kinds.find(({ kind }) => kind === 'materials')?.count).toBe(total)
  })

  test('shows a practice what ordering needs, and nothing of machines and programs', async () => {
    const seen = await eva.getCatalog({ query: { limit: 1000 } })
    expect(seen.kinds.map(({ kind }) => kind)).not.toContain('programs')
    expect(seen.kinds.map(({ kind }) => kind)).toContain('materials')
    await expect(eva.getCatalog({ query: { release: 1 } })).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(eva.getCatalog({ query: { practice: 'p-2' } })).rejects.toMatchObject({ code: 'not_allowed' })
    expect((await ann.getCatalog({ query: { release: 1, kind: 'programs' } })).total).toBeGreaterThan(0)
    await expect(ann.getCatalog({ query: { release: 9 } })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('gives the ordering part to judge by at another place, and the whole to the lab', async () => {
    const part = await eva.getRules()
    expect(part).toMatchObject({ part: 'ordering', practice: 'p-1', release: { number: 1 } })
    expect(hashRulebook(part.rulebook)).toBe(part.hash)
    const here = compileRelease(part.rulebook)
    const [first] = standard.cases.filter(({ moment }) => moment === undefined)
    if (!first) throw new Error('the standard lab has no case')
    const configuration = { ...first.configuration, job: { ...first.configuration.job, 'practice.id': 'p-1' } }
    const there = await ann.validate({ body: { configuration: configuration as never } })
    const decision = judge(here, 'order', configuration)
    expect(decision.outcome).toBe(there.outcome)
    expect(decision.job.total).toBe(there.price.total)
    await expect(eva.getRules({ query: { part: 'whole' } })).rejects.toMatchObject({ code: 'not_allowed' })
    const whole = await ann.getRules({ query: { part: 'whole' } })
    expect(hashRulebook(whole.rulebook)).toBe(whole.hash)
    expect(whole.hash).toBe(whole.release.hash)
  })
})

describe('the catalogue', () => {
  test('is another one after an activation and on another day, and the same until then', async () => {
    const clock = manualClock(new Date('2030-12-31T12:00:00Z'))
    const lab = await openJudgingLab({ clock })
    try {
      await lab.publish(exampleRulebook)
      const { client } = lab.ann
      const query = { kind: 'materials', orderable: true }
      const first = await client.getCatalog({ query, ifNoneMatch: null })
      if (first.notModified) throw new Error('nobody had it before')
      expect(first.body.items.map(({ id }) => id)).toContain('trivex')
      expect(await client.getCatalog({ query, ifNoneMatch: first.etag })).toMatchObject({ notModified: true })
      expect(await client.getCatalog({ query: { kind: 'designs' }, ifNoneMatch: first.etag })).toMatchObject({
        notModified: false,
      })
      const rules = await client.getRules({ ifNoneMatch: null })
      expect(await client.getRules({ ifNoneMatch: rules.etag })).toMatchObject({ notModified: true })
      // Past midnight in Berlin, not yet in UTC.
      clock.set(new Date('2030-12-31T23:30:00Z'))
      const next = await client.getCatalog({ query, ifNoneMatch: first.etag })
      if (next.notModified) throw new Error('it is another day')
      expect(next.body.items.map(({ id }) => id)).not.toContain('trivex')
      const discontinued = await client.getCatalog({ query: { kind: 'materials', orderable: false } })
      expect(discontinued.items.map(({ id, orderable }) => [id, orderable])).toEqual([['trivex', false]])
      await lab.publish(exampleNamed('two'), 1)
      expect(await client.getCatalog({ query, ifNoneMatch: next.etag })).toMatchObject({ notModified: false })
      expect(await client.getRules({ ifNoneMatch: rules.etag })).toMatchObject({ notModified: false })
    } finally {
      await lab.close()
    }
  })

  test('holds the prices of one practice only', async () => {
    const lab = await openJudgingLab()
    try {
      const [fee] = exampleRulebook.rules.filter(({ id }) => id === 'rush-fee')
      if (!fee) throw new Error('the example has no rush fee')
      const of = (practice: string): Rulebook['rules'][number] => ({
        ...fee,
        id: `fee-of-${practice}`,
        rule: {
          conditions: { all: [{ fact: 'practice.id', operator: 'equal', value: practice }] },
          event: { type: 'charge', params: { code: `fee-${practice}`, unit: 100 } },
        },
      })
      const fact = exampleRulebook.vocabulary.find(({ id }) => id === 'order.reference')
      if (!fact) throw new Error('the example has no reference')
      await lab.publish({
        ...exampleRulebook,
        vocabulary: [...exampleRulebook.vocabulary, { ...fact, id: 'practice.id', label: 'practice' }],
        rules: [...exampleRulebook.rules, of('p-1'), of('p-2')],
      })
      const eva = (await lab.member('Eva', 'ecp', 'p-1')).client
      const { rulebook } = await eva.getRules()
      expect(rulebook.rules.map(({ id }) => id)).toContain('fee-of-p-1')
      expect(JSON.stringify(rulebook)).not.toContain('p-2')
      await expect(eva.getRules({ query: { practice: 'p-2' } })).rejects.toMatchObject({ code: 'not_allowed' })
      const all = await lab.ann.client.getRules()
      expect(all.rulebook.rules.map(({ id }) => id)).toContain('fee-of-p-2')
      const [plain] = exampleRulebook.cases
      const said = await eva.validate({ body: { configuration: plain?.configuration as never } })
      expect(said.price.charges.map(({ code }) => code)).toContain('fee-p-1')
    } finally {
      await lab.close()
    }
  })
})
