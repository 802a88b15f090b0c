import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '@ils/contract/roles'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { ilsHere } from '@ils/testing/ils-here'
import type { Said } from '@ils/testing/running-ils'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from './program.ts'
import { writeFolder } from './rulebook-folder.ts'

const ilsNow = ilsHere(runProgram)
const home = mkdtempSync(join(tmpdir(), 'ils-releases-'))
const lab = join(home, 'lab')
const data = join(home, 'data')
/** As it may be published: two people review it, and whoever orders hears every group. */
const rulebook: Rulebook = {
  ...exampleRulebook,
  settings: { ...exampleRulebook.settings, review: 'two' },
  groups: exampleRulebook.groups.map((group) => ({ ...group, ordering: true })),
}
let lims: TestLims
let adminKey: string
/** Two people who may write and approve. */
let ada: string
let ben: string

beforeAll(async () => {
  lims = await openTestLims()
  adminKey = await lims.setUp()
  ada = await person('Ada', 'engineer')
  ben = await person('Ben', 'manager')
  writeFolder(lab, writeRulebook(rulebook))
})
afterAll(async () => {
  await lims.close()
  rmSync(home, { recursive: true, force: true })
})

async function person(name: string, role: Role): Promise<string> {
  const admin = lims.client(adminKey)
  const { id: holderId } = await admin.addHolder({ body: { kind: 'person', name, roles: [role] } })
  const { secret } = await admin.makeKey({ body: { holderId, label: 'test' } })
  return secret ?? ''
}

const ils = (key: string, ...args: string[]): Promise<Said> =>
  ilsNow(args, { ILS_URL: lims.url, ILS_DATA: data, ILS_KEY: key })
const rules = (key: string, ...args: string[]): Promise<Said> => ils(key, 'rules', ...args)
const json = async (said: Promise<Said>) => {
  const { out, err } = await said
  try {
    return JSON.parse(out)
  } catch {
    throw new Error(`no JSON: ${out}\n${err}`)
  }
}

function edit(folder: string, file: string, from: string, to: string): void {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

describe('ils seed', () => {
  it('brings the rulebook of a folder into an empty LIMS, and says what it made and where the keys are', async () => {
    const said = await ils(adminKey, 'seed', '--rulebook', lab)
    expect(said).toMatchObject({ code: 0, err: '' })
    expect(said.out).toContain('Release 1 “example” is in force')
    expect(said.out).toContain('22 rules, 16 rows')
    expect(said.out).toContain('nobody else was asked')
    expect(said.out).toContain(join(data, 'engineer.key'))
    const key = readFileSync(join(data, 'engineer.key'), 'utf8').trim()
    expect(said.out).not.toContain(key)
    expect(statSync(join(data, 'engineer.key')).mode & 0o077).toBe(0)
    expect(await lims.client(key).whoAmI()).toMatchObject({ name: 'Principal Engineer', roles: ['engineer'] })
  })

  it('changes nothing where a release is in force', async () => {
    const before = (await lims.client(adminKey).listActivations()).items
    const said = await ils(adminKey, 'seed')
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('nothing was changed') })
    expect((await lims.client(adminKey).listActivations()).items).toEqual(before)
  })
})

