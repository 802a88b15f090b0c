import type { ImportAnswer, ImportedJob } from '@ils/contract/imports'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { singleVision } from '@ils/testing/single-vision'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let lab: FloorLab
let admin: LimsClient
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
  admin = (await lab.member('Adam', 'admin')).client
})
afterAll(() => lab.close())

async function bring(lines: readonly unknown[], client = admin): Promise<ImportAnswer[]> {
  const answers: ImportAnswer[] = []
  for await (const answer of client.importJobs({ lines: lines as ImportedJob[] })) answers.push(answer)
  return answers
}

const { practice: _, ...order } = singleVision
const orderOf = order as NonNullable<ImportedJob['order']>

const at = (day: number, time: string): string => `2026-09-${String(day).padStart(2, '0')}T${time}:00Z`

/** Ordered on the first, broken at polishing, shipped on the fourth. */
const closed: ImportedJob = {
  ...{
    externalId: 'OLD-1',
    practice: 'practice-0012',
    patientRef: 'P-1',
    orderRef: 'O-1',
    status: 'shipped',
    total: 6500,
  },
  ...{ receivedAt: at(1, '08:00'), promisedOn: '2026-09-04', order: orderOf },
  events: [
    { at: at(1, '09:00'), type: 'finished', station: 'pick', operator: 'Pia' },
    { at: at(1, '10:00'), type: 'started', station: 'polish', eye: 'right', operator: 'Pol', machine: 'POL-1' },
    { at: at(1, '10:05'), type: 'breakage', station: 'polish', eye: 'right', reason: 'POL-G', operator: 'Pol' },
    { at: at(2, '09:00'), type: 'held', reason: 'no blank' },
    { at: at(2, '12:00'), type: 'resumed' },
    { at: at(2, '13:00'), type: 'finished', station: 'polish', eye: 'right', operator: 'Pol' },
    { at: at(3, '09:00'), type: 'inspected', station: 'final', verdict: 'pass', measured: { sphere: -6.25 } },
    { at: at(3, '10:00'), type: 'finished', station: 'final' },
    { at: at(4, '17:00'), type: 'shipped', carrier: 'Parcel', tracking: 'T-1' },
  ],
}

/** Stands before polishing on the right; its left lens is stocked and cut. */
const open: ImportedJob = {
  ...{ externalId: 'OLD-2', practice: 'practice-0012', orderRef: 'O-2', status: 'in_production', tray: 'T-100' },
  ...{ receivedAt: at(10, '08:00'), order: orderOf },
  events: [
    { at: at(10, '09:00'), type: 'finished', station: 'calculate', eye: 'right' },
    { at: at(10, '09:10'), type: 'finished', station: 'pick', eye: 'right', operator: 'Pia' },
    { at: at(10, '09:20'), type: 'finished', station: 'block', eye: 'right' },
    { at: at(10, '09:30'), type: 'finished', station: 'generate', eye: 'right' },
  ],
}

const story = async (jobId: string | null) => (await lab.olga.client.jobStory({ params: { jobId: jobId ?? '' } })).lines
const job = (jobId: string | null) => lab.olga.client.getJob({ params: { jobId: jobId ?? '' } })

async function queued(jobId: string | null): Promise<string[]> {
  const { rows } = await lab.lims.database.ownerDb.raw<{ rows: { eye: string; station: string }[] }>(
    'select eye, station from queue where job_id = ? order by eye',
    [jobId],
  )
  return rows.map(({ eye, station }) => `${eye} ${station}`)
}

