import type { Draft } from '@ils/contract/drafts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { hashRulebook } from '@ils/rules/language/hash-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import type { Operation } from '@ils/rules/rulebook/operation'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let lims: TestLims
let admin: LimsClient
let ann: LimsClient
let bob: LimsClient

beforeAll(async () => {
  lims = await openTestLims()
  admin = lims.client(await lims.setUp())
  const engineer = async (name: string): Promise<LimsClient> => {
    const { id } = await admin.addHolder({ body: { kind: 'person', name, roles: ['engineer'] } })
    const { secret } = await admin.makeKey({ body: { holderId: id, label: 'test', requestsPerMinute: 100_000 } })
    return lims.client(secret ?? '')
  }
  ;[ann, bob] = [await engineer('Ann'), await engineer('Bob')]
})
afterAll(() => lims.close())

const refusal = async (call: Promise<unknown>): Promise<LimsRefused> => {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (refused: unknown) => refused,
  )
  if (error instanceof LimsRefused) return error
  throw error
}

const filesOf = (rulebook: Rulebook): Record<string, string> => Object.fromEntries(writeRulebook(rulebook))
const named = (draft: { id: string }) => ({ params: { draftId: draft.id } })
const rename = (value: string): Operation => ({ op: 'put', part: 'name', id: 'name', value })

async function begin(name: string, rulebook?: Rulebook): Promise<Draft> {
  const draft = await ann.startDraft({ body: { name, from: null } })
  if (!rulebook) return draft
  return (await ann.putDraftFiles({ ...named(draft), body: { version: 0, files: filesOf(rulebook) } })).draft
}

const nameIn = async (draft: Draft, version?: number): Promise<string> => {
  const query = version === undefined ? {} : { version }
  return (await ann.draftRulebook({ ...named(draft), query })).rulebook.name
}

describe('a draft', () => {
  it('from nothing is sound, and says what is asked of it', async () => {
    const draft = await begin('from nothing')
    expect(draft).toMatchObject({ state: 'editing', version: 0, base: null, goodVersion: 0, stale: false })
    expect(draft.hash).not.toBeNull()
    expect(draft.createdBy.name).toBe('Ann')
    expect(draft.gates.find(({ gate }) => gate === 'sound')?.open).toBe(true)
  })

  it('of a release that is not there is refused', async () => {
    expect((await refusal(ann.startDraft({ body: { name: 'x', from: 77 } }))).code).toBe('not_found')
  })

  it('is listed, renamed, put into the bin and taken out; what is in the bin is not edited', async () => {
    const draft = await begin('to the bin')
    await ann.changeDraft({ ...named(draft), body: { name: 'renamed', note: 'later', discarded: true } })
    const found = await ann.listDrafts({ query: { state: 'discarded' } })
    expect(found.items).toMatchObject([{ id: draft.id, name: 'renamed', note: 'later', state: 'discarded' }])
    const edit = { version: 0, operations: [rename('x')] }
    expect((await refusal(ann.editDraft({ ...named(draft), body: edit }))).code).toBe('draft_closed')
    expect((await refusal(ann.changeDraft({ ...named(draft), body: { name: 'x' } }))).code).toBe('draft_closed')
    await ann.changeDraft({ ...named(draft), body: { discarded: false } })
    expect((await ann.editDraft({ ...named(draft), body: edit })).draft.version).toBe(1)
    const all = await ann.listDrafts({ query: { limit: 1 } })
    expect(all.items).toMatchObject([{ id: draft.id }])
    expect((await ann.listDrafts({ query: { limit: 1, after: all.next ?? '' } })).items[0]?.id).not.toBe(draft.id)
  })

  it('is written by people, not by programs', async () => {
    const program = await admin.addHolder({ body: { kind: 'service', name: 'A program', roles: ['service', 'admin'] } })
    const { secret } = await admin.makeKey({ body: { holderId: program.id, label: 'test' } })
    const refused = await refusal(lims.client(secret ?? '').startDraft({ body: { name: 'x' } }))
    expect(refused.code).toBe('not_allowed')
    expect(refused.problem.detail).toContain('A program is a program')
  })

  it('leaves who began, imported and discarded it in the audit trail', async () => {
    const draft = await begin('audited', exampleRulebook)
    await ann.changeDraft({ ...named(draft), body: { discarded: true } })
    const entries: unknown = await lims.database.ownerDb('audit_entries').where({ subject: draft.id }).pluck('action')
    expect(entries).toEqual(['draft.started', 'draft.imported', 'draft.discarded'])
  })
})

