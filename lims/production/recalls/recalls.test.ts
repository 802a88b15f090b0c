import type { Recall, RecallLine } from '@ils/contract/recalls'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Table = Rulebook['tables'][number]
type Row = Table['rows'][number]

let lab: FloorLab
const files = readStandardLab()
const standard = loadRulebook(files).rulebook
if (!standard) throw new Error('the standard lab does not load')

/** The standard lab with another lap for CR-39, engraving for every surfaced lens, another price, and no rush orders. */
function changed({ tables, rules, ...rest }: Rulebook): Rulebook {
  const cells = (table: string, row: string, change: (cells: Row['cells']) => Row['cells']) => (one: Table) =>
    one.id !== table
      ? one
      : { ...one, rows: one.rows.map((each) => (each.id === row ? { ...each, cells: change(each.cells) } : each)) }
  const model = rules.find(({ rule }) => rule.event.type === 'refuse')
  if (!model) throw new Error('no rule refuses anything')
  return {
    ...rest,
    name: 'Changed lab',
    tables: tables
      .map(cells('lap-materials', 'cr39', ([family, form]) => [family ?? '', form ?? '', 2]))
      .map(cells('lens-price', 'sv-basic', (all) => [...all.slice(0, -1), 2600]))
      .map(cells('lens-steps', 'engrave', ([_, ...others]) => ['not(stock)', ...others])),
    rules: [
      ...rules,
      {
        ...model,
        id: 'no-rush',
        title: 'No rush orders',
        rule: {
          ...model.rule,
          conditions: { all: [{ fact: 'order.priority', operator: 'equal', value: 'rush' }] },
          event: {
            type: 'refuse',
            params: { code: 'no_rush', field: 'order.priority', message: 'Rush orders are not taken any more' },
          },
        },
      },
    ],
  }
}

const job = (jobId: string) => lab.olga.client.getJob({ params: { jobId } })

/** Works both lenses until they stand before a step. */
async function workUntil(jobId: string, step: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const { lenses } = await job(jobId)
    const lens = lenses.find((one) => one.state === 'ready' && one.eye !== 'pair' && one.step !== step)
    const pair = lenses.find((one) => one.eye === 'pair' && one.state === 'ready')
    const next = lens ?? pair
    if (!next?.step || next.step === step) return
    const eye = next.eye === 'pair' ? {} : { eye: next.eye }
    const answer =
      next.step === 'pick' && next.eye !== 'pair'
        ? await lab.scan({ verb: 'pick', job: jobId, eye: next.eye, mode: 'use', opc: next.opc ?? '' })
        : await lab.scan({ verb: 'finish', job: jobId, station: next.step, ...eye })
    if (answer.result !== 'applied') throw new Error(`${next.step}: ${answer.sentence}`)
  }
}

async function linesOf(lines: AsyncIterable<RecallLine>): Promise<Map<string, RecallLine>> {
  const found = new Map<string, RecallLine>()
  for await (const line of lines) found.set(line.jobId, line)
  return found
}

