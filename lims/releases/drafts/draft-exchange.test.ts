import type { Draft } from '@ils/contract/drafts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { hashRulebook } from '@ils/rules/language/hash-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { edited, exampleEdits } from '@ils/rules/rulebook/example-edits'
import type { Operation } from '@ils/rules/rulebook/operation'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let lims: TestLims
let ann: LimsClient
let bob: LimsClient

beforeAll(async () => {
  lims = await openTestLims()
  const admin = lims.client(await lims.setUp())
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

describe('import and export', () => {
  const changed = edited(exampleRulebook, exampleEdits)

  it('of a folder give back the same content, and the history says what it changed', async () => {
    const draft = await begin('folder', exampleRulebook)
    expect(draft.hash).toBe(hashRulebook(exampleRulebook))
    expect((await ann.draftFiles(named(draft))).files).toEqual(filesOf(exampleRulebook))
    const body = { version: 1, title: 'what the lab decided', files: filesOf(changed) }
    const saved = await ann.putDraftFiles({ ...named(draft), body })
    expect(saved.draft.hash).toBe(hashRulebook(changed))
    expect(saved.touched).toContain('rule tint')
    const { items } = await ann.listEdits(named(draft))
    expect(items[0]).toMatchObject({
      kind: 'import',
      title: 'what the lab decided',
      by: { name: 'Ann' },
      takenBack: false,
    })
    expect(items[0]?.operations).toBeGreaterThan(10)
    // The same again, as somebody sends it whose answer was lost.
    expect((await ann.putDraftFiles({ ...named(draft), body })).draft.version).toBe(2)
    const changes = await ann.draftChanges({ ...named(draft), query: { against: 'base' } })
    expect(changes.against).toBeNull()
    expect(changes.changes.length).toBeGreaterThan(50)
  })

  it('of a zip give back the same content, also with a folder around it', async () => {
    const draft = await begin('zip', changed)
    const zip = await ann.draftArchive(named(draft))
    expect(await ann.draftArchive(named(draft))).toEqual(zip)
    const other = await begin('from a zip')
    const saved = await bob.putDraftArchive({ ...named(other), query: { version: 0 }, body: zip })
    expect(saved.draft.hash).toBe(hashRulebook(changed))
    const around = Object.entries(filesOf(exampleRulebook)).map(([path, text]) => [`my lab/${path}`, strToU8(text)])
    const wrapped = zipSync({ ...Object.fromEntries(around), 'my lab/README.md': strToU8('read me') })
    const again = await bob.putDraftArchive({ ...named(other), query: { version: 1 }, body: wrapped })
    expect(again.draft.hash).toBe(hashRulebook(exampleRulebook))
  })

  it('of what is no rulebook change nothing, and point at file, line and column', async () => {
    const draft = await begin('bad files', exampleRulebook)
    const files = { ...filesOf(exampleRulebook), 'groups.json': '[\n  {"id": 7}\n]' }
    const refused = await refusal(ann.putDraftFiles({ ...named(draft), body: { version: 1, files } }))
    expect(refused.code).toBe('bad_rulebook')
    expect(refused.problem.causes.length).toBeLessThanOrEqual(50)
    expect(refused.problem.causes.map(({ field }) => field)).toContainEqual(
      expect.stringMatching(/^groups[.]json:2:\d+$/),
    )
    expect(await ann.getDraft(named(draft))).toMatchObject({ version: 1, hash: draft.hash })
  })

  const refusedZip = async (body: Uint8Array): Promise<string> => {
    const draft = await begin('bad zip')
    const refused = await refusal(ann.putDraftArchive({ ...named(draft), query: { version: 0 }, body }))
    expect(refused.code).toBe('bad_rulebook')
    expect((await ann.getDraft(named(draft))).version).toBe(0)
    return refused.problem.detail
  }

  it('take no zip whose path leads out of the folder', async () => {
    const zip = zipSync({ ...entries(exampleRulebook), '../rulebook.json': strToU8('{}') })
    expect(await refusedZip(zip)).toContain('out of the folder')
  })

  it('take no folder whose path leads out of it', async () => {
    const draft = await begin('out')
    const files = { ...filesOf(exampleRulebook), 'rules/../../x.json': '{}' }
    const refused = await refusal(ann.putDraftFiles({ ...named(draft), body: { version: 0, files } }))
    expect(refused.code).toBe('bad_rulebook')
  })

  const entries = (rulebook: Rulebook) =>
    Object.fromEntries(Object.entries(filesOf(rulebook)).map(([path, text]) => [path, strToU8(text)]))
})

describe('a merge', () => {
  it('brings a draft onto what came into force meanwhile, and asks where both changed the same', async () => {
    const first = await publish(await begin('first', exampleRulebook))
    expect(first.number).toBe(1)
    const mine = await ann.startDraft({ body: { name: 'mine' } })
    expect(mine).toMatchObject({ base: 1, stale: false })
    expect((await refusal(ann.mergeDraft({ ...named(mine), body: { version: 0 } }))).code).toBe('already_so')
    const setCell = (value: string): Operation => {
      const row = exampleRulebook.tables.find(({ id }) => id === 'prices')!.rows.find(({ id }) => id === 'cr39')! // of the example
      return { op: 'put', part: 'row', in: 'prices', id: 'cr39', value: { ...row, cells: row.cells.with(2, value) } }
    }
    await ann.editDraft({ ...named(mine), body: { version: 0, operations: [setCell('1700'), rename('mine')] } })
    const other = await bob.startDraft({ body: { name: 'other' } })
    const theirs = await bob.editDraft({ ...named(other), body: { version: 0, operations: [setCell('1800')] } })
    await publish(theirs.draft)
    await until('it is in force', async () => (await ann.getInForce()).number === 2)
    expect((await ann.getDraft(named(mine))).stale).toBe(true)
    const against = await ann.draftChanges({ ...named(mine), query: { against: 'in_force' } })
    expect(against).toMatchObject({ against: 2 })
    const refused = await refusal(ann.mergeDraft({ ...named(mine), body: { version: 1 } }))
    expect(refused.code).toBe('merge_conflict')
    const [cause] = refused.problem.causes
    expect(cause).toMatchObject({ code: 'both_changed', value: '1700', limit: '1800' })
    const choices = { [cause?.field ?? '']: 'theirs' as const }
    const merged = await ann.mergeDraft({ ...named(mine), body: { version: 1, choices } })
    expect(merged.draft).toMatchObject({ base: 2, stale: false, version: 2 })
    const { rulebook } = await ann.draftRulebook(named(mine))
    expect(rulebook.name).toBe('mine')
    expect(rulebook.tables.find(({ id }) => id === 'prices')?.rows.find(({ id }) => id === 'cr39')?.cells[2]).toBe(
      '1800',
    )
    // What is taken back takes its base along.
    const back = await ann.undoEdit({ ...named(mine), body: { version: 2 } })
    expect(back.draft).toMatchObject({ base: 1, stale: true, version: 3 })
    expect((await ann.redoEdit({ ...named(mine), body: { version: 3 } })).draft).toMatchObject({
      base: 2,
      hash: merged.draft.hash,
    })
  })

  it('of a draft from nothing takes what is in force for somebody else’s, and asks only where the two differ', async () => {
    const { number } = await ann.getInForce()
    const { rulebook } = await ann.releaseRulebook({ params: { number } })
    const more = { ...rulebook, cases: rulebook.cases.map((one) => ({ ...one, id: `my-${one.id}` })) }
    const draft = await begin('from elsewhere', more)
    const merged = await ann.mergeDraft({ ...named(draft), body: { version: 1 } })
    const both = { ...rulebook, cases: [...rulebook.cases, ...more.cases] }
    expect(merged.draft).toMatchObject({ base: number, hash: hashRulebook(both) })
  })

  it('of a draft that is not sound is refused', async () => {
    const draft = await ann.startDraft({ body: { name: 'old', from: 1 } })
    const remove: Operation = { op: 'remove', part: 'fact', id: 'rx.sphere' }
    await ann.editDraft({ ...named(draft), body: { version: 0, operations: [remove] } })
    const refused = await refusal(ann.mergeDraft({ ...named(draft), body: { version: 1 } }))
    expect(refused.code).toBe('gate_shut')
    expect(refused.problem.causes).toMatchObject([{ code: 'sound' }])
  })

  /** By the shortest way: gates are tested elsewhere. */
  async function publish(draft: Draft): Promise<{ number: number }> {
    const { id: draftId, version, hash } = draft
    if (hash === null) throw new Error('not sound')
    const call = { params: { draftId } }
    await until('it was checked', async () => {
      const { check } = await ann.getDraft(call)
      return check?.state === 'passed' || check?.state === 'failed'
    })
    // The example shows every kind of finding.
    const clean = { state: 'passed', errors: 0, warnings: 0, cases_failed: 0 }
    await lims.database.ownerDb('rulebook_checks').where({ hash }).update(clean)
    await ann.submitDraft({ ...call, body: { version, notes: 'for the test' } })
    const { items } = await ann.listReleases()
    const emergency = items.length > 0 ? { emergency: { reason: 'a test that cannot wait' } } : {}
    return ann.publishDraft({ ...call, body: { version, hash, ...emergency } })
  }
})
