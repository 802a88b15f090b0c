import type { Draft } from '@ils/contract/drafts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { RunningTask } from '@ils/platform/queue/task'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkDraft } from './check-draft.ts'
import { exampleNamed, plantDraft } from '@ils/testing/plant-draft'
import { callGate } from '../gates/store.ts'
import { checkRulebookTask } from '../tasks.ts'

let lims: TestLims
let ann: LimsClient
let me: { id: string; name: string }

beforeAll(async () => {
  lims = await openTestLims()
  const admin = lims.client(await lims.setUp())
  const holder = await admin.addHolder({ body: { kind: 'person', name: 'Ann', roles: ['engineer'] } })
  const { secret } = await admin.makeKey({ body: { holderId: holder.id, label: 'test', requestsPerMinute: 100_000 } })
  ann = lims.client(secret ?? '')
  me = { id: holder.id, name: 'Ann' }
})
afterAll(() => lims.close())

const [aCase] = exampleRulebook.cases
const [aTable] = exampleRulebook.tables
if (!aCase || !aTable) throw new Error('the example has cases and tables')

const named = (draft: { id: string }) => ({ params: { draftId: draft.id } })

async function begin(rulebook: Rulebook): Promise<Draft> {
  const draft = await ann.startDraft({ body: { name: rulebook.name, from: null } })
  const files = Object.fromEntries(writeRulebook(rulebook))
  return (await ann.putDraftFiles({ ...named(draft), body: { version: 0, files } })).draft
}

const checked = (draft: { id: string }) =>
  until('it was checked', async () => {
    const { check } = await ann.getDraft(named(draft))
    return (check?.state === 'passed' || check?.state === 'failed') && check
  })

/** As the queue gives it, for a run that a test holds in its hands. */
const run = (hash: string, more: Partial<RunningTask<{ hash: string }>> = {}): RunningTask<{ hash: string }> => ({
  ...{ id: 'tsk', uniqueId: hash, data: { hash }, attempt: 1, signal: new AbortController().signal },
  settle: () => Promise.resolve(),
  ...more,
})

describe('the check of a draft', () => {
  it('passes what is sound, whose cases come out and in which nothing was found, and says so by an event', async () => {
    const draft = await begin(exampleNamed('fine'))
    expect(await checked(draft)).toMatchObject({
      state: 'passed',
      version: 1,
      errors: 0,
      casesPassed: 9,
      casesFailed: 0,
    })
    const { gates } = await ann.getDraft(named(draft))
    expect(gates.filter(({ open }) => open).map(({ gate }) => gate)).toEqual(
      expect.arrayContaining(['sound', 'cases', 'findings']),
    )
    const { events } = await ann.readEvents({
      query: { subject: draft.id, type: 'rules.draft_checked', waitSeconds: 20 },
    })
    expect(events.at(-1)).toMatchObject({ data: { draftId: draft.id, version: 1, hash: draft.hash, passed: true } })
  })

  it('finds a case that comes out otherwise, and says what was expected and seen', async () => {
    const wrong = { ...aCase, id: 'planted', expect: { total: 1 } }
    const draft = await begin({ ...exampleNamed('case'), cases: [...exampleRulebook.cases, wrong] })
    expect(await checked(draft)).toMatchObject({ state: 'failed', casesPassed: 9, casesFailed: 1, errors: 0 })
    const { failedCases } = await ann.getCheck(named(draft))
    expect(failedCases).toMatchObject([{ id: 'planted', misses: [{ what: 'total', expected: 1, seen: 3000 }] }])
    expect((await ann.getDraft(named(draft))).gates.find(({ gate }) => gate === 'cases')?.open).toBe(false)
  })

  const diameters = exampleRulebook.tables.find(({ id }) => id === 'diameters')
  const [row] = diameters?.rows ?? []
  if (!diameters || !row) throw new Error('the example has a table of diameters')
  const conflicting = (name: string, accepted: Rulebook['accepted'] = []): Rulebook => ({
    ...exampleNamed(name),
    tables: exampleRulebook.tables.map((one) =>
      one === diameters
        ? { ...one, rows: [...one.rows, { ...row, id: 'planted', cells: row.cells.with(-1, '80') }] }
        : one,
    ),
    accepted,
  })

  it('finds a planted contradiction, which somebody may accept by name', async () => {
    const draft = await begin(conflicting('conflict'))
    const summary = await checked(draft)
    expect(summary).toMatchObject({ state: 'failed', casesFailed: 0 })
    const { findings } = await ann.getCheck(named(draft))
    const serious = findings.filter(({ weight }) => weight !== 'advice')
    expect(serious.some(({ rules }) => rules.includes('diameters#planted'))).toBe(true)
    expect(serious).toHaveLength(summary.errors + summary.warnings)
    const accepted = serious.map(({ id }) => ({ finding: id, by: 'Ann', why: 'It is a test.' }))
    const again = await begin(conflicting('conflict', accepted))
    expect(await checked(again)).toMatchObject({ state: 'passed', errors: 0, warnings: 0, accepted: accepted.length })
  })

  it('finds a group that refuses orders and that no ordering screen holds', async () => {
    const groups = exampleRulebook.groups.map((group) =>
      group.id === 'job-accepted' ? { ...group, ordering: false } : group,
    )
    const draft = await begin({ ...exampleNamed('unheard'), groups })
    expect(await checked(draft)).toMatchObject({ state: 'failed' })
    const { findings } = await ann.getCheck(named(draft))
    expect(findings.find(({ id }) => id === 'unheard:job-accepted')).toMatchObject({
      weight: 'error',
      group: 'job-accepted',
    })
  })

  it('is not made again of a content that was checked', async () => {
    const draft = await begin(exampleNamed('fine'))
    const before = await checked(draft)
    const other = await begin(exampleNamed('fine'))
    expect((await ann.getDraft(named(other))).check).toEqual(before)
  })

  it('is not made of what was edited before its turn came, but of what somebody goes back to', async () => {
    const { id, hash } = await plantDraft(lims.app, me, exampleNamed('passed-by'), { passed: false })
    await lims.database.ownerDb('drafts').where({ id }).update({ hash: null, good_hash: null })
    await checkDraft(lims.app, run(hash))
    expect(await lims.database.ownerDb('rulebook_checks').where({ hash })).toEqual([])
    await lims.database.ownerDb('drafts').where({ id }).update({ hash })
    await checkDraft(lims.app, run(hash))
    expect(await checked({ id })).toMatchObject({ state: 'passed' })
  })
})

