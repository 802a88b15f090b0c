import type { FullConfiguration } from '@ils/contract/configuration'
import type { SimpleQuery } from '@ils/contract/simple-order'
import type { Validation } from '@ils/contract/validation'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openJudgingLab, type JudgingLab } from '@ils/testing/judging-lab'
import { openSimpleForm } from './simple-order/read-simple-order.ts'

const standard = loadRulebook(readStandardLab()).rulebook
if (!standard) throw new Error('the standard lab has faults')

/** What the wire takes as it comes. */
const full = (configuration: unknown) => configuration as FullConfiguration

const order = {
  prescription: { odSphere: -2.25, odCylinder: -0.5, odAxis: 90, osSphere: -2, pd: 63, odHeight: 20, osHeight: 20 },
  ...{ lensType: 'sv', material: 'poly', frameType: 'metal', orderDate: '2026-11-20' },
  frame: { a: 52, b: 34, dbl: 18, ed: 56 },
}
const { frame, prescription, ...choices } = order
const query: SimpleQuery = {
  ...{ ...prescription, ...choices },
  ...{ frameA: frame.a, frameB: frame.b, frameDbl: frame.dbl, frameEd: frame.ed },
}

describe('the standard lab', () => {
  let lab: JudgingLab
  let ann: LimsClient
  let eva: LimsClient
  let portal: LimsClient

  beforeAll(async () => {
    lab = await openJudgingLab()
    await lab.publish(standard)
    ann = lab.ann.client
    eva = (await lab.member('Eva', 'ecp', 'p-1')).client
    portal = (await lab.member('Portal', 'service')).client
  })
  afterAll(() => lab.close())

  test('says of every worked case of ordering what the case expects', async () => {
    const cases = standard.cases.filter(({ moment }) => (moment ?? 'order') === 'order')
    expect(cases.length).toBeGreaterThan(300)
    for (const { id, configuration, expect: expected } of cases) {
      const said = await ann.validate({ body: { configuration: full(configuration) } })
      if (expected.outcome) expect([id, said.outcome]).toEqual([id, expected.outcome])
      if (expected.total !== undefined) expect([id, said.price.total]).toEqual([id, expected.total])
      if (expected.workingHours !== undefined)
        expect([id, said.promise.workingHours]).toEqual([id, expected.workingHours])
      const codes = new Set(said.causes.map(({ code }) => code))
      if (expected.causes) expect([id, ...codes].sort()).toEqual([id, ...new Set(expected.causes)].sort())
    }
  })

  const answers = ({ causes, ...rest }: Validation) => ({
    ...rest,
    causes: causes.map(({ code, severity, eye, message, rule }) => ({ code, severity, eye, message, rule })),
  })

  test.each([
    ['accepted', {}],
    ['refused', { odSphere: -14 }],
    ['confirm', { odSphere: 4, osSphere: -4 }],
  ])('answers a simple order (%s) the same by GET, by POST, and in its own words', async (outcome, changed) => {
    const simple = { ...order, prescription: { ...prescription, ...changed } }
    const { configuration, causes } = openSimpleForm(standard).read(simple, { practice: 'p-1', today: '2026-11-20' })
    expect(causes).toEqual([])
    const posted = await eva.validate({ body: simple })
    expect(posted).toMatchObject({ outcome, valid: outcome === 'accepted', release: { number: 1 }, judgementId: null })
    expect(answers(await eva.validateByQuery({ query: { ...query, ...changed } }))).toEqual(answers(posted))
    expect(answers(await eva.validate({ body: { configuration: full(configuration) } }))).toEqual(answers(posted))
  })

  test('names fields and values as they were sent', async () => {
    const simple = { ...order, prescription: { ...prescription, odSphere: -31 } }
    const { causes } = await eva.validate({ body: simple })
    const cause = causes.find(({ code }) => code === 'out_of_range')
    expect(cause).toMatchObject({ field: 'prescription.odSphere', eye: 'right', seen: -31, rule: null })
    expect(typeof cause?.limit === 'number' && cause.limit > -31).toBe(true)
    const { configuration } = openSimpleForm(standard).read(simple, { practice: 'p-1', today: '2026-11-20' })
    const inFacts = await eva.validate({ body: { configuration: full(configuration) } })
    expect(inFacts.causes.find(({ code }) => code === 'out_of_range')).toMatchObject({
      field: 'rx.sphere',
      seen: -31_000,
    })
  })

  test('refuses what it cannot read, once, and judges the rest', async () => {
    const { outcome, causes } = await eva.validate({ body: { ...order, material: 'unobtainium' } })
    expect(outcome).toBe('refused')
    expect(causes.filter(({ field }) => field === 'material')).toHaveLength(1)
    expect(causes[0]).toMatchObject({ field: 'material', severity: 'refuse', seen: 'unobtainium', rule: null })
    const halves = await eva.validate({ body: { ...order, prescription: { ...prescription, pd: 63.033 } } })
    expect(halves.causes.filter(({ severity }) => severity === 'refuse').map(({ field }) => field)).toEqual([
      'prescription.pd',
    ])
  })

  test('never logs or stores what was asked in a query', async () => {
    const response = await fetch(`${lab.lims.url}/api/validation?odSphere=-2.25&osSphere=-2&lensType=zzsecretzz`, {
      headers: { authorization: `Bearer ${(await lab.member('Old', 'ecp', 'p-9')).key}` },
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(JSON.stringify(lab.lims.log.lines)).not.toContain('zzsecretzz')
  })

  test('looks for the nearest order that can be made', async () => {
    const tooStrong = { ...order, prescription: { ...prescription, odSphere: -14 }, nearest: true }
    const { nearest, nearestCut } = await eva.validate({ body: tooStrong })
    expect(nearest.length).toBeGreaterThan(0)
    for (const { outcome, field } of nearest) expect([field, outcome]).not.toEqual([field, 'refused'])
    const weaker = nearest.find(({ field }) => field === 'prescription.odSphere')
    const changed = { ...order, prescription: { ...prescription, odSphere: Number(weaker?.to) } }
    expect((await eva.validate({ body: changed })).outcome).toBe(weaker?.outcome)
    expect(nearestCut).toBe(false)
  })

  test('tells its reasons to all, and its rules to those who see releases', async () => {
    const tooStrong = { ...order, prescription: { ...prescription, odSphere: -14 }, explain: true }
    const toEva = await eva.validate({ body: tooStrong })
    expect(toEva.explanation?.causes.length).toBeGreaterThan(0)
    expect(toEva.explanation).toMatchObject({ outcome: 'refused', fired: [], nearMisses: [] })
    const toAnn = await ann.validate({ body: { ...tooStrong, practice: 'p-1' } })
    expect(toAnn.explanation?.fired.length).toBeGreaterThan(50)
    expect(toAnn.decisionHash).toBe(toEva.decisionHash)
  })

  test('takes what only the lab knows from those who see releases', async () => {
    const { configuration } = openSimpleForm(standard).read(order, { practice: 'p-1', today: '2026-11-20' })
    const doubled = full({ ...configuration, job: { ...configuration.job, 'history.duplicates': 1 } })
    const toEva = await eva.validate({ body: { configuration: doubled } })
    expect(toEva.unconfirmed).toContain('history.duplicates')
    const toAnn = await ann.validate({ body: { configuration: doubled } })
    expect(toAnn.unconfirmed).not.toContain('history.duplicates')
    expect(toAnn.outcome).not.toBe(toEva.outcome)
  })

  test('knows of whom an order is, and of nobody else for credentials of one practice', async () => {
    const refused = { name: 'LimsRefused', code: 'not_allowed' }
    await expect(eva.validate({ body: { ...order, practice: 'p-2' } })).rejects.toMatchObject(refused)
    await expect(eva.validate({ body: { ...order, practiceId: 'p-2' } })).rejects.toMatchObject(refused)
    await expect(eva.validateByQuery({ query: { ...query, practiceId: 'p-2' } })).rejects.toMatchObject(refused)
    const { configuration } = openSimpleForm(standard).read(order, { practice: 'p-2', today: '2026-11-20' })
    await expect(eva.validate({ body: { configuration: full(configuration) } })).rejects.toMatchObject(refused)
    const contradicting = { configuration: full(configuration), practice: 'p-3' }
    await expect(portal.validate({ body: contradicting })).rejects.toMatchObject({ code: 'invalid_request' })
    expect((await portal.validate({ body: { configuration: full(configuration) } })).outcome).toBe('accepted')
  })
})

describe('the example lab', () => {
  let lab: JudgingLab
  beforeAll(async () => {
    lab = await openJudgingLab()
  })
  afterAll(() => lab.close())

  const [plain] = exampleRulebook.cases
  if (!plain) throw new Error('the example has no case')
  const plainOrder = { configuration: full(plain.configuration) }
  const lowHeight = exampleRulebook.cases.find(({ id }) => id === 'height-too-low')
  const strongPlus = exampleRulebook.cases.find(({ id }) => id === 'strong-plus-is-asked-back')

  test('says so while nothing is in force', async () => {
    await expect(lab.ann.client.validate({ body: plainOrder })).rejects.toMatchObject({ code: 'nothing_in_force' })
    await expect(lab.ann.client.getCatalog()).rejects.toMatchObject({ code: 'nothing_in_force' })
    await expect(lab.ann.client.getRules()).rejects.toMatchObject({ code: 'nothing_in_force' })
  })

  test('lets people who answer for rules override, in their own name', async () => {
    await lab.publish(exampleRulebook)
    const eva = (await lab.member('Eva', 'ecp', 'p-1')).client
    const asked = { configuration: full(lowHeight?.configuration) }
    const { causes } = await eva.validate({ body: asked })
    expect(causes).toMatchObject([{ code: 'height_too_low', overridable: true, settled: null }])
    const overrides = [{ code: 'height_too_low', by: 'somebody else', why: 'the wearer insists' }]
    const overridden = { configuration: { ...asked.configuration, overrides } }
    await expect(eva.validate({ body: overridden })).rejects.toMatchObject({ code: 'not_allowed' })
    const said = await lab.ann.client.validate({ body: overridden })
    expect(said).toMatchObject({ outcome: 'accepted', valid: true })
    const settled = { how: 'overridden', by: 'Ann', why: 'the wearer insists' }
    expect(said.causes).toMatchObject([{ code: 'height_too_low', severity: 'advise', overridable: true, settled }])
  })

  test('notes a confirmation in the name of who sent it', async () => {
    const eva = (await lab.member('Eva', 'ecp', 'p-1')).client
    const confirmed = [{ code: 'strong_plus', by: 'Mr. Wearer' }]
    const body = { configuration: { ...full(strongPlus?.configuration), confirmed } }
    expect((await eva.validate({ body })).causes[0]?.settled).toEqual({ how: 'confirmed', by: 'Eva', why: null })
    expect((await lab.ann.client.validate({ body })).causes[0]?.settled?.by).toBe('Mr. Wearer')
  })

  test('speaks the language of the order', async () => {
    const body = { configuration: { ...full(lowHeight?.configuration), language: 'de' } }
    expect((await lab.ann.client.validate({ body })).causes[0]?.message).toContain('liegt unter')
  })

  test('judges every order wholly by one release while releases come and go', async () => {
    const priced = (amount: number): Rulebook => ({
      ...exampleRulebook,
      tables: exampleRulebook.tables.map((table) =>
        table.id === 'prices'
          ? { ...table, rows: table.rows.map((row) => ({ ...row, cells: [...row.cells.slice(0, -1), amount] })) }
          : table,
      ),
    })
    const eva = (await lab.member('Eva', 'ecp', 'p-1')).client
    const priceOf = new Map([[1, 3000]])
    const seen = new Map<number, number>()
    let over = false
    const judging = Array.from({ length: 8 }, async (_, i) => {
      while (!over) {
        const { release, price } = await (i % 2 === 0 ? eva : lab.ann.client).validate({ body: plainOrder })
        // Both lenses by one price, and the price that the release of that number has.
        if (priceOf.has(release.number))
          expect([release.number, price.total]).toEqual([release.number, priceOf.get(release.number)])
        expect(new Set(price.charges.map(({ amount }) => amount)).size).toBe(1)
        seen.set(release.number, price.total)
      }
    })
    for (let number = 2; number <= 4; number++) {
      priceOf.set(number, 2000 * number)
      await lab.publish(priced(1000 * number), number - 1, number === 4 ? ['p-1'] : undefined)
    }
    await lab.ann.client.rollBack({ body: { to: 1, reason: 'a test' } })
    const after = await lab.ann.client.validate({ body: plainOrder })
    expect([after.release.number, after.price.total]).toEqual([1, 3000])
    over = true
    await Promise.all(judging)
    for (const [number, total] of seen) expect([number, total]).toEqual([number, priceOf.get(number)])
    expect(seen.size).toBeGreaterThan(1)
  })
})
