import type { Event } from '@ils/contract/event'
import { jobEventKinds } from '@ils/contract/job-events'
import { openLimsClient } from '@ils/lims-client/lims-client'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sentenceOf } from './event-sentence.ts'

const where = { station: 'polish', operator: 'Olga', machine: 'POL-1', scanId: 's', note: null }
const right = { ...where, eye: 'right' }

/** An event of a job and how it is told in the lab. */
const table: readonly (readonly [type: string, data: Record<string, unknown>, sentence: string])[] = [
  [
    'created',
    {
      ...{ kind: 'remake', original: 'job_1', reason: 'lab-error', priority: 'rush', frameWay: 'to_come' },
      ...{ promisedOn: '2026-11-25', total: 6500, currency: 'USD', routes: {}, rules: ['a', 'b#1'] },
    },
    'Taken by Olga, rush, its frame to come; promised for 2026-11-25, 65.00 USD. It makes job job_1 again (remake): lab-error. Rules that spoke: a, b#1',
  ],
  ['status_changed', { status: 'on_hold', from: 'in_production', reason: null }, 'Is on hold now, was in production'],
  [
    'promise_changed',
    { from: '2026-11-25', promisedOn: '2026-11-27', reason: 'much work at Edge' },
    'Promised a later day: 2026-11-27 instead of 2026-11-25, because much work at Edge',
  ],
  [
    'promise_changed',
    { from: '2026-11-27', promisedOn: '2026-11-25', reason: 'the frame came' },
    'Promised an earlier day: 2026-11-25 instead of 2026-11-27, because the frame came',
  ],
  [
    'moved',
    { ...right, did: 'finished', step: 'polish', next: 'deblock', batch: null },
    'POLISH done for the right lens by Olga at POL-1; next: DEBLOCK',
  ],
  [
    'moved',
    { ...right, eye: 'pair', did: 'finished', step: 'pack', next: null, batch: null, machine: null },
    'PACK done for the pair by Olga; all its steps are done',
  ],
  [
    'moved',
    { ...right, did: 'started', step: 'ar-coat', next: 'ar-coat', batch: 'B-1' },
    'AR-COAT begun for the right lens by Olga at POL-1, in batch B-1',
  ],
  ['tray_bound', { ...where, tray: 'T-2', before: 'T-1' }, 'Put into tray T-2, out of tray T-1 by Olga at POL-1'],
  ['tray_freed', { ...where, tray: 'T-2', machine: null }, 'Taken out of tray T-2 by Olga'],
  [
    'picked',
    { ...right, machine: null, mode: 'exchange', opc: '2', planned: '1', lot: 'L', reason: 'scratched' },
    'Blank 2 of lot L picked for the right lens instead of 1 by Olga: scratched',
  ],
  [
    'picked',
    { ...right, machine: null, mode: 'short', opc: '1', planned: '1', lot: null, reason: null },
    'No blank 1 was there for the right lens, said by Olga',
  ],
  ['frame_arrived', { ...where, machine: null }, 'The frame came, taken in by Olga'],
  [
    'held',
    { ...where, machine: null, code: 'x', reason: 'the frame is bent', owner: 'Otto', until: null, rules: ['r'] },
    'Put on hold by Olga: the frame is bent (r); Otto has to act',
  ],
  ['resumed', { ...where, machine: null, why: 'straightened' }, 'Let go on by Olga: straightened'],
  [
    'breakage',
    {
      ...{ ...right, breakage: 'b', reason: 'POL-G', means: 'Grey', fault: 'lab', lost: true, restart: 'pick' },
      ...{ attempt: 2, opc: '1', machine: null },
    },
    'The right lens was lost at POLISH, said by Olga: Grey (POL-G, the lab answers for it); blank 1 is gone; back to PICK, as lens number 2',
  ],
  [
    'breakage',
    {
      ...{ ...right, breakage: 'b', reason: 'TNT', means: 'Blotched', fault: 'lab', lost: false, restart: 'tint' },
      ...{ attempt: 1, opc: '1', machine: null },
    },
    'The right lens has to be worked again, seen at POLISH, said by Olga: Blotched (TNT, the lab answers for it); back to TINT',
  ],
  [
    'breakage_reversed',
    { ...right, machine: null, breakage: 'b', why: 'it was dirt', backTo: 'polish' },
    'The breakage of the right lens was taken back by Olga: it was dirt; it stands before POLISH again',
  ],
  [
    'inspected',
    { ...right, machine: null, verdict: 'pass', measured: {}, why: null, causes: [], rules: [] },
    'The right lens was inspected by Olga and is within tolerance',
  ],
  [
    'inspected',
    { ...right, machine: null, verdict: 'fail', measured: {}, why: null, causes: ['sphere off'], rules: ['t#1'] },
    'The right lens was inspected by Olga and failed: sphere off (t#1)',
  ],
  [
    'inspected',
    { ...right, machine: null, verdict: 'overridden', measured: {}, why: 'agreed', causes: ['sphere off'], rules: [] },
    'The right lens was inspected by Olga: sphere off; passed all the same: agreed',
  ],
  ['remade', { by: 'job_2', kind: 'non_adapt', reason: 'dizzy' }, 'Made again by job job_2 (non adapt): dizzy'],
  [
    'rejudged',
    { reason: 'wrong laps', before: '1', after: '2', differences: ['Price: 1 before, 2 now'], routes: {} },
    'Judged anew by Olga, by release 2 instead of 1, because wrong laps: Price: 1 before, 2 now',
  ],
  [
    'shipped',
    { ...where, machine: null, carrier: 'Parcel', tracking: 'T1' },
    'Left the lab with Parcel, T1, given out by Olga',
  ],
  [
    'cancelled',
    { ...where, machine: null, reason: 'moved away', fee: 1950, currency: 'USD', rules: ['cancel-fee'] },
    'Cancelled by Olga for 19.50 USD (cancel-fee): moved away',
  ],
]

