import type { LiveBoard } from '@ils/contract/live'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { openExampleReader, type ExampleReader } from '@ils/platform/live/example'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab } from '@ils/testing/floor-lab'
import { openJudgingLab } from '@ils/testing/judging-lab'
import { exampleNamed } from '@ils/testing/plant-draft'
import { expect, it } from 'vitest'

async function read(url: string, client: LimsClient, rooms: string[]): Promise<ExampleReader> {
  const { ticket } = await client.makeLiveTicket()
  const reader = await openExampleReader(url, { ticket, rooms })
  await reader.next('welcome')
  return reader
}

const snapshots = (reader: ExampleReader, room: string) =>
  reader.messages.flatMap((message) => (message.kind === 'snapshot' && message.room === room ? [message] : []))

it('the catalogue is shown when something comes into force, to each as it is for them', async () => {
  const lab = await openJudgingLab()
  const { url } = lab.lims
  const admin = lab.ann.client
  const everyone = await read(url, admin, ['catalogue', 'catalogue:p-pilot'])
  const ofPilot = await read(url, (await lab.member('Pilot', 'ecp', 'p-pilot')).client, ['catalogue'])
  expect(snapshots(everyone, 'catalogue')).toEqual([])
  const first = await lab.publish(exampleNamed('First'))
  for (const reader of [everyone, ofPilot]) {
    await until('it is shown', () => snapshots(reader, 'catalogue')[0]?.data['release'] === first)
  }
  const pilot = await lab.publish(exampleNamed('Pilot'), first, ['p-pilot'])
  await until('the pilot is shown', () => snapshots(ofPilot, 'catalogue').at(-1)?.data['release'] === pilot)
  await until('and to the lab', () => snapshots(everyone, 'catalogue:p-pilot').at(-1)?.data['release'] === pilot)
  const shown = snapshots(ofPilot, 'catalogue').at(-1)
  expect(shown?.data).toMatchObject({ practice: 'p-pilot', pilot: true })
  const rules = await admin.getRules({ query: { practice: 'p-pilot' } })
  expect(shown?.data['ordering']).toBe(rules.hash)
  expect(shown?.data['hash']).toBe(rules.release.hash)
  expect(snapshots(everyone, 'catalogue').map(({ data }) => data['release'])).toEqual([first])
  // What judged before the pilot judges again: the snapshot is newer all the same.
  await lab.publish(exampleNamed('For everyone'), first)
  await until('the pilot is over', () => snapshots(ofPilot, 'catalogue').at(-1)?.data['pilot'] === false)
  const versions = snapshots(ofPilot, 'catalogue').map(({ version }) => version)
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
  const late = await read(url, admin, ['catalogue'])
  await until('who comes later is shown it too', () => snapshots(late, 'catalogue').length === 1)
  await lab.close()
})

it('the board counts what stands at the stations, and shows only the newest', async () => {
  const floor = await openFloorLab(readStandardLab())
  const reader = await read(floor.lims.url, floor.ann.client, ['board'])
  await until('it is shown', () => snapshots(reader, 'board').length === 1)
  const made = 20
  for (let i = 0; i < made; i++) await floor.order()
  const shown = () => (snapshots(reader, 'board').at(-1)?.data['stations'] ?? []) as LiveBoard['stations'] // Of that room.
  const { stations } = await floor.olga.client.listStations()
  const counted = stations
    .filter(({ waiting, stopped }) => waiting + stopped > 0)
    .map(({ id, waiting, started, stopped }) => ({ station: id, waiting, started, stopped }))
    .sort((a, b) => (a.station < b.station ? -1 : 1))
  expect(counted.length).toBeGreaterThan(0)
  await until('all are counted', () => {
    const seen = shown().map(({ station, waiting, started, stopped }) => ({ station, waiting, started, stopped }))
    return JSON.stringify(seen) === JSON.stringify(counted)
  })
  expect(snapshots(reader, 'board').length).toBeLessThan(made)
  await floor.close()
})