describe('a check whose worker was lost', () => {
  it('is made again, and never changes what is known already', async () => {
    const draft = await plantDraft(lims.app, me, exampleNamed('lost'), { passed: false })
    const { hash } = draft
    const gone = new AbortController()
    const lost = checkDraft(lims.app, run(hash, { signal: gone.signal }))
    await until('it is under way', async () => (await ann.getDraft(named(draft))).check?.state === 'running')
    gone.abort(new Error('the worker is gone'))
    await expect(lost).rejects.toThrow('the worker is gone')
    expect((await ann.getDraft(named(draft))).check?.state).toBe('running')
    await checkDraft(lims.app, run(hash, { attempt: 2 }))
    expect((await ann.getDraft(named(draft))).check).toMatchObject({ state: 'passed', casesPassed: 9 })
    await callGate(lims.app.db, 'keep_check', { hash, state: 'failed', errors: 1, at: new Date() })
    expect((await ann.getDraft(named(draft))).check?.state).toBe('passed')
  })

  it('again and again is given up, and says so instead of running for ever', async () => {
    const draft = await plantDraft(lims.app, me, exampleNamed('hopeless'), { passed: false })
    await checkDraft(lims.app, run(draft.hash, { attempt: checkRulebookTask.attempts }))
    expect((await ann.getDraft(named(draft))).check).toMatchObject({ state: 'failed', errors: 1 })
    const { findings } = await ann.getCheck(named(draft))
    expect(findings[0]?.message).toContain('never came to an end')
  })

  it('for want of memory fails with a finding that says so', async () => {
    const cases = Array.from({ length: 3000 }, (_, i) => ({ ...aCase, id: `case-${i}` }))
    const draft = await plantDraft(lims.app, me, { ...exampleNamed('memory'), cases }, { passed: false })
    await checkDraft(lims.app, run(draft.hash), 24)
    expect((await ann.getDraft(named(draft))).check).toMatchObject({ state: 'failed', errors: 1 })
    const { findings } = await ann.getCheck(named(draft))
    expect(findings).toMatchObject([
      { id: 'not-checked', message: expect.stringContaining('ran out of memory') as string },
    ])
  })
})
