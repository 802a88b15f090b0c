import { openJudgingLab, type JudgingLab } from '@ils/testing/judging-lab'
import { exampleNamed } from '@ils/testing/plant-draft'
import { until } from '@ils/testing/condition'
import { afterAll, beforeAll, expect, it } from 'vitest'

let lab: JudgingLab
beforeAll(async () => {
  lab = await openJudgingLab()
})
afterAll(() => lab.close())

interface Row {
  type: string
  subject: string
  subject_version: number
  practice: string | null
  data: Record<string, unknown>
}

const told = (type: string): Promise<Row[]> => lab.lims.database.ownerDb<Row>('events').where({ type }).orderBy('n')

it('every activation says that the catalogue is another, in the same transaction: to all, or to each pilot for itself', async () => {
  const first = await lab.publish(exampleNamed('First'))
  const pilot = await lab.publish(exampleNamed('Pilot'), first, ['p-1', 'p-2'])
  const second = await lab.publish(exampleNamed('Second'), first)
  await lab.ann.client.rollBack({ body: { to: first, reason: 'no good' } })

  const updated = await told('catalog.updated')
  const shown = updated.map(({ subject, practice, data }) => [subject, practice, data['release'], data['practices']])
  expect(shown).toEqual([
    ['catalogue', null, first, null],
    ['catalogue:p-1', 'p-1', pilot, ['p-1']],
    ['catalogue:p-2', 'p-2', pilot, ['p-2']],
    ['catalogue', null, second, null],
    ['catalogue', null, first, null],
  ])
  expect(updated.map((row) => row.subject_version)).toEqual([1, 2, 2, 3, 4])
  const activations = [...(await told('rules.published')), ...(await told('rules.rolled_back'))]
  for (const { data } of activations) {
    const of = updated.filter((row) => row.data['activation'] === data['activation'])
    expect(of.map((row) => row.data['hash'])).toEqual(of.map(() => data['hash']))
    expect(of.length).toBeGreaterThan(0)
  }
  // Whoever sees one practice reads of its own pilot only.
  const practice = await lab.annFor('p-1')
  const seen = await until('the log has it', async () => {
    const { events } = await practice.readEvents({ query: { type: 'catalog.updated' } })
    return events.length >= 1 && events
  })
  expect(seen.map(({ subject }) => subject)).toEqual(['catalogue:p-1'])
})
