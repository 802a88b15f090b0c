import type { Impact } from '@ils/contract/impacts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import type { RunningTask } from '@ils/platform/queue/task'
import { pseudoRandom } from '@ils/rules/analysis/pseudo-random'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { compareDecisions } from '@ils/rules/rulebook/compare-decisions'
import { configurationBy } from '@ils/rules/rulebook/example-configurations'
import { edited, exampleEdits } from '@ils/rules/rulebook/example-edits'
import { ruleKnowledge } from '@ils/rules/rulebook/rule-knowledge'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plantDraft, type PlantedDraft } from '@ils/testing/plant-draft'
import { callGate } from '../gates/store.ts'
import { insertChanges } from './store.ts'
import { runImpact } from './run-impact.ts'

let lims: TestLims
let ann: LimsClient
let max: LimsClient
let me: { id: string; name: string }

const ORDERS = 1200
const random = pseudoRandom(11)
const orders = Array.from({ length: ORDERS }, (_, index) => ({
  n: index + 1,
  practice: index % 4 === 0 ? null : `practice-${index % 3}`,
  configuration: configurationBy(exampleRulebook, random),
}))
const before = compileRelease(exampleRulebook)
const otherRulebook = { ...edited(exampleRulebook, exampleEdits), name: 'other' }
const after = compileRelease(otherRulebook)

/** What is right, found by judging one by one. */
const known = { before: ruleKnowledge(before), after: ruleKnowledge(after) }
const expected = orders.flatMap(({ n, practice, configuration }) => {
  const [was, is] = [judge(before, 'order', configuration), judge(after, 'order', configuration)]
  const difference = compareDecisions(was, is, known)
  if (!difference) return []
  const { respects, rules, price } = difference
  const all = [...new Set([...rules.values()].flat())].sort()
  return [{ n, practice, configuration, respects, rules: all, price, before: was.outcome, after: is.outcome }]
})

beforeAll(async () => {
  lims = await openTestLims()
  const admin = lims.client(await lims.setUp())
  const person = async (name: string, role: 'engineer' | 'manager') => {
    const { id } = await admin.addHolder({ body: { kind: 'person', name, roles: [role] } })
    const { secret } = await admin.makeKey({ body: { holderId: id, label: 'test', requestsPerMinute: 100_000 } })
    return { id, client: lims.client(secret ?? '') }
  }
  const [engineer, manager] = [await person('Ann', 'engineer'), await person('Max', 'manager')]
  ;[ann, max] = [engineer.client, manager.client]
  me = { id: engineer.id, name: 'Ann' }
  const empty = await plantDraft(lims.app, me, { ...exampleRulebook, name: 'lonely' })
  const refused = await refusal(ann.startImpact({ ...draftOf(empty), body: { version: 1, last: 10 } }))
  expect(refused.code).toBe('nothing_in_force')
  const first = await plantDraft(lims.app, me, exampleRulebook, { submittedBy: me.id })
  await ann.publishDraft({ ...draftOf(first), body: { version: 1, hash: first.hash } })
  await until('it is in force', async () => (await ann.getInForce()).number === 1)
  await keep(orders)
})
afterAll(() => lims.close())

async function refusal(call: Promise<unknown>): Promise<LimsRefused> {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (refused: unknown) => refused,
  )
  if (error instanceof LimsRefused) return error
  throw error
}

const draftOf = ({ id }: PlantedDraft) => ({ params: { draftId: id } })
const impactOf = ({ id }: { id: string }) => ({ params: { impactId: id } })

async function keep(
  some: readonly { practice: string | null; configuration: unknown }[],
  moment = 'order',
): Promise<void> {
  const at = new Date(Date.now() - 60_000)
  const rows = some.map(({ practice, configuration }) => ({
    ...{ id: lims.app.ids('jdg'), at, practice, release: 1, hash: before.hash, moment, origin: 'validation' },
    ...{ outcome: 'accepted', codes: [], causes: '[]', fired: [], decision_hash: 'x' },
    configuration: JSON.stringify(configuration),
  }))
  for (let from = 0; from < rows.length; from += 1000)
    await lims.database.ownerDb('judgements').insert(rows.slice(from, from + 1000))
}

const other = (name: string, version = 1) =>
  plantDraft(lims.app, me, { ...otherRulebook, name }, { base: 1, submittedBy: me.id, version })

const ended = (impact: { id: string }) =>
  until('the preview is over', async () => {
    const now = await ann.getImpact(impactOf(impact))
    return ['done', 'cancelled', 'failed'].includes(now.state) && now.endedAt !== null && now
  })

async function changesOf(impact: { id: string }, query: Record<string, string> = {}) {
  const found = []
  for (let next: string | null = ''; next !== null;) {
    const page = await ann.listImpactChanges({
      ...impactOf(impact),
      query: { limit: 200, ...query, ...(next ? { after: next } : {}) },
    })
    found.push(...page.items)
    ;({ next } = page)
  }
  return found
}