describe('the recall of a release', () => {
  const jobs = { fresh: '', atPolish: '', atEngrave: '', pastDeblock: '', rush: '', gone: '' }
  beforeAll(async () => {
    lab = await openFloorLab(files)
    jobs.fresh = await lab.order({ orderRef: 'fresh' })
    jobs.atPolish = await lab.order({ orderRef: 'at polish' })
    jobs.atEngrave = await lab.order({ orderRef: 'polished' })
    jobs.pastDeblock = await lab.order({ orderRef: 'deblocked' })
    jobs.rush = await lab.order({ orderRef: 'rush', facts: { job: { 'order.priority': 'rush' } } })
    jobs.gone = await lab.order({ orderRef: 'gone' })
    await workUntil(jobs.atPolish, 'polish')
    await workUntil(jobs.atEngrave, 'deblock')
    await workUntil(jobs.pastDeblock, 'surface-inspection')
    await lab.scan({ verb: 'cancel', job: jobs.gone, reason: 'not wanted' })
    await lab.publish(changed(standard), 1)
  })
  afterAll(() => lab.close())

  const recall = (body: Partial<Recall> = {}, client = lab.ann.client) =>
    linesOf(
      client.recallRelease({ body: { id: 'recall-0001', release: 1, do: 'rejudge', reason: 'wrong laps', ...body } }),
    )

  it('finds the open jobs that it decided and says where they are and what would differ', async () => {
    const first = await lab.ann.client.listRecallJobs({ params: { release: 1 }, query: { limit: 3 } })
    const second = await lab.ann.client.listRecallJobs({
      params: { release: 1 },
      query: { limit: 3, compare: true, ...(first.next !== null && { after: first.next }) },
    })
    expect(first.items.map(({ orderRef, comparison }) => [orderRef, comparison])).toEqual([
      ['fresh', null],
      ['at polish', null],
      ['polished', null],
    ])
    expect(second.next).toBeNull()
    expect(second.items.map(({ orderRef }) => orderRef)).toEqual(['deblocked', 'rush'])
    expect(first.items[1]?.lenses[0]).toEqual({ eye: 'right', station: 'polish', state: 'ready' })
    expect(second.items[0]?.comparison).toEqual({
      ...{ release: 2, before: 'accepted', after: 'accepted', differs: true },
      respects: ['program', 'route', 'price'],
      differences: [
        'Right lens, label.LAPM@POL-1: 1 before, 2 now',
        'Right lens: with Laser engrave now',
        'Price: 65.00 USD before, 67.00 USD now',
      ],
      rules: ['lap-materials#cr39', 'lens-price#sv-basic', 'lens-steps#engrave'],
      inTheWay: ['the right lens: Deblock and clean was done, and now Laser engrave would come before it'],
    })
    expect(second.items[1]?.comparison).toMatchObject({ after: 'refused' })
    await expect(lab.ann.client.listRecallJobs({ params: { release: 99 } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('says what it would do without doing it', async () => {
    const before = await job(jobs.fresh)
    const dry = await recall({ dry: true })
    expect([...dry.values()].map(({ did }) => did)).toEqual(['rejudged', 'rejudged', 'held', 'held', 'held'])
    expect(await job(jobs.fresh)).toEqual(before)
  })

  it('judges anew what can be, keeps what is done, and holds the rest with the reason', async () => {
    const before = await job(jobs.atPolish)
    const lines = await recall({ owner: 'Paul' })
    expect([...lines.values()].map(({ did, done, total }) => [did, done, total])).toEqual([
      ['rejudged', 1, 5],
      ['rejudged', 2, 5],
      ['held', 3, 5],
      ['held', 4, 5],
      ['held', 5, 5],
    ])
    const anew = await job(jobs.atPolish)
    expect(anew).toMatchObject({ release: 2, total: 6700, status: 'in_production', version: before.version + 1 })
    expect(anew.decisionHash).not.toBe(before.decisionHash)
    const steps = anew.lenses[0]?.steps.map(({ step, state }) => `${step} ${state}`)
    expect(steps?.slice(0, 7)).toEqual([
      ...['calculate done', 'pick done', 'block done', 'generate done', 'polish ready', 'engrave waiting'],
      'deblock waiting',
    ])
    expect(steps).toHaveLength((before.lenses[0]?.steps.length ?? 0) + 1)
    for (const [jobId, why] of [
      [jobs.atEngrave, 'Polish was done with label.LAPM@POL-1 1, and now it would be 2'],
      [jobs.pastDeblock, 'Deblock and clean was done, and now Laser engrave would come before it'],
      [jobs.rush, 'the lab cannot make it any more: Rush orders are not taken any more'],
    ] as const) {
      const held = await job(jobId)
      expect(held).toMatchObject({ status: 'on_hold', release: 1, hold: { owner: 'Paul' } })
      expect(held.hold?.reason).toContain(why)
    }
    expect((await job(jobs.rush)).hold?.code).toBe('no_rush')
    expect((await job(jobs.gone)).status).toBe('cancelled')
  })

  it('keeps the proof of the new decision, and tells of it', async () => {
    const { judgementId } = await job(jobs.fresh)
    const replayed = await lab.ann.client.replayJudgement({ params: { judgementId: judgementId ?? '' } })
    expect(replayed).toMatchObject({ identical: true, judgement: { release: 2 } })
    const { lines } = await lab.olga.client.jobStory({ params: { jobId: jobs.fresh } })
    expect(lines.at(-1)?.sentence).toBe(
      'Judged anew by Ann, by release 2 instead of 1, because wrong laps: Right lens, label.LAPM@POL-1: 1 before, 2 now; Right lens: with Laser engrave now; Price: 65.00 USD before, 67.00 USD now',
    )
  })

  it('goes on by the new way, step by step', async () => {
    await workUntil(jobs.atPolish, 'deblock')
    const { lines } = await lab.olga.client.jobStory({ params: { jobId: jobs.atPolish } })
    expect(lines.at(-1)?.sentence).toMatch(/^Laser engrave done for the right lens by Olga; next: Deblock/)
  })

  it('does nothing twice under one id, and is refused for something else', async () => {
    const before = await job(jobs.fresh)
    const again = await recall({ owner: 'Paul' })
    expect([...again.values()].map(({ repeated, did }) => [repeated, did])).toEqual([
      [true, 'rejudged'],
      [true, 'rejudged'],
      [true, 'held'],
      [true, 'held'],
      [true, 'held'],
    ])
    expect(await job(jobs.fresh)).toEqual(before)
    await expect(recall({ reason: 'another one' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('holds those that are named, passes over what is not its own, and is for who may recall', async () => {
    const named = await recall({ id: 'recall-0002', do: 'hold', jobs: [jobs.rush, jobs.fresh, jobs.gone] })
    expect(named.get(jobs.rush)).toMatchObject({ did: 'held', sentence: 'On hold: recall of release 1: wrong laps' })
    expect(named.get(jobs.fresh)).toMatchObject({ did: 'passed_over', sentence: 'Release 2 decides it, not release 1' })
    expect(named.get(jobs.gone)).toMatchObject({ did: 'passed_over' })
    await expect(recall({ id: 'recall-0003' }, lab.olga.client)).rejects.toMatchObject({ code: 'not_allowed' })
    const { items } = await lab.ann.client.listRecallJobs({ params: { release: 1 } })
    expect(items.map(({ orderRef }) => orderRef)).toEqual(['polished', 'deblocked', 'rush'])
  })

  it('stands in the audit trail', async () => {
    const { rows } = await lab.lims.database.ownerDb.raw<{ rows: { action: string; detail: unknown }[] }>(
      `select action, detail from audit_entries where action like 'recall.%' order by id`,
    )
    expect(rows.slice(0, 2)).toEqual([
      { action: 'recall.begun', detail: { recall: 'recall-0001', do: 'rejudge', reason: 'wrong laps', jobs: 'all' } },
      { action: 'recall.done', detail: { recall: 'recall-0001', do: 'rejudge', held: 3, rejudged: 2, passed_over: 0 } },
    ])
  })
})
