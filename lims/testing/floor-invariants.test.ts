import type { Event } from '@ils/contract/event'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFloorLab, type FloorLab } from './floor-lab.ts'
import { replayJobs } from './floor-replay.ts'
import { replayStock } from './floor-stock.ts'

let lab: FloorLab
/** A log with a bit of everything; every violation is planted into it. */
let log: Event[]
let job: string
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
  await lab.receive({ '1001100004': 5, '1056100004': 5 })
  job = await lab.order()
  await lab.done({ verb: 'bind-tray', job, tray: '1' })
  await lab.workTo(job, 'right', 'polish')
  await lab.done({ verb: 'hold', job, reason: 'a question' })
  await lab.done({ verb: 'resume', job })
  await lab.done({ verb: 'break', job, eye: 'right', station: 'polish', reason: 'POL-G' })
  await lab.workTo(job, 'pair', null)
  await lab.done({ verb: 'ship', job, carrier: 'Parcel' })
  const other = await lab.order()
  await lab.done({ verb: 'bind-tray', job: other, tray: '2' })
  await lab.done({ verb: 'hold', job: other, reason: 'a question' })
  log = [...(await lab.story(job)), ...(await lab.story(other))]
  for (const opc of ['1001100004', '1056100004']) log.push(...(await lab.story(opc)))
  log.sort((a, b) => a.seq - b.seq)
})
afterAll(() => lab.close())

const blamed = (events: readonly Event[]) =>
  [...replayJobs(events).violations, ...replayStock(events).violations].join('\n')
type Data = Record<string, unknown>
const isMove =
  (step: string, did = 'finished') =>
  (event: Event) =>
    event.type === 'job.moved' && event.data['step'] === step && event.data['did'] === did
const isType = (type: string) => (event: Event) => event.type === type

/** The log with one event otherwise, and all that comes after it as it was. */
function changed(which: (event: Event) => boolean, change: (data: Data, event: Event) => Partial<Event>): Event[] {
  const at = log.findIndex(which)
  return log.map((event, i) => (i === at ? { ...event, ...change({ ...event.data }, event) } : event))
}
const without = (which: (event: Event) => boolean): Event[] => {
  const at = log.findLastIndex(which)
  return log.filter((_, i) => i !== at)
}
const twice = (which: (event: Event) => boolean): Event[] => {
  const at = log.findIndex(which)
  return log.flatMap((event, i) => (i === at ? [event, event] : [event]))
}

it('what really happened violates nothing', async () => {
  expect(blamed(log)).toBe('')
  expect((await lab.verdict()).violations).toEqual([])
})