describe('a folder on its way into force', () => {
  const work = join(home, 'work')
  let draftId: string

  it('is pulled from what is in force', async () => {
    expect(await rules(ada, 'pull', 'in-force', work)).toMatchObject({ code: 0, err: '' })
    expect(await json(rules(ada, 'diff', lab, work, '--json'))).toMatchObject({ changes: [] })
    expect(JSON.parse(readFileSync(join(work, '.ils.json'), 'utf8'))).toMatchObject({ draft: null, release: 1 })
    // Nothing to write and nothing to lose.
    expect(await json(rules(ada, 'pull', work, '--json'))).toMatchObject({ written: [], removed: [] })
  })

  it('is pushed into a new draft only when it is sound, with the faults at file and line', async () => {
    edit(work, 'rules/can-be-made.json', '"fitting.height"', '"fitting.hieght"')
    const said = await rules(ada, 'push', work, '--new', 'Dearer lenses')
    expect(said.code).toBe(1)
    expect(said.out).toMatch(/rules\/can-be-made[.]json:\d+:\d+ {2}unknown_fact/)
    expect((await lims.client(ada).listDrafts({ query: { state: 'open' } })).items).toEqual([])
    edit(work, 'rules/can-be-made.json', '"fitting.hieght"', '"fitting.height"')
  })

  it('comes back from a push with what the check of the LIMS found', async () => {
    edit(work, 'tables/prices.json', '1500', '1650')
    const said = await rules(ada, 'push', work, '--new', 'Dearer lenses', '--title', 'CR-39 costs more')
    expect(said).toMatchObject({ code: 1, err: '' })
    expect(said.out).toContain('Draft “Dearer lenses” has version 1')
    expect(said.out).toContain('total: expected 3000, seen 3300')
    expect(said.out).toContain('2 of 9 cases failed')
    draftId = /drf_[0-9a-z]{26}/.exec(said.out)?.[0] ?? ''
    const status = await rules(ada, 'status', 'dearer')
    expect(status.out).toMatch(/✗ +cases/)
    expect(status.out).toContain('Next: ils rules status')
  })

  it('is pushed on into the draft that it knows, and passes', async () => {
    edit(work, 'cases/order.json', '"total": 3000', '"total": 3300')
    edit(work, 'cases/order.json', '"total": 3750', '"total": 4130')
    const failed = await json(rules(ada, 'test', work, '--json'))
    expect(failed.failed).toBe(0)
    const said = await json(rules(ada, 'push', work, '--json'))
    expect(said).toMatchObject({ draft: { id: draftId, version: 2 }, check: { summary: { state: 'passed' } } })
  })

  it('is compared, explained and tested where the LIMS holds it', async () => {
    const diff = await rules(ada, 'diff', 'in-force', 'draft:Dearer')
    expect(diff.out).toContain('~ Table prices, row cr39: unit is “1650” instead of “1500”.')
    expect(diff.code).toBe(1)
    expect(await json(rules(ada, 'diff', work, `draft:${draftId}`, '--json'))).toMatchObject({ changes: [] })
    expect(await json(rules(ada, 'test', 'draft:dearer lenses', '--json'))).toMatchObject({ failed: 0 })
    expect(await json(rules(ada, 'validate', 'release:1', '--json'))).toMatchObject({ valid: true })
    expect(await json(rules(ada, 'explain', 'in-force', 'plain-pair', '--json'))).toMatchObject({
      decision: { job: { total: 3000 } },
    })
    const strange = await rules(ada, 'validate', 'draft:nobody')
    expect([strange.code, strange.err]).toEqual([1, expect.stringContaining('Open are “Dearer lenses”')])
    expect((await rules(ada, 'validate', 'release:x')).code).toBe(2)
    expect((await rules(ada, 'validate', 'release:77')).code).toBe(1)
  })

  it('is previewed over the last orders, and taken note of by name', async () => {
    for (const { configuration } of rulebook.cases) {
      // A case's configuration is one that can be sent.
      await lims
        .client(adminKey)
        .validate({ body: { intent: 'submit', configuration, practice: 'practice-1' } as never })
    }
    const said = await rules(ben, 'impact', 'dearer', '--last', '100')
    // Ben may acknowledge, not preview: that is for whoever writes.
    expect([said.code, said.err]).toEqual([1, expect.stringContaining('not_allowed')])
    const made = await json(rules(ada, 'impact', 'dearer', '--last', '100', '--changes', '--json'))
    expect(made).toMatchObject({ state: 'done', judged: 9 })
    expect(made.changes.length).toBe(made.changed)
    expect(made.changed).toBeGreaterThan(0)
    const asked = await rules(ben, 'impact', 'dearer', '--latest', '--acknowledge')
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('give --yes')])
    const noted = await rules(ben, 'impact', 'dearer', '--latest', '--acknowledge', '--yes')
    expect(noted.out).toMatch(/price +\d/)
    expect(noted.out).toContain('Noted, with your name')
  })

  it('is submitted, approved by somebody else who saw what it changes, and published', async () => {
    writeFileSync(join(home, 'notes.md'), 'CR-39 costs 16.50 now.\n')
    expect((await rules(ada, 'submit', 'dearer', '--notes', `@${join(home, 'notes.md')}`)).out).toContain(
      'is in review',
    )
    const early = await rules(ada, 'publish', 'dearer')
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('gate_shut')])
    expect(await rules(ada, 'approve', 'dearer', '--yes')).toMatchObject({ code: 1 })
    const said = await rules(ben, 'approve', 'dearer', '--yes', '--comment', 'As agreed')
    expect(said).toMatchObject({ code: 0 })
    expect(said.out.indexOf('unit is “1650” instead of “1500”')).toBeGreaterThan(-1)
    expect(said.out.indexOf('unit is “1650” instead of “1500”')).toBeLessThan(said.out.indexOf('You approved'))
    expect((await rules(ada, 'status', 'dearer', '--gates')).code).toBe(0)
    const published = await json(rules(ben, 'publish', 'dearer', '--json'))
    expect(published).toMatchObject({ number: 2, parent: 1, notes: 'CR-39 costs 16.50 now.', review: 'two' })
  })

  it('is rolled back, saying what was and is in force', async () => {
    const said = await rules(ben, 'rollback', '--reason', 'The old price list is still valid')
    expect(said.code).toBe(0)
    expect(said.out).toMatch(/In force: +release 2/)
    expect(said.out).toMatch(/In force now: +release 1/)
    const kinds = await json(rules(ben, 'history', '--activations', '--json'))
    expect(kinds.map((one: { kind: string }) => one.kind)).toEqual(['rolled_back', 'published', 'published'])
    expect((await rules(ben, 'history')).out).toMatch(/1 +in force +example/)
  })

  it('proves what was judged, byte by byte', async () => {
    const said = await rules(ada, 'replay', '--last', '50')
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('9 replayed, every byte the same') })
    const [newest] = (await lims.client(ada).listJudgements({ query: { limit: 1 } })).items
    const one = await rules(ada, 'replay', newest?.id ?? '', '--explain')
    expect(one).toMatchObject({ code: 0, out: expect.stringContaining('Rules that fired') })
    expect((await rules(ada, 'replay')).code).toBe(2)
    expect(await json(rules(ada, 'quality', '--json'))).toMatchObject({ judged: 9 })
    expect((await rules(ada, 'quality')).out).toContain('9 judged')
  })
})

