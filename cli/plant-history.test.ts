import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allPages } from './all-pages.ts'
import { periodInDays, plantHistory } from './plant-history.ts'
import { plantStock, stockIsMissing } from './plant-stock.ts'

let lab: FloorLab
let admin: LimsClient
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
  admin = (await lab.member('Adam', 'admin')).client
})
afterAll(() => lab.close())

describe('a period', () => {
  it.each([
    ['6mo', 183],
    ['30d', 30],
    ['2w', 14],
    ['1y', 365],
  ])('of %s is %i days', (text, days) => {
    expect(periodInDays(text)).toBe(days)
  })
  it.each(['', '6', 'mo', '0d', '3y', '-1d', '1.5y', '6 mo'])('is not “%s”', (text) => {
    expect(() => periodInDays(text)).toThrow('Write a period')
  })
})

describe('a planted lab', () => {
  it('has stock from which a blank can be picked, and gets it once', async () => {
    const now = await admin.getInForce()
    expect(await stockIsMissing(admin, now)).toBe(true)
    const received = await plantStock(admin, () => undefined)
    expect(received).toBeGreaterThan(1000)
    expect(await stockIsMissing(admin, now)).toBe(false)
    expect(await plantStock(admin, () => undefined)).toBe(0)
    const jobId = await lab.order()
    const { lenses } = await lab.olga.client.getJob({ params: { jobId } })
    const opc = lenses[1]?.opc ?? ''
    const picked = await lab.scan({ verb: 'pick', job: jobId, eye: 'left', mode: 'use', opc })
    expect(picked).toMatchObject({ result: 'applied', stock: [`${opc}: one taken of lot OPENING, 19 left`] })
  })

  it('has a past that is the same however often and however long it is planted', { timeout: 300_000 }, async () => {
    const short = await plantHistory(admin, { days: 6, jobsPerDay: 12 })
    expect(short.refused).toEqual([])
    expect(short.made).toBeGreaterThan(30)
    const longer = await plantHistory(admin, { days: 12, jobsPerDay: 12 })
    expect(longer).toMatchObject({ alreadyThere: short.made, refused: [] })
    expect(longer.made).toBeGreaterThan(20)
    const jobs = await allPages((after) => admin.listJobs({ query: { limit: 200, ...after } }))
    const planted = jobs.filter(({ orderRef }) => orderRef !== null)
    expect(planted).toHaveLength(short.made + longer.made)
    expect(planted.filter(({ status }) => status === 'shipped').length).toBeGreaterThan(10)
    expect(planted.filter(({ status }) => status === 'in_production').length).toBeGreaterThan(5)
  })

  it('goes on with what its past left open', async () => {
    const jobs = await allPages((after) => admin.listJobs({ query: { limit: 200, status: 'in_production', ...after } }))
    const { stations } = await lab.olga.client.listStations()
    const storyOf = async (jobId: string) => (await lab.olga.client.jobStory({ params: { jobId } })).lines
    const found = []
    for (const { id: station } of stations.filter(({ id, waiting }) => id !== 'pick' && waiting > 0)) {
      for (const line of (await lab.olga.client.stationQueue({ params: { station } })).items) {
        if (found.length === 0 && (await storyOf(line.jobId))[0]?.imported === true) found.push({ station, line })
      }
    }
    const [{ station, line } = { station: '', line: undefined }] = found
    expect(jobs.map(({ id }) => id)).toContain(line?.jobId)
    const eye = line?.eye === 'pair' ? {} : { eye: line?.eye ?? 'right' }
    const begun = await lab.scan({ verb: 'start', job: line?.jobId ?? '', station, ...eye })
    expect(begun).toMatchObject({ result: 'applied' })
    const lines = await storyOf(line?.jobId ?? '')
    expect(lines.at(-1)).toMatchObject({ imported: false, by: 'Olga' })
  })
})
