import type { Mail } from '../../../contract/accounts.ts'
import { dayInWords } from '../../../contract/say-day.ts'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openOrderingLab, type OrderingLab } from '@ils/testing/ordering-lab'
import type { PortalPerson } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellOfOrderTask } from '../tasks.ts'
import { tellOfOrder } from './tell-of-order.ts'

const PRACTICE = 'practice-0012'
const QUIET_SECONDS = 2

let opened: OrderingLab
let lab: OrderingLab['lab']
let portal: OrderingLab['portal']
let robin: PortalPerson
let sam: PortalPerson
beforeAll(async () => {
  const waits = { ILS_MAIL_WAIT_SECONDS: '1', ILS_MAIL_QUIET_SECONDS: String(QUIET_SECONDS) }
  opened = await openOrderingLab(readStandardLab(), waits)
  ;({ lab, portal, robin } = opened)
  sam = await portal.person({ role: 'ecp', practice: PRACTICE })
  await sam.portal.changeMe({ body: { language: 'de' } })
})
afterAll(() => opened.close())

const mailsTo = async ({ email }: PortalPerson, ref: string): Promise<Mail[]> => {
  const { items } = await (await portal.admin()).portal.listMails({ query: { limit: 200 } })
  return items.filter(({ to, subject }) => to === email && subject?.includes(`${ref}:`) === true)
}
const mailTo = (person: PortalPerson, ref: string, count = 1): Promise<Mail> =>
  until(`mail ${count} about ${ref} is written`, async () => (await mailsTo(person, ref)).toReversed()[count - 1])
/** All that is known was told, or was not worth it. */
const allTold = () =>
  until('everybody was told', async () => {
    // First it is noted who is to be told.
    const { rows } = await portal.database.ownerDb.raw<{ rows: { behind: boolean }[] }>(
      `select exists (select from events e where e.type like 'order.%' and (e.seq is null or e.seq >
         (select p.seq from reaction_positions p where p.reaction = 'orders.note-who-is-told'))) as behind`,
    )
    if (rows[0]?.behind !== false) return false
    const open: unknown[] = await portal.database.ownerDb('order_notices').whereNull('over_at')
    const { waiting, delayed, active } = await portal.app.queue.counts(tellOfOrderTask)
    return open.length + waiting + delayed + active === 0
  })
const ordered = async (orderRef: string) => opened.sent((await opened.order({ orderRef })).id)

describe('a hold at the lab', () => {
  it('is mailed once to who ordered, however often it is told, without a name', async () => {
    const { id, jobId } = await ordered('B-17')
    await lab.done({ verb: 'hold', job: jobId, reason: 'Which tint is meant?', owner: 'practice' })
    await opened.tell(jobId)
    const { subject, text, kind, state, hasHtml } = await mailTo(robin, 'B-17')
    expect([kind, state, hasHtml]).toEqual(['order', 'kept', true])
    expect(subject).toMatch(/^Order B-17: on hold/)
    expect(text).toContain('Which tint is meant?')
    expect(text).toContain('waits for your answer')
    expect(text).toContain('CR-39')
    expect(text).toContain(`${portal.url}/orders/${id}`)
    expect(text).toContain(`${portal.url}/account#notices`)
    expect(text).not.toContain('Example')
    await opened.tell(jobId)
    for (const event of [...(await lab.story(jobId))].reverse()) await opened.deliver(event)
    await allTold()
    expect(await mailsTo(robin, 'B-17')).toHaveLength(1)
    expect(await mailsTo(sam, 'B-17')).toEqual([])
  })

  it('that waits for the practice goes on with its answer, and the lab reads who answered', async () => {
    const { id, jobId } = await ordered('B-18')
    await lab.done({ verb: 'hold', job: jobId, reason: 'Which tint is meant?', owner: 'Practice' })
    await opened.tell(jobId)
    const held = await opened.shown(id)
    expect(held.hold).toMatchObject({ by: 'lab', answerable: true })
    const body = { version: held.version, answer: 'Grey, 75 %' }
    await sam.portal.answerHold({ params: { orderId: id }, body })
    expect((await lab.job(jobId)).hold).toBeNull()
    const resumed = (await lab.story(jobId)).find(({ type }) => type === 'job.resumed')
    expect(resumed?.data['why']).toBe('A ecp: Grey, 75 %')
    await opened.tell(jobId)
    expect((await opened.shown(id)).hold).toBeNull()
    const { items } = await robin.portal.getTimeline({ params: { orderId: id } })
    expect(items.map(({ what }) => what)).toEqual(expect.arrayContaining(['order.answered', 'job.resumed']))
    await expect(sam.portal.answerHold({ params: { orderId: id }, body })).rejects.toMatchObject({ code: 'conflict' })
    await allTold()
  })

  it('is answered by the lab itself where it does not wait for the practice', async () => {
    const { id, jobId } = await ordered('B-19')
    await lab.done({ verb: 'hold', job: jobId, reason: 'the machine stands still', owner: 'surfacing' })
    await opened.tell(jobId)
    const { version, hold } = await opened.shown(id)
    expect(hold?.answerable).toBe(false)
    const answer = robin.portal.answerHold({ params: { orderId: id }, body: { version, answer: 'Hurry' } })
    await expect(answer).rejects.toMatchObject({ code: 'conflict' })
    await allTold()
  })
})