describe('two people on one draft', () => {
  const hers = join(home, 'hers')
  const his = join(home, 'his')

  it('do not overwrite each other: the second hears who was first, and how to go on', async () => {
    const cleo = await person('Cleo', 'engineer')
    await rules(ada, 'pull', 'in-force', hers)
    edit(hers, 'tables/prices.json', '1500', '1510')
    const pushed = await json(rules(ada, 'push', hers, '--new', 'Shared', '--no-wait', '--json'))
    await rules(cleo, 'pull', `draft:${pushed.draft.id}`, his)
    edit(his, 'tables/prices.json', '1510', '1520')
    expect((await rules(cleo, 'push', his, '--no-wait')).code).toBe(0)
    edit(hers, 'tables/prices.json', '1510', '1530')
    const refused = await rules(ada, 'push', hers, '--no-wait')
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('has version 2, you have 1: Cleo changed it')
    expect(refused.err).toContain('ils rules pull')
    const lost = await rules(ada, 'pull', hers)
    expect([lost.code, lost.err]).toEqual([1, expect.stringContaining(join(hers, 'tables/prices.json'))])
    expect(readFileSync(join(hers, 'tables/prices.json'), 'utf8')).toContain('1530')
    expect((await rules(ada, 'pull', hers, '--force')).code).toBe(0)
    expect(readFileSync(join(hers, 'tables/prices.json'), 'utf8')).toContain('1520')
  })

  it('push the same again for nothing: a lost answer harms nobody', async () => {
    const old = readFileSync(join(hers, '.ils.json'), 'utf8')
    edit(hers, 'tables/prices.json', '1520', '1540')
    const first = await json(rules(ada, 'push', hers, '--no-wait', '--json'))
    writeFileSync(join(hers, '.ils.json'), old)
    const again = await json(rules(ada, 'push', hers, '--no-wait', '--json'))
    expect(again.draft.version).toBe(first.draft.version)
  })

  it('pull deletes what is gone, and only what is a rulebook’s', async () => {
    writeFileSync(join(hers, 'README.md'), 'ours')
    cpSync(join(hers, 'tables/prices.json'), join(home, 'prices.json'))
    const folder = join(home, 'later')
    await rules(ada, 'pull', 'in-force', folder)
    writeFolder(
      folder,
      new Map([
        ['tables/mine.json', '[]'],
        ['notes.txt', 'mine'],
      ]),
    )
    const refused = await rules(ada, 'pull', folder)
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('mine.json')])
    expect(await json(rules(ada, 'pull', folder, '--force', '--json'))).toMatchObject({ removed: ['tables/mine.json'] })
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true)
  })
})