describe('two persons who edit at once', () => {
  it('lose nothing: one is told who came first, and goes on from there', async () => {
    const draft = await begin('at once', exampleRulebook)
    const version = draft.version
    const outcomes = await Promise.allSettled([
      ann.editDraft({ ...named(draft), body: { version, operations: [rename('by-Ann')] } }),
      bob.editDraft({ ...named(draft), body: { version, operations: [rename('by-Bob')] } }),
    ])
    const [lost] = outcomes.filter((one) => one.status === 'rejected')
    const refused = await refusal(Promise.reject(lost?.reason as Error))
    expect(refused.code).toBe('draft_changed')
    const winner = outcomes[0]?.status === 'fulfilled' ? 'Ann' : 'Bob'
    expect(refused.problem.detail).toContain(`version ${version + 1}, changed by ${winner}`)
    expect(refused.problem.causes).toMatchObject([{ code: 'version', value: version, limit: version + 1 }])
    expect(await nameIn(draft)).toBe(`by-${winner}`)
    const again = winner === 'Ann' ? bob : ann
    await again.editDraft({ ...named(draft), body: { version: version + 1, operations: [rename('by-the-other')] } })
    const { items } = await ann.listEdits(named(draft))
    expect(items.map(({ kind, by }) => `${kind} ${by.name}`)).toEqual([
      `edit ${winner === 'Ann' ? 'Bob' : 'Ann'}`,
      `edit ${winner}`,
      'import Ann',
    ])
  })

  it('twenty at once make twenty versions, each on top of the one before', async () => {
    const draft = await begin('twenty')
    const save = async (who: LimsClient, name: string): Promise<void> => {
      for (;;) {
        const { version } = await who.getDraft(named(draft))
        try {
          await who.editDraft({ ...named(draft), body: { version, operations: [rename(name)] } })
          return
        } catch (error) {
          if (!(error instanceof LimsRefused) || error.code !== 'draft_changed') throw error
        }
      }
    }
    await Promise.all(Array.from({ length: 20 }, (_, i) => save(i % 2 ? ann : bob, `name-${i}`)))
    expect((await ann.getDraft(named(draft))).version).toBe(20)
    const names = await Promise.all(Array.from({ length: 20 }, (_, i) => nameIn(draft, i + 1)))
    expect(names.toSorted()).toEqual(Array.from({ length: 20 }, (_, i) => `name-${i}`).toSorted())
  })
})

describe('an edit', () => {
  it('that does not fit changes nothing, and says which operation and why', async () => {
    const draft = await begin('bad edit', exampleRulebook)
    const operations: Operation[] = [rename('fine'), { op: 'remove', part: 'rule', id: 'no-such-rule' }]
    const refused = await refusal(ann.editDraft({ ...named(draft), body: { version: draft.version, operations } }))
    expect(refused.code).toBe('bad_edit')
    expect(refused.problem.causes[0]?.field).toContain('body.operations.1')
    expect(await ann.getDraft(named(draft))).toMatchObject({ version: draft.version, hash: draft.hash })
  })

  it('that leaves the rulebook unsound is kept with its faults, and the last sound version stays', async () => {
    const draft = await begin('unsound', exampleRulebook)
    const remove: Operation = { op: 'remove', part: 'fact', id: 'rx.sphere' }
    const saved = await ann.editDraft({ ...named(draft), body: { version: draft.version, operations: [remove] } })
    expect(saved.faults.length).toBeGreaterThan(0)
    expect(saved.draft).toMatchObject({ version: 2, hash: null, goodVersion: 1, check: { state: 'failed' } })
    expect(saved.draft.gates.find(({ gate }) => gate === 'sound')?.open).toBe(false)
    // Further edits go on from the unsound one, and are found again by the versions themselves.
    await ann.editDraft({ ...named(draft), body: { version: 2, operations: [rename('still-unsound')] } })
    const head = await ann.draftRulebook(named(draft))
    expect(head).toMatchObject({ version: 3, rulebook: { name: 'still-unsound' } })
    expect(head.rulebook.vocabulary.some(({ id }) => id === 'rx.sphere')).toBe(false)
    expect(await ann.draftFiles(named(draft))).toMatchObject({ version: 1, files: filesOf(exampleRulebook) })
    const check = await ann.getCheck(named(draft))
    expect(check.faults).toEqual(saved.faults)
    const fact = exampleRulebook.vocabulary.find(({ id }) => id === 'rx.sphere')
    const mended = await ann.editDraft({
      ...named(draft),
      body: { version: 3, operations: [{ op: 'put', part: 'fact', id: 'rx.sphere', value: fact }, rename('example')] },
    })
    expect(mended).toMatchObject({
      faults: [],
      draft: { version: 4, goodVersion: 4, hash: hashRulebook(exampleRulebook) },
    })
  })

  it('of a large rulebook is made in a thread, and is the same edit', async () => {
    const why = 'Because the lab has found so. '.repeat(30)
    const many = Array.from({ length: 300 }, (_, i) => ({ ...exampleRulebook.cases[0]!, id: `case-${i}`, why })) // it has cases
    const large = { ...exampleRulebook, cases: many }
    const draft = await begin('large', large)
    expect(draft.hash).toBe(hashRulebook(large))
    const operations: Operation[] = [rename('larger'), { op: 'remove', part: 'case', id: 'case-7' }]
    const saved = await ann.editDraft({ ...named(draft), body: { version: 1, operations } })
    const expected = { ...large, name: 'larger', cases: many.filter(({ id }) => id !== 'case-7') }
    expect(saved).toMatchObject({ faults: [], draft: { hash: hashRulebook(expected) } })
    const refused = await refusal(
      ann.editDraft({ ...named(draft), body: { version: 2, operations: [{ ...operations[1]! }] } }),
    ) // it has two
    expect(refused.code).toBe('bad_edit')
  })

  it('that changes nothing makes no version', async () => {
    const draft = await begin('as it is', exampleRulebook)
    const saved = await ann.editDraft({ ...named(draft), body: { version: 1, operations: [rename('example')] } })
    expect(saved).toMatchObject({ touched: [], draft: { version: 1 } })
  })

  it('with an idempotency key is made once', async () => {
    const draft = await begin('once')
    const call = {
      ...named(draft),
      body: { version: 0, operations: [rename('once')] },
      idempotencyKey: `once-${draft.id}`,
    }
    const [first, second] = [await ann.editDraft(call), await ann.editDraft(call)]
    expect(second).toEqual(first)
    expect((await ann.getDraft(named(draft))).version).toBe(1)
  })

  it('takes back what was scheduled, and says so', async () => {
    const draft = await begin('scheduled', exampleRulebook)
    const { ownerDb } = lims.database
    const { id } = await ann.whoAmI()
    const at = new Date()
    const scheduleId = lims.app.ids('sch')
    await ownerDb('schedules').insert({
      ...{ id: scheduleId, draft_id: draft.id, version: 1, hash: draft.hash, due_at: at, local: 'x', time_zone: 'UTC' },
      ...{ state: 'waiting', by_id: id, by_name: 'Ann', at },
    })
    await bob.editDraft({ ...named(draft), body: { version: 1, operations: [rename('another')] } })
    const row = await ownerDb('schedules').where({ id: scheduleId }).first<{ state: string; reason: string }>()
    expect(row).toMatchObject({ state: 'suspended', reason: 'Bob changed the draft' })
    const { events } = await ann.readEvents({ query: { subject: scheduleId, waitSeconds: 10 } })
    expect(events).toMatchObject([{ type: 'rules.schedule_suspended', data: { draftId: draft.id } }])
  })
})