describe('what a lab brings from its old system', () => {
  it('comes into the past with its times when it is closed', async () => {
    const [answer] = await bring([closed])
    expect(answer).toMatchObject({ line: 1, externalId: 'OLD-1', result: 'made', message: null })
    const made = await job(answer?.jobId ?? null)
    expect(made).toMatchObject({ status: 'shipped', total: 6500, receivedAt: '2026-09-01T08:00:00.000Z' })
    expect(made).toMatchObject({ estimatedCompletionDate: '2026-09-04', endedAt: '2026-09-04T17:00:00.000Z' })
    expect(made.lenses.map(({ eye, attempt, state }) => `${eye} ${attempt} ${state}`)).toEqual([
      'right 2 done',
      'left 1 done',
      'pair 1 done',
    ])
    const lines = await story(answer?.jobId ?? null)
    expect(lines.every(({ imported }) => imported)).toBe(true)
    expect(lines.map((line) => `${line.at.slice(5, 16)} ${line.sentence}`)).toEqual([
      '09-01T08:00 Taken by the former system, with its frame; promised for 2026-09-04, 65.00 USD',
      '09-01T09:00 Lens pick done for the right lens by Pia; next: Polish',
      '09-01T09:00 Lens pick done for the left lens by Pia; all its steps are done',
      '09-01T09:00 Is in production now, was pending',
      '09-01T10:00 Polish begun for the right lens by Pol at POL-1',
      '09-01T10:05 The right lens was lost at Polish, said by Pol: Grey (POL-G, the lab answers for it); blank 1001100004 is gone; back to Lens pick, as lens number 2',
      '09-02T09:00 Put on hold by the former system: no blank',
      '09-02T09:00 Is on hold now, was in production: no blank',
      '09-02T12:00 Let go on by the former system',
      '09-02T12:00 Is in production now, was on hold',
      '09-02T13:00 Polish done for the right lens by Pol; all its steps are done',
      '09-03T09:00 The right lens was inspected by the former system and is within tolerance',
      '09-03T09:00 The left lens was inspected by the former system and is within tolerance',
      '09-03T10:00 Final inspection done for the pair by the former system; all its steps are done',
      '09-03T10:00 Is quality check now, was in production',
      '09-04T17:00 Is completed now, was quality check',
      '09-04T17:00 Left the lab with Parcel, T-1, given out by the former system',
      '09-04T17:00 Is shipped now, was completed',
    ])
    expect(made.version).toBe(lines.length)
    const { items } = await lab.ann.client.listJudgements({ query: { limit: 1 } })
    expect(items[0]).toMatchObject({ id: made.judgementId, origin: 'import', outcome: 'accepted' })
    expect(await queued(answer?.jobId ?? null)).toEqual([])
  })

  it('comes onto the floor at its next step when it is open, and goes on from there', async () => {
    const [answer] = await bring([open])
    expect(answer).toMatchObject({ result: 'made' })
    const jobId = answer?.jobId ?? ''
    const made = await job(jobId)
    expect(made).toMatchObject({ status: 'in_production', tray: 'T-100', release: 1 })
    expect(made.lenses.map(({ eye, step, state }) => `${eye} ${step} ${state}`)).toEqual([
      'right polish ready',
      'left pick ready',
      'pair mount waiting',
    ])
    expect(await queued(jobId)).toEqual(['left pick', 'right polish'])
    const early = await lab.scan({ verb: 'finish', job: 'tray:T-100', station: 'edge', eye: 'right' })
    expect(early).toMatchObject({ result: 'refused', code: 'track_stop' })
    const done = await lab.scan({ verb: 'finish', job: 'tray:T-100', station: 'polish', eye: 'right' })
    expect(done.sentence).toBe('Polish done for the right lens; next: Deblock and clean')
    const left = made.lenses[1]?.opc ?? ''
    expect(await lab.scan({ verb: 'pick', job: jobId, eye: 'left', mode: 'use', opc: left })).toMatchObject({
      result: 'applied',
    })
  })

  it('is there once, however often it is sent; sent otherwise it is refused with the difference', async () => {
    const other = { ...closed, total: 7000, events: closed.events.slice(1) }
    const answers = await bring([closed, open, other])
    expect(answers.map(({ result }) => result)).toEqual(['already_there', 'already_there', 'refused'])
    expect(answers[2]?.causes.map(({ field, value, limit }) => [field, value, limit])).toEqual([
      ['lines.3.events', expect.stringMatching(/^other content/), expect.stringMatching(/^other content/)],
      ['lines.3.total', '7000', '6500'],
    ])
    expect(answers[2]?.jobId).toBe(answers[0]?.jobId)
  })

  it('is there once when it stands twice in one stream, and when two bring it at once', async () => {
    const line = (externalId: string): ImportedJob => ({ ...closed, externalId })
    const twice = await bring([line('TWICE-1'), line('TWICE-1')])
    expect(twice.map(({ result }) => result)).toEqual(['made', 'already_there'])
    const many = Array.from({ length: 30 }, (_, i) => line(`BOTH-${i}`))
    const [one, other] = await Promise.all([bring(many), bring(many.toReversed())])
    const made = [...one, ...other].filter(({ result }) => result === 'made')
    expect(made).toHaveLength(30)
    expect(new Set(one.map(({ jobId }) => jobId))).toEqual(new Set(other.map(({ jobId }) => jobId)))
  })

  it('knows the original of what was made again, or says that it does not', async () => {
    const again = { ...closed, kind: 'remake', reason: 'lab-error' } as const
    const [first, second] = await bring([
      { ...again, externalId: 'RE-1', original: 'OLD-1' },
      { ...again, externalId: 'RE-2', original: 'NEVER' },
    ])
    expect((await job(first?.jobId ?? null)).original).toBe((await bring([closed]))[0]?.jobId)
    expect(second).toMatchObject({ result: 'made', message: expect.stringContaining('no job NEVER was imported') })
  })

  it('needs no order when it is closed; asked for it, the lab says that it has none', async () => {
    const { order: __, ...bare } = closed
    const [answer] = await bring([{ ...bare, externalId: 'BARE-1' }])
    expect(answer).toMatchObject({ result: 'made' })
    expect(await job(answer?.jobId ?? null)).toMatchObject({ judgementId: null, decisionHash: null })
    const params = { jobId: answer?.jobId ?? '' }
    await expect(lab.olga.client.remakeJob({ params, body: { kind: 'remake', reason: 'lost' } })).rejects.toMatchObject(
      {
        code: 'conflict',
      },
    )
  })

  it('takes an open job without an order along the way that it gives', async () => {
    const way = (eye: 'right' | 'pair', ...steps: string[]) => steps.map((step) => ({ eye, step }))
    const [answer] = await bring([
      {
        ...{ externalId: 'WAY-1', status: 'in_production', receivedAt: at(11, '08:00'), events: [] },
        route: [
          { eye: 'right', step: 'pick', doneAt: at(11, '09:00') },
          ...way('right', 'edge'),
          ...way('pair', 'mount', 'final'),
        ],
      },
    ])
    expect(answer).toMatchObject({ result: 'made' })
    const jobId = answer?.jobId ?? ''
    expect(await lab.scan({ verb: 'finish', job: jobId, station: 'edge', eye: 'right' })).toMatchObject({
      result: 'applied',
    })
    expect(await lab.scan({ verb: 'finish', job: jobId, station: 'mount' })).toMatchObject({ status: 'quality_check' })
    const look = { verb: 'inspect', job: jobId, station: 'final', eye: 'right', measured: { sphere: -2 } } as const
    expect(await lab.scan(look)).toMatchObject({ verdict: 'fail' })
    expect(await lab.scan({ ...look, why: 'as the old papers say' })).toMatchObject({ verdict: 'overridden' })
    expect(await lab.scan({ verb: 'cancel', job: jobId, reason: 'not wanted' })).toMatchObject({ status: 'cancelled' })
  })

  it('refuses each line by itself, with line, field, value and limit', async () => {
    const faults = [
      { ...closed, externalId: 'BAD-1', events: closed.events.slice(0, -1) },
      { ...closed, externalId: 'BAD-2', receivedAt: at(2, '08:00') },
      { ...open, externalId: 'BAD-3' },
      {
        ...open,
        externalId: 'BAD-4',
        tray: 'T-4',
        events: [...open.events.slice(0, 2), { at: at(10, '10:00'), type: 'started', station: 'edge', eye: 'right' }],
      },
      { ...open, externalId: 'BAD-5', tray: 'T-5', status: 'completed' },
      { externalId: 'BAD-6', status: 'pending', receivedAt: at(1, '08:00'), events: [] },
      { ...closed, externalId: 'BAD-7', status: 'vanished' },
      {
        ...closed,
        externalId: 'BAD-8',
        events: [{ at: at(2, '08:00'), type: 'breakage', station: 'polish' }, ...closed.events],
      },
      { ...closed, externalId: 'GOOD-1' },
    ]
    const answers = await bring(faults)
    expect(
      answers.map(({ line, result, causes }) => [
        line,
        result,
        ...causes.map(({ code, field, value }) => [code, field, value]),
      ]),
    ).toEqual([
      [1, 'refused', ['end', 'lines.1.events', 0]],
      [
        2,
        'refused',
        ...[0, 1, 2].map((i) => [
          'before_received',
          `lines.2.events.${i}.at`,
          closed.events[i]?.at.replace('00Z', '00.000Z'),
        ]),
      ],
      [3, 'refused', ['tray_taken', 'lines.3.tray', 'T-100']],
      [4, 'refused', ['track_stop', 'lines.4.events.2.station', 'edge']],
      [5, 'refused', ['state', 'lines.5.status', 'completed']],
      [6, 'refused', ['missing', 'lines.6.route', null]],
      [7, 'refused', ['enum', 'lines.7.status', 'vanished']],
      [8, 'refused', ['missing', 'lines.8.events.0.reason', null]],
      [9, 'made'],
    ])
    expect(answers[3]?.message).toBe(
      'lines.4.events.2.station: started cannot be: The right lens of job ' +
        `${/job_\w+/.exec(answers[3]?.message ?? '')?.[0] ?? ''}: Tape and block is missing`,
    )
  })

  it('is for administrators', async () => {
    await expect(bring([closed], lab.olga.client)).rejects.toMatchObject({ code: 'not_allowed' })
  })
})