describe('what waits, meets and is tried out', () => {
  const folder = join(home, 'further')

  it('is brought onto another release by a merge that asks where both changed the same', async () => {
    await rules(ada, 'pull', 'release:2', folder)
    edit(folder, 'tables/prices.json', '1650', '1700')
    edit(folder, 'cases/order.json', '"total": 3300', '"total": 3400')
    edit(folder, 'cases/order.json', '"total": 4130', '"total": 4250')
    const pushed = await json(rules(ada, 'push', folder, '--new', 'On release two', '--json'))
    expect(pushed).toMatchObject({ draft: { base: 2, stale: true }, check: { summary: { state: 'passed' } } })
    expect((await rules(ada, 'status', 'on release')).out).toContain(`ils rules merge ${pushed.draft.id}`)
    const said = await rules(ada, 'merge', 'on release')
    expect(said.code).toBe(1)
    expect(said.out).toContain('/tables/prices/rows/cr39')
    const { conflicts } = await json(rules(ada, 'merge', 'on release', '--json'))
    const paths = conflicts.map(({ field }: { field: string }) => field)
    const merged = await rules(ada, 'merge', 'on release', '--ours', ...paths)
    expect(merged).toMatchObject({ code: 0, out: expect.stringContaining('stands on release 1 now') })
    expect((await rules(ada, 'merge', 'on release', '--ours', '/a', '--theirs', '/a')).code).toBe(2)
  })

  it('waits for its moment, and can be taken off again', async () => {
    await json(rules(ada, 'impact', 'on release', '--acknowledge', '--yes', '--json'))
    await rules(ada, 'submit', 'on release', '--notes', 'Dearer again')
    await rules(ben, 'approve', 'on release', '--yes')
    const scheduled = await json(rules(ben, 'schedule', 'on release', '--at', '2031-12-01T06:00', '--json'))
    expect(scheduled).toMatchObject({ state: 'waiting', local: '2031-12-01T06:00' })
    expect((await rules(ben, 'schedules')).out).toMatch(/2031-12-01T06:00 .*waiting +Ben/)
    expect((await rules(ben, 'unschedule', scheduled.id, '--reason', 'Not yet')).code).toBe(0)
    expect((await rules(ben, 'schedules', '--state', 'waiting')).out).toContain('Nothing is scheduled')
  })

  it('is tried out in some practices, then brought to everyone', async () => {
    const pilot = await rules(ben, 'publish', 'on release', '--practices', 'practice-1, practice-2')
    expect(pilot.out).toContain('Release 3 “On release two” is in force for practice-1, practice-2')
    expect((await rules(ben, 'history')).out).toMatch(/3 +for practice-1, practice-2/)
    expect((await rules(ben, 'promote', '3', '--to', 'everyone')).out).toContain('Release 3 is in force for everyone')
    const again = await rules(ben, 'promote', '3', '--to', 'everyone')
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('already_so')])
  })

  it('goes into force without a second person only as an emergency, and says so', async () => {
    await rules(ada, 'pull', 'in-force', folder, '--force')
    edit(folder, 'tables/prices.json', '1700', '1650')
    edit(folder, 'cases/order.json', '"total": 3400', '"total": 3300')
    edit(folder, 'cases/order.json', '"total": 4250', '"total": 4130')
    await rules(ada, 'push', folder, '--new', 'Wrong price')
    await rules(ada, 'submit', 'wrong', '--notes', 'The price was wrong')
    expect((await rules(ada, 'publish', 'wrong')).code).toBe(1)
    const said = await rules(ada, 'publish', 'wrong', '--emergency', 'Wrong price, nobody else is here')
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('As an emergency') })
    expect((await rules(ada, 'drafts', '--state', 'published')).out).toMatch(/Wrong price +published/)
  })

  it('is sent back, and taken out of review', async () => {
    await rules(ada, 'pull', 'in-force', folder, '--force')
    edit(folder, 'tables/prices.json', '1650', '1500')
    edit(folder, 'cases/order.json', '"total": 3300', '"total": 3000')
    edit(folder, 'cases/order.json', '"total": 4130', '"total": 3750')
    await rules(ada, 'push', folder, '--new', 'Back to the old')
    await rules(ada, 'submit', 'back', '--notes', 'As before')
    expect((await rules(ben, 'decline', 'back', '--comment', 'Why?')).out).toContain('goes back to Ada')
    await rules(ada, 'submit', 'back', '--notes', 'As before, as agreed')
    expect((await rules(ada, 'withdraw', 'back')).code).toBe(0)
    expect(await json(rules(ada, 'status', 'back', '--json'))).toMatchObject({ state: 'editing' })
  })
})

describe('a LIMS that nobody reaches', () => {
  it('ends every command with 69, and a folder needs none', async () => {
    const env = { ILS_URL: 'http://127.0.0.1:1', ILS_KEY: 'lims_none' }
    for (const args of [['rules', 'drafts'], ['rules', 'validate', 'in-force'], ['seed']])
      expect((await ilsNow(args, env)).code, args.join(' ')).toBe(69)
    expect((await ilsNow(['rules', 'validate', lab], env)).code).toBe(0)
  })
})