describe('a promise that moved', () => {
  it('is mailed with the day before, the day now, and why', async () => {
    const { id, jobId, promisedOn } = await ordered('B-30')
    const until10 = new Date(portal.app.clock.now().getTime() + 10 * 86_400_000).toISOString()
    await lab.done({ verb: 'hold', job: jobId, reason: 'blank is ordered', until: until10 })
    await opened.tell(jobId)
    const { subject, text } = await mailTo(robin, 'B-30')
    expect(subject).toBe('Order B-30: on hold, the promised day moved')
    const { promisedOn: now } = await opened.shown(id)
    expect(now).not.toBe(promisedOn)
    const days = `from ${dayInWords(promisedOn ?? '', 'en')} to ${dayInWords(now ?? '', 'en')}`
    expect(text).toContain(days)
    expect(text).toContain('on hold: blank is ordered')
  })
})

describe('several changes of one order', () => {
  it('that come together are one mail, and what ended meanwhile is in none', async () => {
    const { jobId } = await ordered('B-20')
    await lab.done({ verb: 'hold', job: jobId, reason: 'looked at twice' })
    await lab.done({ verb: 'resume', job: jobId })
    await opened.tell(jobId)
    await allTold()
    expect((await mailsTo(robin, 'B-20')).filter(({ subject }) => subject?.includes('on hold'))).toEqual([])
    await lab.done({ verb: 'hold', job: jobId, reason: 'first reason' })
    await lab.done({ verb: 'hold', job: jobId, reason: 'second reason' })
    await opened.tell(jobId)
    await allTold()
    const held = (await mailsTo(robin, 'B-20')).filter(({ subject }) => subject?.includes('on hold'))
    expect(held).toHaveLength(1)
    expect(held[0]?.text).toContain('second reason')
    expect(held[0]?.text).not.toContain('first reason')
  })

  it('are not mailed within the quiet time, and told after it', async () => {
    const { jobId } = await ordered('B-21')
    await lab.done({ verb: 'hold', job: jobId, reason: 'one' })
    await opened.tell(jobId)
    const first = await mailTo(robin, 'B-21')
    await lab.done({ verb: 'hold', job: jobId, reason: 'two' })
    await opened.tell(jobId)
    const second = await mailTo(robin, 'B-21', 2)
    expect(second.text).toContain('two')
    const apart = new Date(second.writtenAt).getTime() - new Date(first.writtenAt).getTime()
    expect(apart).toBeGreaterThanOrEqual(QUIET_SECONDS * 1000)
  })
})