const run = (
  impactId: string,
  more: Partial<RunningTask<{ impactId: string }>> = {},
): RunningTask<{ impactId: string }> => ({
  ...{ id: 'tsk', uniqueId: impactId, data: { impactId }, attempt: 1, signal: new AbortController().signal },
  settle: () => Promise.resolve(),
  ...more,
})

/** Begun without its task, for a run that a test holds in its hands. */
async function beginByHand(draft: PlantedDraft, wanted = 10_000): Promise<{ id: string }> {
  const id = lims.app.ids('imp')
  await callGate(lims.app.db, 'begin_impact', {
    ...{ id, draft_id: draft.id, version: 1, before_hash: before.hash, after_hash: draft.hash, wanted },
    ...{ by_id: me.id, by_name: 'Ann', at: new Date() },
  })
  return { id }
}

describe('the impact of a draft', () => {
  it('equals judging every order one by one, with each order listed and put down to its rules', async () => {
    const draft = await other('counted')
    const impact = await ann.startImpact({ ...draftOf(draft), body: { version: 1, last: 10_000 } })
    expect(impact).toMatchObject({ state: 'waiting', current: true, wanted: 10_000, startedBy: { name: 'Ann' } })
    const done = await ended(impact)
    expect(done).toMatchObject({
      state: 'done',
      total: ORDERS,
      judged: ORDERS,
      changed: expected.length,
      failure: null,
    })
    expect(expected.length).toBeGreaterThan(200)
    expect(done.sentences[0]).toBe(`${expected.length} of ${ORDERS} orders would be decided otherwise.`)
    for (const { respect, total, byRule, byPractice } of done.tallies) {
      const those = expected.filter(({ respects }) => respects.includes(respect))
      expect(total).toBe(those.length)
      for (const { name, count } of byPractice)
        expect(those.filter(({ practice }) => practice === name)).toHaveLength(count)
      for (const { name } of byRule) expect(those.some(({ rules }) => rules.includes(name))).toBe(true)
    }
    const listed = await changesOf(impact)
    // The latest first.
    expect(listed.map(({ judgementId: _, ...change }) => change)).toEqual(expected.toReversed())
    const refused = await changesOf(impact, { respect: 'newly refused' })
    expect(refused).toEqual(listed.filter(({ respects }) => respects.includes('newly refused')))
    const some = await changesOf(impact, { practice: 'practice-1', rule: 'prices#cr39' })
    expect(some).toEqual(
      listed.filter(({ practice, rules }) => practice === 'practice-1' && rules.includes('prices#cr39')),
    )
    expect(some.length).toBeGreaterThan(0)
    expect((await ann.listImpacts(draftOf(draft))).items.map(({ id }) => id)).toEqual([impact.id])
  })

  it('is of the last orders, as many as were asked for, and of nothing but orders', async () => {
    const draft = await other('last')
    await keep(orders.slice(0, 20), 'measured')
    const impact = await ann.startImpact({ ...draftOf(draft), body: { version: 1, last: 700 } })
    const changed = expected.filter(({ n }) => n > ORDERS - 700).length
    expect(await ended(impact)).toMatchObject({ state: 'done', total: 700, judged: 700, changed })
  })

  it('is not begun of a version that nobody sees any more, nor of one that is not sound', async () => {
    const draft = await other('unsound')
    const start = (version: number) => ann.startImpact({ ...draftOf(draft), body: { version, last: 10 } })
    expect((await refusal(start(0))).code).toBe('draft_changed')
    const body = { version: 1, operations: [{ op: 'remove', part: 'fact', id: 'rx.sphere' } as const] }
    await ann.editDraft({ ...draftOf(draft), body })
    const refused = await refusal(start(2))
    expect(refused.code).toBe('gate_shut')
    expect(refused.problem.causes).toMatchObject([{ code: 'sound' }])
  })
})

