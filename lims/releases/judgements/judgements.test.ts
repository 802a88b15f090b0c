import type { FullConfiguration } from '@ils/contract/configuration'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { inTransaction } from '@ils/platform/db/transaction'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { configurationBy } from '@ils/rules/rulebook/example-configurations'
import { openTestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleNamed } from '@ils/testing/plant-draft'
import { openJudgingLab, type JudgingLab } from '@ils/testing/judging-lab'
import { judgeOrder } from '../judging/judge-order.ts'
import { keepJudgement } from './keep-judgement.ts'

const full = (configuration: unknown) => configuration as FullConfiguration
const caseOf = (id: string) => full(exampleRulebook.cases.find((one) => one.id === id)?.configuration)
const plain = caseOf('plain-pair')
const lowHeight = caseOf('height-too-low')

describe('judgements', () => {
  let lab: JudgingLab
  let ann: LimsClient
  let eva: LimsClient
  beforeAll(async () => {
    lab = await openJudgingLab()
    await lab.publish(exampleRulebook)
    ann = lab.ann.client
    eva = (await lab.member('Eva', 'ecp', 'p-1')).client
  })
  afterAll(() => lab.close())

  const submit = (client: LimsClient, configuration: FullConfiguration) =>
    client.validate({ body: { configuration, intent: 'submit' } })
  const all = async (client = ann) => {
    const items = []
    for (let after: string | undefined; ;) {
      const page = await client.listJudgements({ query: { limit: 50, ...(after === undefined ? {} : { after }) } })
      items.push(...page.items)
      if (page.next === null) return items
      after = page.next
    }
  }
  const replayed = async (client = ann) => {
    for (const { id } of await all(client)) {
      const { identical, decisionHash, judgement } = await client.replayJudgement({ params: { judgementId: id } })
      expect([id, identical]).toEqual([id, true])
      expect(decisionHash).toBe(judgement.decisionHash)
    }
  }

  test('are kept of what is meant, not of what is tried', async () => {
    await eva.validate({ body: { configuration: plain } })
    expect(await all()).toEqual([])
    const { judgementId, decisionHash } = await submit(eva, plain)
    const [kept] = await all()
    expect(kept).toMatchObject({ id: judgementId, decisionHash, practice: 'p-1', release: 1, outcome: 'accepted' })
    expect(await ann.getJudgement({ params: { judgementId: judgementId ?? '' } })).toEqual(kept)
    await expect(eva.listJudgements()).rejects.toMatchObject({ code: 'not_allowed' })
  })

  test('hold nothing that no fact of the rulebook asks for', async () => {
    const name = 'Erika Mustermann'
    const said = await submit(eva, {
      ...plain,
      job: { ...plain.job, 'patient.name': name, 'frame.mount': name, 'frame.trace': name, 'order.reference': 'A-17' },
      right: { ...plain.right, note: name },
      language: name.slice(0, 5),
      confirmed: [{ code: name, by: name }],
    })
    expect(said.outcome).toBe('refused')
    expect(said.causes.map(({ code }) => code)).toContain('unknown_fact')
    const { rows } = await lab.lims.database.ownerDb.raw<{ rows: { text: string }[] }>(
      'select j::text as text from judgements j where id = ?',
      [said.judgementId],
    )
    expect(rows[0]?.text).not.toMatch(/Erika|Muster|patient/)
    expect(rows[0]?.text).toContain('A-17')
    const kept = await ann.getJudgement({ params: { judgementId: said.judgementId ?? '' } })
    expect(kept.outcome).toBe('refused')
    await replayed()
  })

  test('name the day and the practice that they were judged for', async () => {
    const { 'order.date': _, ...job } = plain.job
    const { judgementId } = await submit(eva, { ...plain, job })
    const { configuration } = await ann.getJudgement({ params: { judgementId: judgementId ?? '' } })
    expect(configuration.job['order.date']).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  test('are found by rule, release, practice, outcome and code', async () => {
    const { judgementId } = await submit(ann, lowHeight)
    const ids = async (query: object) => (await ann.listJudgements({ query })).items.map(({ id }) => id)
    expect(await ids({ rule: 'height-too-low' })).toEqual([judgementId])
    expect(await ids({ rule: 'no-such-rule' })).toEqual([])
    expect(await ids({ code: 'height_too_low' })).toEqual([judgementId])
    expect(await ids({ release: 1, outcome: 'refused' })).toContain(judgementId)
    expect(await ids({ release: 2 })).toEqual([])
    expect(await ids({ practice: 'p-1' })).not.toContain(judgementId)
    expect(await ids({ rule: 'prices#cr39', practice: 'p-1' })).not.toEqual([])
  })

  test('replay to the same bytes, whatever was ordered', async () => {
    let seed = 7
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    for (let i = 0; i < 200; i++) await submit(i % 2 ? ann : eva, full(configurationBy(exampleRulebook, random)))
    await replayed()
    expect(new Set((await all()).map(({ outcome }) => outcome)).size).toBeGreaterThan(1)
  })

  test('replay with reasons where they are asked for', async () => {
    const { judgementId } = await submit(ann, lowHeight)
    const params = { judgementId: judgementId ?? '' }
    const { explanation } = await ann.replayJudgement({ params, query: { explain: true } })
    expect(explanation).toMatchObject({ outcome: 'refused' })
    expect((await ann.replayJudgement({ params })).explanation).toBeNull()
  })

  test('are judged by another release as an act that is on record, and stay as they were', async () => {
    const { judgementId } = await submit(eva, plain)
    const params = { judgementId: judgementId ?? '' }
    const before = await ann.getJudgement({ params })
    const dearer = {
      ...exampleNamed('dearer'),
      rules: exampleRulebook.rules.map((rule) =>
        rule.id === 'care-fee'
          ? {
              ...rule,
              rule: { ...rule.rule, conditions: { any: [{ fact: 'order.rush', operator: 'equal', value: false }] } },
            }
          : rule,
      ),
    } as typeof exampleRulebook
    await lab.publish(dearer, 1)
    const rejudged = await ann.rejudge({ params, body: { reason: 'what if' } })
    expect(rejudged).toMatchObject({
      release: 2,
      before: 'accepted',
      after: 'accepted',
      respects: ['price'],
      price: 1800,
    })
    expect(rejudged.rules).toEqual(['care-fee'])
    const same = await ann.rejudge({ params, body: { release: 1, reason: 'what if not' } })
    expect(same).toMatchObject({ respects: [], price: 0, rules: [] })
    expect(await ann.getJudgement({ params })).toEqual(before)
    const { items } = await lab.lims.client(await admin()).listAudit({ query: { limit: 200 } })
    expect(items.filter(({ action }) => action === 'judgement.rejudged')).toHaveLength(2)
  })
  const admin = async () => (await lab.member('Max', 'manager')).key

  test('replay by what judged them after a rollback, and in a process that never saw it', async () => {
    await submit(eva, plain)
    await ann.rollBack({ body: { to: 1, reason: 'a test' } })
    await replayed()
    const again = await openTestLims({ database: lab.lims.database })
    try {
      await replayed(again.client(lab.ann.key))
    } finally {
      await again.close()
    }
  })

  test('of others do not exist for credentials of one practice', async () => {
    const narrow = await lab.annFor('p-1')
    const { judgementId } = await ann.validate({ body: { configuration: plain, practice: 'p-2', intent: 'submit' } })
    const params = { judgementId: judgementId ?? '' }
    const nothing = { code: 'not_found' }
    await expect(narrow.getJudgement({ params })).rejects.toMatchObject(nothing)
    await expect(narrow.replayJudgement({ params })).rejects.toMatchObject(nothing)
    await expect(narrow.rejudge({ params, body: { reason: 'x' } })).rejects.toMatchObject(nothing)
    const seen = await narrow.listJudgements({ query: { limit: 200 } })
    expect(new Set(seen.items.map(({ practice }) => practice))).toEqual(new Set(['p-1']))
    await expect(narrow.listJudgements({ query: { practice: 'p-2' } })).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(narrow.getQuality({ query: { practice: 'p-2' } })).rejects.toMatchObject({ code: 'not_allowed' })
    expect(
      (await narrow.getQuality()).refusals.flatMap(({ practices }) => practices).every(({ name }) => name === 'p-1'),
    ).toBe(true)
  })

  test('that production keeps share its transaction', async () => {
    const { app } = lab.lims
    const judged = await judgeOrder(app, 'p-7', exampleRulebook.cases[0]?.configuration ?? { ordered: [], job: {} })
    const toKeep = { ...judged, practice: 'p-7', moment: 'order', origin: 'job' } as const
    const before = (await all()).length
    await expect(
      inTransaction(app.db, async (trx) => {
        await keepJudgement(app, trx, toKeep)
        throw new Error('the job was not made')
      }),
    ).rejects.toThrow('the job was not made')
    expect(await all()).toHaveLength(before)
    const { id } = await inTransaction(app.db, (trx) => keepJudgement(app, trx, toKeep))
    expect(await ann.getJudgement({ params: { judgementId: id } })).toMatchObject({ practice: 'p-7', origin: 'job' })
    await replayed()
  })
})

describe('numbers of rules', () => {
  test('that a rolled back transaction gave are given anew', async () => {
    const lab = await openJudgingLab()
    try {
      await lab.publish(exampleRulebook)
      const { app } = lab.lims
      const judged = await judgeOrder(app, null, exampleRulebook.cases[0]?.configuration ?? { ordered: [], job: {} })
      const toKeep = { ...judged, practice: null, moment: 'order', origin: 'job' } as const
      await expect(
        inTransaction(app.db, async (trx) => {
          await keepJudgement(app, trx, toKeep)
          throw new Error('back')
        }),
      ).rejects.toThrow('back')
      await Promise.all(Array.from({ length: 5 }, () => keepJudgement(app, app.db, toKeep)))
      const { items } = await lab.ann.client.listJudgements({ query: { rule: 'prices#cr39' } })
      expect(items).toHaveLength(5)
    } finally {
      await lab.close()
    }
  })
})

describe('quality', () => {
  let lab: JudgingLab
  beforeAll(async () => {
    lab = await openJudgingLab()
    await lab.publish(exampleRulebook)
  })
  afterAll(() => lab.close())

  test('counts refusals by code, rule and practice, overrides with their reasons, and rules that never fire', async () => {
    const { client: ann } = lab.ann
    const submit = (configuration: FullConfiguration, practice: string) =>
      ann.validate({ body: { configuration, practice, intent: 'submit' } })
    expect(await ann.getQuality()).toMatchObject({ judged: 0, from: null, outcomes: [], refusals: [], silent: [] })
    for (let i = 0; i < 3; i++) await submit(plain, 'p-1')
    for (let i = 0; i < 2; i++) await submit(lowHeight, 'p-1')
    await submit(lowHeight, 'p-2')
    const overrides = [{ code: 'height_too_low', by: 'x', why: 'insists' }]
    await submit({ ...lowHeight, overrides }, 'p-2')
    const quality = await ann.getQuality()
    expect(quality).toMatchObject({
      judged: 7,
      outcomes: [
        { name: 'accepted', count: 4 },
        { name: 'refused', count: 3 },
      ],
      refusals: [
        {
          ...{ code: 'height_too_low', count: 3, share: 3 / 7, rules: [{ name: 'height-too-low', count: 3 }] },
          practices: [
            { name: 'p-1', count: 2 },
            { name: 'p-2', count: 1 },
          ],
        },
      ],
      overrides: [
        { code: 'height_too_low', count: 1, by: [{ name: 'Ann', count: 1 }], reasons: [{ name: 'insists', count: 1 }] },
      ],
    })
    const silent = quality.silent.map(({ rule }) => rule)
    expect(silent).toContain('rush-fee')
    expect(silent).not.toContain('prices#cr39')
    // Nobody has measured anything yet.
    expect(silent).not.toContain('sphere-off')
    expect(quality.silentCount).toBe(silent.length)
    expect((await ann.getQuality({ query: { practice: 'p-2' } })).judged).toBe(2)
    expect((await ann.getQuality({ query: { last: 1 } })).refusals).toEqual([])
  })
})