describe('the sentence of an event', () => {
  const eventOf = (type: string, data: Record<string, unknown>) => ({ type: `job.${type}`, data }) as unknown as Event // All that is told of.
  const teller = { stationName: (id: string) => id.toUpperCase(), who: 'Olga', ofTheLab: true }

  it.each(table)('of %s says it in plain English', (type, data, sentence) => {
    expect(sentenceOf(eventOf(type, data), teller)).toBe(sentence)
  })

  it('is written for every event of a job', () => {
    const told = new Set(table.map(([type]) => `job.${type}`))
    const kinds = jobEventKinds.map(({ type }) => type).filter((type) => type.startsWith('job.'))
    expect(kinds.filter((type) => !told.has(type))).toEqual([])
  })

  it('names no hands and machines of the lab to a practice', () => {
    const practice = { ...teller, who: 'the lab', ofTheLab: false }
    for (const [type, data] of table) {
      expect(sentenceOf(eventOf(type, data), practice)).not.toMatch(/Olga|Otto|POL-1|B-1/)
    }
  })
})

describe('the story of a job', () => {
  let lab: FloorLab
  beforeAll(async () => {
    lab = await openFloorLab(readStandardLab())
  })
  afterAll(() => lab.close())

  it('says what a rule held and what somebody confirmed, with the rules', async () => {
    const facts = { job: { 'order.untranslated': 'like last time' } }
    const jobId = await lab.order({ orderRef: 'O-2', facts }).catch((error: unknown) => String(error))
    expect(jobId).toMatch(/^job_/)
    const { lines } = await lab.olga.client.jobStory({ params: { jobId } })
    expect(lines[0]?.sentence).toMatch(/\. Held: .+/)
    expect(lines[1]).toMatchObject({ type: 'job.held', by: 'the rules' })
    expect(lines[0]?.rules).toEqual(expect.arrayContaining(lines[1]?.rules ?? ['none']))
  })

  it('is told to its practice without names, and to no other', async () => {
    const jobId = await lab.order({ orderRef: 'O-3' })
    await lab.scan({ verb: 'finish', job: jobId, station: 'calculate', machine: 'LDS-1', note: 'by hand' })
    const [own, other] = await Promise.all([
      lab.member('Pam', 'ecp', 'practice-0012'),
      lab.member('Pat', 'ecp', 'practice-0013'),
    ])
    const { lines } = await openLimsClient({ url: lab.lims.url, key: own.key }).jobStory({ params: { jobId } })
    expect(lines.map(({ by }) => by)).toEqual(['the lab', 'the lab', 'the lab'])
    expect(JSON.stringify(lines)).not.toMatch(/Olga|LDS-1|by hand/)
    expect(lines[1]?.sentence).toBe('Calculation done for the right lens by the lab; next: Lens pick')
    await expect(other.client.jobStory({ params: { jobId } })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('tells what happened, by whom, where and why, with what was taken off the shelf', async () => {
    const admin = (await lab.member('Adam', 'admin')).client
    const jobId = await lab.order({ orderRef: 'O-1' })
    const opc = (await lab.olga.client.getJob({ params: { jobId } })).lenses[0]?.opc ?? ''
    await admin.adoptBlanks({ body: {} })
    await admin.receiveBlanks({ body: { lines: [{ opc, lot: 'L-1', quantity: 3 }] } })
    await lab.scan({ verb: 'bind-tray', job: jobId, tray: 'T-7' })
    await lab.scan({ verb: 'finish', job: jobId, station: 'calculate' })
    await lab.scan({ verb: 'pick', job: jobId, eye: 'right', mode: 'use', opc })
    await lab.scan({ verb: 'start', job: jobId, station: 'block', eye: 'right', machine: 'BLK-1' })
    await lab.scan({ verb: 'hold', job: jobId, reason: 'the frame is bent', owner: 'Otto' })
    await lab.scan({ verb: 'cancel', job: jobId, reason: 'the wearer moved away' })
    const { lines } = await lab.olga.client.jobStory({ params: { jobId } })
    const created = lines[0]
    expect(created?.sentence).toMatch(
      /^Taken by Olga, with its frame; promised for [\d-]+, 65.00 USD. Rules that spoke: /,
    )
    expect(created?.rules).toContain('trace-missing')
    expect(lines.slice(1).map(({ type, sentence }) => `${type}: ${sentence}`)).toEqual([
      'job.tray_bound: Put into tray T-7 by Olga',
      'job.moved: Calculation done for the right lens by Olga; next: Lens pick',
      'job.status_changed: Is in production now, was pending',
      `job.picked: Blank ${opc} of lot L-1 picked for the right lens by Olga`,
      'job.moved: Lens pick done for the right lens by Olga; next: Tape and block',
      `stock.moved: Blank ${opc} of lot L-1: one taken off the shelf for the right lens by Olga (used), 2 left`,
      'job.moved: Tape and block begun for the right lens by Olga at BLK-1',
      'job.held: Put on hold by Olga: the frame is bent; Otto has to act',
      'job.status_changed: Is on hold now, was in production: on hold: the frame is bent',
      'job.cancelled: Cancelled by Olga for 19.50 USD (cancel-fee): the wearer moved away',
      'job.status_changed: Is cancelled now, was on hold',
    ])
    expect(lines.find(({ type }) => type === 'job.held')).toMatchObject({ by: 'Olga', imported: false, station: null })
  })
})