describe('an impact preview', () => {
  it('whose worker was lost begins again, and comes to the same', async () => {
    const draft = await other('lost')
    const impact = await beginByHand(draft)
    const gone = new AbortController()
    const lost = runImpact(lims.app, run(impact.id, { signal: gone.signal }))
    await until('it is under way', async () => (await ann.getImpact(impactOf(impact))).state === 'running')
    gone.abort(new Error('the worker is gone'))
    await expect(lost).rejects.toThrow('the worker is gone')
    expect((await ann.getImpact(impactOf(impact))).state).toBe('running')
    // What it had found until then is there already.
    const ids = await lims.database.ownerDb<{ n: number; id: string }>('judgements').select('n', 'id')
    const half = expected.slice(-150).map(({ configuration: _, ...change }) => ({
      ...{ ...change, at: 0, id: ids.find(({ n }) => n === change.n)?.id ?? '' },
    }))
    await insertChanges(lims.app.db, impact.id, half)
    await runImpact(lims.app, run(impact.id, { attempt: 2 }))
    expect(await ann.getImpact(impactOf(impact))).toMatchObject({
      state: 'done',
      judged: ORDERS,
      changed: expected.length,
    })
    const listed = await changesOf(impact)
    expect(listed.map(({ judgementId: _, ...change }) => change)).toEqual(expected.toReversed())
  })

  it('that is cancelled stops, and keeps what was judged until then', async () => {
    // Enough of them that the end is far when somebody stops it.
    for (let i = 0; i < 12; i++) await keep(orders)
    const draft = await other('cancelled')
    const impact = await ann.startImpact({ ...draftOf(draft), body: { version: 1, last: 1_000_000 } })
    const under = await until('some are judged', async () => {
      const now = await ann.getImpact(impactOf(impact))
      return now.judged > 0 && now
    })
    expect(under).toMatchObject({ state: 'running', total: 13 * ORDERS })
    expect((await ann.cancelImpact(impactOf(impact))).state).toBe('cancelled')
    const stopped = await until('it has stopped', async () => {
      const now = await ann.getImpact(impactOf(impact))
      return now.sentences.length > 0 && now
    })
    expect(stopped).toMatchObject({ state: 'cancelled' })
    expect(stopped.judged).toBeGreaterThan(0)
    expect(stopped.judged).toBeLessThan(13 * ORDERS)
    expect(stopped.sentences[0]).toBe(`Stopped after ${stopped.judged} orders: what follows is true of those only.`)
    expect(await changesOf(impact)).toHaveLength(stopped.changed)
    expect((await ann.cancelImpact(impactOf(impact))).state).toBe('cancelled')
    const refused = await refusal(max.acknowledgeImpact({ ...impactOf(impact), body: { after: draft.hash } }))
    expect(refused.code).toBe('impact_over')
  })

  it('that is cancelled before its turn is never begun', async () => {
    const impact = await beginByHand(await other('before'))
    await ann.cancelImpact(impactOf(impact))
    await runImpact(lims.app, run(impact.id))
    expect(await ann.getImpact(impactOf(impact))).toMatchObject({ state: 'cancelled', judged: 0, total: null })
  })

  it('for want of memory fails, and says so', async () => {
    const impact = await beginByHand(await other('memory'), 100)
    await runImpact(lims.app, run(impact.id), 8)
    expect(await ann.getImpact(impactOf(impact))).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('ran out of memory') as string,
    })
    expect((await refusal(ann.cancelImpact(impactOf(impact)))).code).toBe('impact_over')
  })
})

describe('taking note of an impact', () => {
  async function previewed(name: string): Promise<{ draft: PlantedDraft; impact: Impact }> {
    const draft = await other(name)
    const { id } = await beginByHand(draft, 50)
    await runImpact(lims.app, run(id))
    return { draft, impact: await ann.getImpact({ params: { impactId: id } }) }
  }
  const note = (impact: { id: string }, after: string) =>
    max.acknowledgeImpact({ ...impactOf(impact), body: { after } })

  it('opens the gate, by name and once, and stands in the audit trail', async () => {
    const { draft, impact } = await previewed('noted')
    expect((await note(impact, draft.hash)).acknowledged).toMatchObject([{ by: { name: 'Max' } }])
    expect((await note(impact, draft.hash)).acknowledged).toHaveLength(1)
    const { gates } = await ann.getDraft(draftOf(draft))
    expect(gates.find(({ gate }) => gate === 'impact')).toMatchObject({
      open: true,
      says: 'Max took note of what it changes',
    })
    const entries: unknown = await lims.database.ownerDb('audit_entries').where({ subject: impact.id }).pluck('action')
    expect(entries).toEqual(['impact.acknowledged'])
  })

  it('is refused for another content than the one that was looked at, and before the preview is complete', async () => {
    const { impact } = await previewed('another content')
    expect((await refusal(note(impact, before.hash))).code).toBe('gate_shut')
    const waiting = await beginByHand(await other('not complete'))
    expect((await refusal(note(waiting, before.hash))).code).toBe('impact_over')
  })

  it('is refused once the draft was edited', async () => {
    const { draft, impact } = await previewed('edited')
    await ann.editDraft({
      ...draftOf(draft),
      body: { version: 1, operations: [{ op: 'put', part: 'name', id: 'name', value: 'edited-since' }] },
    })
    expect((await ann.getImpact(impactOf(impact))).current).toBe(false)
    const refused = await refusal(note(impact, draft.hash))
    expect(refused.code).toBe('gate_shut')
    expect(refused.problem.causes).toMatchObject([{ code: 'impact' }])
  })

  it('is refused once something else came into force', async () => {
    const { draft, impact } = await previewed('overtaken')
    const next = await plantDraft(lims.app, me, { ...exampleRulebook, name: 'next' }, { base: 1, submittedBy: me.id })
    const emergency = { reason: 'a test that cannot wait' }
    await ann.publishDraft({ ...draftOf(next), body: { version: 1, hash: next.hash, emergency } })
    await until('it is in force', async () => (await ann.getInForce()).number === 2)
    expect((await ann.getImpact(impactOf(impact))).current).toBe(false)
    expect((await refusal(note(impact, draft.hash))).code).toBe('gate_shut')
  })
})