describe('undo and redo', () => {
  it('go back and forth through any edits as a list of contents does, and lose none', async () => {
    const command = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constant('edit' as const), name: fc.constantFrom('a', 'b', 'c', 'd') }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('break' as const) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('import' as const), name: fc.constantFrom('e', 'f') }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('redo' as const) }) },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 14 }), async (commands) => {
        const draft = await begin('law')
        let { version } = draft
        let now = JSON.stringify((await ann.draftRulebook(named(draft))).rulebook)
        const model = { past: [] as string[], future: [] as string[] }
        const held = [now]
        for (const one of commands) {
          const before = now
          const body = { version }
          const stack = one.do === 'undo' ? model.past : model.future
          if ((one.do === 'undo' || one.do === 'redo') && stack.length === 0) {
            const call = one.do === 'undo' ? ann.undoEdit : ann.redoEdit
            expect((await refusal(call({ ...named(draft), body }))).code).toBe('nothing_to_undo')
            continue
          }
          const saved = await carryOut(draft, version, one)
          const { rulebook } = await ann.draftRulebook(named(draft))
          now = JSON.stringify(rulebook)
          if (one.do === 'undo' || one.do === 'redo') {
            expect(now).toBe(stack.pop())
            ;(one.do === 'undo' ? model.future : model.past).push(before)
          } else if (saved.draft.version === version) {
            expect(now).toBe(before)
            continue
          } else {
            model.past.push(before)
            model.future = []
          }
          expect(saved.draft.version).toBe(version + 1)
          version = saved.draft.version
          held.push(now)
        }
        for (const [at, text] of held.entries()) {
          const query = { version: at }
          expect(JSON.stringify((await ann.draftRulebook({ ...named(draft), query })).rulebook)).toBe(text)
        }
        const { items } = await ann.listEdits({ ...named(draft), query: { limit: 200 } })
        const edits = items.filter(({ kind }) => kind === 'edit' || kind === 'import')
        expect(edits.filter(({ takenBack }) => !takenBack)).toHaveLength(model.past.length)
      }),
      { numRuns: 25 },
    )
  })

  type Command = { do: 'edit' | 'import'; name: string } | { do: 'break' | 'undo' | 'redo' }

  function carryOut(draft: Draft, version: number, command: Command) {
    const call = named(draft)
    switch (command.do) {
      case 'edit':
        return ann.editDraft({ ...call, body: { version, operations: [rename(command.name)] } })
      case 'break':
        return ann.editDraft({
          ...call,
          body: { version, operations: [{ op: 'put', part: 'setting', id: 'currency', value: '?' }] },
        })
      case 'import':
        return ann.putDraftFiles({
          ...call,
          body: { version, files: filesOf({ ...exampleRulebook, name: command.name }) },
        })
      case 'undo':
        return ann.undoEdit({ ...call, body: { version } })
      case 'redo':
        return ann.redoEdit({ ...call, body: { version } })
    }
  }
})
