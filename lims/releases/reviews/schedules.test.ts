import type { LimsClient } from '@ils/lims-client/lims-client'
import { until } from '@ils/testing/condition'
import { manualClock } from '@ils/testing/manual-clock'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleNamed, plantDraft, type PlantedDraft } from '@ils/testing/plant-draft'
import { callGate } from '../gates/store.ts'
import { runSchedule } from './run-schedule.ts'

describe('a schedule', () => {
  const clock = manualClock()
  let lims: TestLims
  let ann: { id: string; name: string }
  let client: LimsClient

  beforeAll(async () => {
    lims = await openTestLims({ clock })
    const admin = lims.client(await lims.setUp())
    const holder = await admin.addHolder({ body: { kind: 'person', name: 'Ann', roles: ['engineer'] } })
    const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'test' } })
    ann = { id: holder.id, name: 'Ann' }
    client = lims.client(secret ?? '')
    const first = await plantDraft(lims.app, ann, alone('first'), { submittedBy: ann.id })
    await client.publishDraft({ params: { draftId: first.id }, body: { version: 1, hash: first.hash } })
  })
  afterAll(() => lims.close())

  const alone = (name: string) => ({
    ...exampleNamed(name),
    settings: { ...exampleNamed(name).settings, review: 'alone' as const },
  })

  /** Everything open: this lab publishes alone, and Ann took note of the impact. */
  async function ready(name: string, base: number): Promise<PlantedDraft> {
    const draft = await plantDraft(lims.app, ann, alone(name), { base, submittedBy: ann.id })
    const before = await lims.database.ownerDb('releases').where({ number: base }).first<{ hash: string }>('hash')
    const impact = { id: lims.app.ids('imp'), by_id: ann.id, by_name: 'Ann', at: clock.now() }
    const contents = { before_hash: before?.hash, after_hash: draft.hash }
    await callGate(lims.app.db, 'begin_impact', { ...impact, ...contents, draft_id: draft.id, version: 1, wanted: 1 })
    await callGate(lims.app.db, 'end_impact', { ...impact, state: 'done' })
    await callGate(lims.app.db, 'acknowledge_impact', { ...impact, after_hash: draft.hash })
    return draft
  }

  const schedule = ({ id, hash }: PlantedDraft, at: string) =>
    client.scheduleDraft({ params: { draftId: id }, body: { version: 1, hash, at } })

  const stateOf = async (id: string) => {
    const { items } = await client.listSchedules()
    return items.find((one) => one.id === id)
  }

  const due = (scheduleId: string) =>
    runSchedule(lims.app, {
      id: 'task',
      uniqueId: scheduleId,
      data: { scheduleId },
      attempt: 1,
      signal: new AbortController().signal,
      settle: () => Promise.resolve(),
    })

  it('is meant in the lab’s time zone, waits for its moment, and then brings the draft into force', async () => {
    const draft = await ready('in the morning', 1)
    const made = await schedule(draft, '2026-11-22T06:00')
    expect(made).toMatchObject({ state: 'waiting', local: '2026-11-22T06:00', at: expectedInstant(made.timeZone) })
    expect((await client.getDraft({ params: { draftId: draft.id } })).state).toBe('scheduled')
    await expect(due(made.id)).rejects.toThrow('not due yet')
    expect(await stateOf(made.id)).toMatchObject({ state: 'waiting' })
    clock.set(new Date(made.at))
    await due(made.id)
    expect(await stateOf(made.id)).toMatchObject({ state: 'done', release: 2 })
    await until('it judges', async () => (await client.getInForce()).number === 2)
    const published = await until('its event has a place in the log', async () => {
      const { events } = await client.readEvents({ query: { type: 'rules.published', after: 0 } })
      return events.find(({ data }) => data['release'] === 2)
    })
    expect(published).toMatchObject({ data: { kind: 'scheduled', release: 2 }, actor: { kind: 'system' } })
    // A task may come twice.
    await due(made.id)
    expect((await client.listActivations()).items).toHaveLength(2)
  })

  const expectedInstant = (zone: string): string =>
    ({ 'Europe/Berlin': '2026-11-22T05:00:00.000Z', 'America/New_York': '2026-11-22T11:00:00.000Z' })[zone] ?? zone

  it('is suspended with notice when another release comes into force before it', async () => {
    const waits = await ready('waits', 2)
    const made = await schedule(waits, '2026-12-01T06:00')
    const other = await ready('comes first', 2)
    await client.publishDraft({ params: { draftId: other.id }, body: { version: 1, hash: other.hash } })
    expect(await stateOf(made.id)).toMatchObject({ state: 'suspended', reason: expect.stringContaining('Release 3') })
    const told = await until('it is told', async () => {
      const { events } = await client.readEvents({ query: { type: 'rules.schedule_suspended' } })
      return events.find(({ subject }) => subject === made.id)
    })
    expect(told.data).toMatchObject({ draftId: waits.id, reason: expect.stringContaining('Release 3') })
    clock.set(new Date(made.at))
    await due(made.id)
    expect((await client.listReleases()).items[0]).toMatchObject({ number: 3 })
  })

  it('is suspended at its moment when whoever made it was switched off', async () => {
    const draft = await ready('of somebody gone', 3)
    const made = await schedule(draft, '2026-12-24T06:00')
    await lims.database.ownerDb('holders').where({ id: ann.id }).update({ disabled_at: clock.now() })
    clock.set(new Date(made.at))
    await due(made.id)
    const row = await lims.database
      .ownerDb('schedules')
      .where({ id: made.id })
      .first<{ state: string; reason: string }>()
    expect(row).toMatchObject({ state: 'suspended', reason: expect.stringContaining('switched off') })
    await lims.database.ownerDb('holders').where({ id: ann.id }).update({ disabled_at: null })
  })

  it('can be cancelled by name, and only once', async () => {
    const draft = await ready('cancelled', 3)
    const made = await schedule(draft, '2027-01-10T06:00')
    await expect(schedule(draft, '2027-01-11T06:00')).rejects.toThrow(/scheduled for 2027-01-10T06:00 already/)
    const cancelled = await client.cancelSchedule({ params: { scheduleId: made.id }, query: { reason: 'Too early' } })
    expect(cancelled).toMatchObject({ state: 'cancelled', reason: 'Too early' })
    await expect(client.cancelSchedule({ params: { scheduleId: made.id } })).rejects.toMatchObject({
      code: 'schedule_over',
    })
    await expect(schedule(draft, '2020-01-01T06:00')).rejects.toThrow(/past/)
    await expect(schedule(draft, '2027-02-30T06:00')).rejects.toMatchObject({ code: 'invalid_request' })
  })
})