describe('it is seen in the log when', () => {
  it('a step was skipped', () => {
    expect(blamed(without(isMove('generate')))).toMatch(/right stands before generate, and moved at polish/)
  })
  it('a step was made twice, or a version', () => {
    expect(blamed(twice(isMove('block')))).toMatch(/right stands before generate, and moved at block/)
    expect(blamed(twice(isType('job.held')))).toMatch(/version \d+ after \d+/)
  })
  it('a pair went ahead of its lens', () => {
    const mount = log.find(isMove('mount'))
    const early = log.flatMap((event) => (isMove('block')(event) && mount ? [mount, event] : [event]))
    expect(blamed(early)).toMatch(/pair moved at mount ahead of right/)
  })
  it('a lens is in two places', () => {
    expect(blamed(changed(isMove('polish'), (data) => ({ data: { ...data, eye: 'left' } })))).toMatch(
      /left stands before/,
    )
  })
  it('a lens came out of a batch it was not in', () => {
    expect(blamed(changed(isMove('hard-coat'), (data) => ({ data: { ...data, batch: 'B-9' } })))).toMatch(
      /came out of B-9/,
    )
  })
  it('a lens left the pick without a blank, or had two', () => {
    expect(blamed(without(isType('job.picked')))).toMatch(/left the pick without a blank/)
    expect(blamed(twice(isType('job.picked')))).toMatch(/has a blank already/)
  })
  it('a lens was lost and stayed the same one', () => {
    const same = changed(isType('job.breakage'), (data) => ({ data: { ...data, lost: false } }))
    expect(blamed(same)).toMatch(/is lens 2, and by the log 1/)
  })
  it('a broken lens went back to what was ahead of it', () => {
    const ahead = changed(isType('job.breakage'), (data) => ({ data: { ...data, restart: 'edge' } }))
    expect(blamed(ahead)).toMatch(/goes back to edge, which is not behind it/)
  })
  it('a held job was worked on', () => {
    expect(blamed(without(isType('job.resumed')))).toMatch(/held: true, and its state is in_production/)
    const held = log.find(isType('job.held'))
    const early = log.flatMap((event) => (held && isMove('generate')(event) ? [held, event] : [event]))
    expect(blamed(early)).toMatch(/moved though it is held/)
  })
  it('a state came that no move leads to, or that was never said', () => {
    const shipped = (event: Event) => event.type === 'job.status_changed' && event.data['status'] === 'shipped'
    const jump = changed(isType('job.status_changed'), (data) => ({ data: { ...data, status: 'shipped' } }))
    expect(blamed(jump)).toMatch(/no move leads from pending to shipped/)
    expect(blamed(without(shipped))).toMatch(/it was said to be shipped, and still is completed/)
  })
  it('something happened to a job that had left', () => {
    const held = log.find(isType('job.held'))
    if (!held) throw new Error('no hold')
    expect(blamed([...log, { ...held, subjectVersion: 999 }])).toMatch(/it was shipped already/)
  })
  it('a job left that was not made whole', () => {
    expect(blamed(without(isMove('pack')))).toMatch(/pair stands before pack/)
  })
  it('two jobs lie in one tray', () => {
    const second = log.findIndex((event) => event.type === 'job.tray_bound' && event.subject !== job)
    const bound = log[second]
    const first = log.findIndex(isType('job.tray_bound'))
    if (!bound) throw new Error('no tray')
    // The other job comes into the first one's tray while it is still there.
    const created = log.filter((event) => event.type === 'job.created' && event.subject !== job)
    const early = [...log.slice(0, first + 1), ...created, { ...bound, data: { ...bound.data, tray: '1' } }]
    expect(blamed(early)).toMatch(/tray 1 holds job_/)
  })
  it('a scan was applied twice', () => {
    const scanId = log.find(isMove('generate'))?.data['scanId']
    const again = changed(isMove('deblock'), (data) => ({ data: { ...data, scanId } }))
    expect(blamed(again)).toMatch(/was applied twice/)
  })
  it('a promise came from another day than was promised', () => {
    const held = log.find(isType('job.held'))
    if (!held) throw new Error('no hold')
    const { jobId, orderRef, status } = held.data as { jobId: string; orderRef: string; status: string }
    const data = { jobId, orderRef, status, from: '2020-01-01', promisedOn: '2020-01-02', reason: 'x' }
    const planted = log.flatMap((event) =>
      event === held
        ? [event, { ...held, type: 'job.promise_changed', subjectVersion: held.subjectVersion + 0.5, data }]
        : [event],
    )
    expect(blamed(planted)).toMatch(/2020-01-01 was promised/)
  })
  it('stock does not add up, falls below nothing, or a pick took none', () => {
    const isTaken = isType('stock.moved')
    expect(blamed(without(isType('stock.received')))).toMatch(/less than nothing|are said to be/)
    expect(blamed(changed(isTaken, (data) => ({ data: { ...data, balance: 4, change: -2 } })))).toMatch(
      /are said to be/,
    )
    expect(blamed(without(isTaken))).toMatch(/picked/)
    expect(blamed(changed(isTaken, (data) => ({ data: { ...data, change: -9, balance: -4 } })))).toMatch(
      /less than nothing/,
    )
  })
})

describe('it is seen in the tables when', () => {
  const tampered = async (change: string, back: string) => {
    const { ownerDb } = lab.lims.database
    await ownerDb.raw(change)
    const { violations } = await lab.verdict()
    await ownerDb.raw(back)
    return violations.join('\n')
  }
  it('a job, a lens, a queue or a shelf is otherwise than the log says', async () => {
    const [right] = [`job_id = '${job}' and eye = 'right'`]
    expect(
      await tampered(
        `update jobs set version = version + 1 where id = '${job}'`,
        `update jobs set version = version - 1 where id = '${job}'`,
      ),
    ).toMatch(/by the log shipped v/)
    expect(
      await tampered(`update lenses set at = at - 1 where ${right}`, `update lenses set at = at + 1 where ${right}`),
    ).toMatch(/by its rows/)
    expect(
      await tampered(`update lenses set attempt = 3 where ${right}`, `update lenses set attempt = 2 where ${right}`),
    ).toMatch(/lens 3/)
    const queued = `'${job}', 'right', 'polish', 'ready', null, now(), 0, 1, now()`
    expect(await tampered(`insert into queue values (${queued})`, `delete from queue where job_id = '${job}'`)).toMatch(
      /stands in the queue, and not by the log/,
    )
    expect(
      await tampered(`update blanks set on_hand = on_hand + 1`, `update blanks set on_hand = on_hand - 1`),
    ).toMatch(/there, and by the log/)
    expect(
      await tampered(`update blanks set reserved = reserved + 1`, `update blanks set reserved = reserved - 1`),
    ).toMatch(/lenses want one/)
    expect((await lab.verdict()).violations).toEqual([])
  })
})