describe('what somebody chose', () => {
  it('is held until they choose otherwise: of the whole practice, in their language, or no mails at all', async () => {
    const chosen = await robin.portal.getNoticeWishes()
    expect(chosen).toEqual({ orders: 'mine', branchId: null, kinds: ['refused', 'held', 'promise'], usual: true })
    await robin.portal.setNoticeWishes({ body: { orders: 'mine', branchId: null, kinds: [] } })
    await sam.portal.setNoticeWishes({ body: { orders: 'practice', branchId: null, kinds: ['shipped', 'held'] } })
    const { jobId } = await ordered('B-22')
    await lab.done({ verb: 'hold', job: jobId, reason: 'frame missing' })
    await opened.tell(jobId)
    const held = await mailTo(sam, 'B-22')
    expect(held.subject).toBe('Bestellung B-22: angehalten')
    expect(held.text).toContain('Guten Tag')
    await lab.done({ verb: 'resume', job: jobId })
    await lab.workTo(jobId, 'pair', null)
    await lab.done({ verb: 'ship', job: jobId, carrier: 'Parcel', tracking: 'T-4711' })
    // From the end to the beginning: that it left is told all the same, and once.
    for (const event of [...(await lab.story(jobId))].reverse()) await opened.deliver(event)
    const shipped = await mailTo(sam, 'B-22', 2)
    expect(shipped.subject).toBe('Bestellung B-22: hat das Labor verlassen')
    expect(shipped.text).toContain('T-4711')
    await allTold()
    expect(await mailsTo(sam, 'B-22')).toHaveLength(2)
    expect(await mailsTo(robin, 'B-22')).toEqual([])
    await robin.portal.setNoticeWishes({ body: { orders: 'mine', branchId: null, kinds: chosen.kinds } })
  })

  it('is one of the branches of their own practice', async () => {
    const body = { orders: 'branch' as const, kinds: [] }
    const wanted = (branchId: string | null) => sam.portal.setNoticeWishes({ body: { ...body, branchId } })
    await expect(wanted('brn_01kafw3v8h4e5r6t7y8z9a0b1c')).rejects.toMatchObject({ code: 'not_found' })
    await expect(wanted(null)).rejects.toMatchObject({ code: 'invalid_request' })
  })

  it('is not mailed to somebody who was switched off meanwhile', async () => {
    const gone = await portal.person({ role: 'ecp', practice: PRACTICE })
    const everything = { orders: 'practice' as const, branchId: null, kinds: ['held' as const] }
    await gone.portal.setNoticeWishes({ body: everything })
    const { jobId } = await ordered('B-23')
    await lab.done({ verb: 'hold', job: jobId, reason: 'frame missing' })
    const { portal: admin } = await portal.admin()
    const account = { params: { accountId: gone.accountId }, body: { version: 2, disabled: true } }
    await opened.tell(jobId)
    await admin.changeAccount(account)
    await mailTo(robin, 'B-23')
    await allTold()
    expect(await mailsTo(gone, 'B-23')).toEqual([])
  })
})

describe('a process that dies while it tells', () => {
  it('has told nothing, and the next one tells it once', async () => {
    const { id, jobId } = await ordered('B-24')
    await portal.app.queue.pause(tellOfOrderTask)
    await lab.done({ verb: 'hold', job: jobId, reason: 'frame missing' })
    await opened.tell(jobId)
    await until('it is noted', () => portal.database.ownerDb('order_notices').where({ order_id: id }).first())
    const task = {
      ...{ id: 'tsk_1', uniqueId: 'died', attempt: 1, signal: new AbortController().signal },
      data: { orderId: id, accountId: robin.accountId },
    }
    const died = tellOfOrder(portal.app, { ...task, settle: () => Promise.reject(new Error('gone')) })
    await expect(died).rejects.toThrow('gone')
    expect(await mailsTo(robin, 'B-24')).toEqual([])
    await portal.app.queue.resume(tellOfOrderTask)
    await mailTo(robin, 'B-24')
    await allTold()
    expect(await mailsTo(robin, 'B-24')).toHaveLength(1)
  })
})

describe('the outbox', () => {
  it('shows managers the mails about orders only, as pages that run nothing', async () => {
    const manager = await portal.person({ role: 'manager' })
    const { items } = await manager.portal.listMails({ query: { limit: 200 } })
    expect(items.length).toBeGreaterThan(0)
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['order']))
    const page = await manager.fetch(`${portal.url}/api/outbox/${items[0]?.id ?? ''}/page`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain('sandbox')
    expect(policy).not.toContain('unsafe-inline')
    expect(await page.text()).toContain('/account#notices')
    const { items: all } = await (await portal.admin()).portal.listMails({ query: { limit: 200 } })
    const secret = all.find(({ kind }) => kind === 'access')
    expect((await manager.fetch(`${portal.url}/api/outbox/${secret?.id ?? ''}/page`)).status).toBe(404)
    await expect(robin.portal.listMails()).rejects.toMatchObject({ code: 'not_allowed' })
  })
})
