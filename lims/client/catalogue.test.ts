import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLimsClient } from './lims-client.ts'

let lab: FloorLab
let key: string
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
  key = (await lab.member('Portal', 'ecp', 'practice-0012')).key
})
afterAll(() => lab.close())

it('a catalogue is kept until another one comes into force, and asked for again when that is told, live', async () => {
  const asked: (number | null)[] = []
  const client = openLimsClient({
    url: lab.lims.url,
    key,
    hooks: { onResponse: ({ name }, { status }) => void (name === 'getCatalog' && asked.push(status)) },
  })
  const told: unknown[] = []
  const live = client.subscribeLive({
    ...{ rooms: ['catalogue'], WebSocket },
    onSnapshot: ({ data }) => void told.push(data['release']),
  })
  await until('it was told what is in force', () => told.length > 0)
  const before = await client.fetchCatalog()
  expect([before.release.number, await client.fetchCatalog(), asked]).toEqual([1, before, [200]])

  const { rulebook } = await lab.ann.client.getRules({ query: { part: 'whole' } })
  const second = await lab.publish({ ...rulebook, name: 'Another' }, 1)
  await until('the portal has it', async () => (await client.fetchCatalog()).release.number === second)
  expect(asked.filter((status) => status === 200)).toHaveLength(2)
  await live.close()
})
