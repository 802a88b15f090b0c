import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exampleNamed, plantDraft, type PlantedDraft } from '@ils/testing/plant-draft'
import { callGate } from './store.ts'

interface Somebody {
  readonly id: string
  readonly name: string
  readonly client: LimsClient
}

describe('the gates', () => {
  let lims: TestLims
  let ann: Somebody
  let bob: Somebody
  let max: Somebody
  let first: PlantedDraft

  async function somebody(name: string, role: 'engineer' | 'manager' | 'lab'): Promise<Somebody> {
    const holder = await admin.addHolder({ body: { kind: 'person', name, roles: [role] } })
    const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'test' } })
    return { id: holder.id, name, client: lims.client(secret ?? '') }
  }
  let admin: LimsClient

  beforeAll(async () => {
    lims = await openTestLims()
    admin = lims.client(await lims.setUp())
    ann = await somebody('Ann', 'engineer')
    bob = await somebody('Bob', 'engineer')
    max = await somebody('Max', 'manager')
    first = await plantDraft(lims.app, ann, exampleNamed('first'), { submittedBy: ann.id })
  })
  afterAll(() => lims.close())

  const at = (): Date => lims.app.clock.now()

  /** Previewed and taken note of, as the screens do it. */
  async function acknowledged(draft: PlantedDraft, by: Somebody): Promise<void> {
    const id = lims.app.ids('imp')
    const [inForce] = await lims.database.ownerDb('activations').whereNull('practices').orderBy('n', 'desc').limit(1)
    const release = await lims.database
      .ownerDb('releases')
      .where({ number: (inForce as { release: number }).release })
      .first()
    await callGate(lims.app.db, 'begin_impact', {
      id,
      draft_id: draft.id,
      version: draft.version,
      before_hash: (release as { hash: string }).hash,
      after_hash: draft.hash,
      wanted: 10,
      by_id: by.id,
      by_name: by.name,
      at: at(),
    })
    await callGate(lims.app.db, 'end_impact', {
      id,
      state: 'done',
      total: 0,
      judged: 0,
      changed: 0,
      sentences: ['s'],
      at: at(),
    })
    await callGate(lims.app.db, 'acknowledge_impact', { id, after_hash: draft.hash, by_id: by.id, at: at() })
  }

  /** News travels by the database: a moment passes. */
  const inForce = (number: number, practice?: string) =>
    until(`release ${number} is in force`, async () => {
      try {
        const now = await ann.client.getInForce(practice === undefined ? {} : { query: { practice } })
        return now.number === number && now
      } catch {
        return false
      }
    })

  const publish = (who: Somebody, { id, version, hash }: PlantedDraft, more: object = {}) =>
    who.client.publishDraft({ params: { draftId: id }, body: { version, hash, ...more } })

  it('let the first release of an empty lab through without a second person, and say so', async () => {
    const release = await publish(ann, first)
    expect(release).toMatchObject({ number: 1, parent: null, review: 'first', state: 'in_force', hash: first.hash })
    expect(await inForce(1)).toMatchObject({ hash: first.hash, pilot: false })
  })

  it('are looked at in their order, and each says what to do', async () => {
    const draft = await plantDraft(lims.app, ann, exampleNamed('second'), { base: 1 })
    await expect(publish(bob, draft)).rejects.toMatchObject({
      code: 'gate_shut',
      message: expect.stringContaining('Preview'),
    })
    const approve = (who: Somebody, more: object = {}) =>
      who.client.approveDraft({ params: { draftId: draft.id }, body: { version: 1, hash: draft.hash, ...more } })
    await expect(approve(bob)).rejects.toMatchObject({ message: expect.stringContaining('must be submitted first') })
    await ann.client.submitDraft({ params: { draftId: draft.id }, body: { version: 1, notes: 'Better.' } })
    await expect(approve(ann)).rejects.toMatchObject({ message: expect.stringContaining('Ann edited this draft') })
    await expect(approve(bob, { hash: first.hash })).rejects.toMatchObject({
      message: expect.stringContaining('look again'),
    })
    await acknowledged(draft, ann)
    await expect(publish(ann, draft)).rejects.toMatchObject({ message: expect.stringContaining('must approve it') })
    await approve(max)
    await approve(max)
    const release = await publish(ann, draft)
    expect(release).toMatchObject({
      number: 2,
      parent: 1,
      review: 'two',
      notes: 'Better.',
      approvers: [{ id: max.id, name: 'Max' }],
      authors: [{ id: ann.id, name: 'Ann' }],
      acknowledgedBy: { id: ann.id, name: 'Ann' },
    })
    await expect(publish(ann, draft)).rejects.toMatchObject({ code: 'draft_closed' })
  })

  it('let a pilot in for its practices, then everyone, and back again in one action', async () => {
    const draft = await plantDraft(lims.app, ann, exampleNamed('third'), { base: 2, submittedBy: ann.id })
    await acknowledged(draft, ann)
    await bob.client.approveDraft({ params: { draftId: draft.id }, body: { version: 1, hash: draft.hash } })
    const pilot = await publish(bob, draft, { practices: ['practice-1', 'practice-2'] })
    expect(pilot).toMatchObject({ number: 3, state: 'pilot', practices: ['practice-1', 'practice-2'] })
    await inForce(3, 'practice-1')
    expect(await bob.client.getInForce()).toMatchObject({ number: 2, pilot: false })
    await bob.client.promoteRelease({ params: { number: 3 }, body: { to: 'everyone' } })
    expect(await inForce(3)).toMatchObject({ pilot: false })
    const back = await max.client.rollBack({ body: { reason: 'Too many refusals', expected: 3 } })
    expect(back).toMatchObject({ kind: 'rolled_back', release: 2, before: 3, practices: null, by: { name: 'Max' } })
    expect(await inForce(2, 'practice-1')).toMatchObject({ pilot: false })
    await expect(max.client.rollBack({ body: { reason: 'again', to: 2 } })).rejects.toMatchObject({
      code: 'already_so',
    })
  })

  it('open in an emergency by name and reason, and keep the rest shut', async () => {
    const unchecked = await plantDraft(lims.app, ann, exampleNamed('unchecked'), { base: 2, passed: false })
    const emergency = { emergency: { reason: 'The polishing line stands still' } }
    await expect(publish(ann, unchecked, emergency)).rejects.toMatchObject({
      message: expect.stringContaining('check'),
    })
    const draft = await plantDraft(lims.app, ann, exampleNamed('emergency'), { base: 2 })
    const release = await publish(ann, draft, emergency)
    expect(release).toMatchObject({ review: 'emergency', emergency: 'The polishing line stands still' })
    const { items } = await admin.listAudit({ query: { action: 'release.published_in_emergency' } })
    expect(items[0]).toMatchObject({ actor: { name: 'Ann' }, detail: { reason: 'The polishing line stands still' } })
    // Not to 3, which was taken back before: to what it was made on.
    expect(await max.client.rollBack({ body: { reason: 'over' } })).toMatchObject({ release: 2, before: 4 })
  })

  it('cannot be walked around with a temporary table, a direct write or a deleted row', async () => {
    const draft = await plantDraft(lims.app, ann, exampleNamed('around'), { base: 2, passed: false })
    const before = await lims.database.ownerDb('activations').count()
    const { db } = lims.app
    const attempts = [
      () =>
        db('activations').insert({ n: 99, release: 1, kind: 'published', by_kind: 'person', by_name: 'x', at: at() }),
      () => db('releases').where({ number: 1 }).update({ hash: draft.hash }),
      () =>
        db('draft_reviews').insert({
          id: 'x',
          draft_id: draft.id,
          kind: 'approved',
          version: 1,
          hash: draft.hash,
          by_id: bob.id,
          by_name: 'Bob',
          at: at(),
        }),
      () => db('rulebook_checks').insert({ hash: draft.hash, state: 'passed', at: at() }),
      () => db('impact_acknowledgements').insert({ impact_id: 'x', by_id: bob.id, by_name: 'Bob', at: at() }),
      () => db('activations').del(),
      () => db.raw('truncate activations'),
      () => db.raw("select bring_into_force(1, 'published', null, null, '{}')"),
      () => db.raw("select make_release('{}', null, 'published')"),
      () => db.raw('alter function publish_draft(jsonb) security invoker'),
      () => db('draft_edits').where({ draft_id: draft.id }).del(),
      () => db('draft_edits').where({ draft_id: draft.id }).update({ by_id: bob.id }),
      () =>
        db('rulebooks').insert({
          hash: 'f'.repeat(64),
          content: '{}',
          rules: 0,
          review: 'alone',
          time_zone: 'UTC',
          kept_at: at(),
        }),
    ]
    for (const attempt of attempts)
      await expect(attempt()).rejects.toThrow(/permission denied|must be owner|check constraint|stays/)
    // A table of the caller's own with the name of ours is not looked into.
    const shadowed = db.transaction(async (trx) => {
      await trx.raw('create temporary table rulebook_checks on commit drop as select * from lims.rulebook_checks')
      await trx.raw(
        `insert into pg_temp.rulebook_checks (hash, state, errors, warnings, cases_failed, cases_passed, accepted)
         values (?, 'passed', 0, 0, 0, 1, 0)`,
        [draft.hash],
      )
      await callGate(trx, 'publish_draft', {
        draft_id: draft.id,
        version: 1,
        hash: draft.hash,
        by_id: ann.id,
        at: at(),
        emergency: 'a reason of some length',
      })
    })
    await expect(shadowed).rejects.toMatchObject({ causes: [{ code: 'cases' }] })
    expect(await lims.database.ownerDb('activations').count()).toEqual(before)
  })
})
