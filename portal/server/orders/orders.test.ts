import { LimsRefused } from '@ils/lims-client/refused'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openOrderingLab, type OrderingLab } from '@ils/testing/ordering-lab'
import { openTestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LiveLine } from '../../contract/live.ts'
import { mirrorCatalogue } from '../catalogue/public.ts'
import { reconcileOrders } from './public.ts'

const CREATE = '/api/jobs/create'

let opened: OrderingLab
let lab: OrderingLab['lab']
let far: OrderingLab['far']
let portal: OrderingLab['portal']
let robin: OrderingLab['robin']
let wanted: OrderingLab['wanted']
let configuration: OrderingLab['configuration']
let patient: OrderingLab['patient']
let order: OrderingLab['order']
let shown: OrderingLab['shown']
let sent: OrderingLab['sent']
let deliver: OrderingLab['deliver']
let tell: OrderingLab['tell']
beforeAll(async () => {
  opened = await openOrderingLab(readStandardLab())
  ;({ lab, far, portal, robin, wanted, configuration, patient, order, shown, sent, deliver, tell } = opened)
})
afterAll(() => opened.close())

const refused = async (call: Promise<unknown>): Promise<LimsRefused> => {
  const error: unknown = await call.catch((one: unknown) => one)
  if (error instanceof LimsRefused) return error
  throw new Error('it was not refused', { cause: error })
}

describe('an order', () => {
  it('becomes a job of the lab, with a promise and a place in the queue, and without a name', async () => {
    const patientId = await patient('Wollmilchsau')
    const body = {
      patientId,
      configuration: configuration(),
      orderRef: 'B-17',
      frameWay: 'to_come' as const,
      note: 'urgent',
    }
    const taken = await robin.portal.takeOrder({ body })
    expect(taken).toMatchObject({ status: 'submitted', patient: { familyName: 'Wollmilchsau' }, note: 'urgent' })
    expect(taken.lens).toContain('CR-39')
    expect(taken.price?.total).toBeGreaterThan(0)
    const confirmed = await sent(taken.id)
    expect(confirmed).toMatchObject({ status: 'pending', sending: { state: 'sent', tries: 1 }, late: false })
    expect(confirmed.queuePosition).toBeGreaterThan(0)
    expect(confirmed.sentToLabAt).not.toBeNull()
    const job = await lab.job(confirmed.jobId)
    expect(job).toMatchObject({
      practice: 'practice-0012',
      patientRef: patientId,
      orderRef: 'B-17',
      frameWay: 'to_come',
    })
    expect(confirmed.promisedOn).toBe(job.estimatedCompletionDate)
    expect(JSON.stringify(await portal.database.ownerDb('orders'))).not.toContain('Wollmilchsau')
    expect(JSON.stringify(await lab.story(job.id))).not.toContain('Wollmilchsau')
    expect(portal.log.text()).not.toContain('does not believe')
  })

  it('has its lens counted, so that what a practice orders most stands first', async () => {
    const before = (await robin.portal.oftenOrdered()).items[0]?.times ?? 0
    await order()
    const { 'design.id': design, 'material.id': material } = wanted.job
    expect((await robin.portal.oftenOrdered()).items).toEqual([{ design, material, times: before + 1 }])
  })

  it('is expected, before it is ordered, on the day that it is promised for then', async () => {
    const wish = configuration()
    const said = await robin.portal.judgeConfiguration({ body: { configuration: wish } })
    expect(said).toMatchObject({ outcome: 'accepted' })
    const { promisedOn } = await sent((await order({ configuration: wish })).id)
    expect(promisedOn).not.toBeNull()
    expect(said.expectedOn).toBe(promisedOn)
  })

  it('moves on the screen when its tray is scanned', async () => {
    const { id, jobId } = await sent((await order()).id)
    const lines = robin.portal.followLive()[Symbol.asyncIterator]()
    const next = async (fits: (line: LiveLine) => boolean): Promise<LiveLine> => {
      for (;;) {
        const { value, done } = await lines.next()
        if (done) throw new Error('the stream ended')
        if (fits(value)) return value
      }
    }
    await next(({ kind }) => kind === 'begun')
    await lab.workTo(jobId, 'right', 'polish')
    await tell(jobId)
    await next(({ order: moved }) => moved?.id === id && moved.status === 'in_production')
    await lines.return?.(undefined)
    expect((await shown(id)).status).toBe('in_production')
    const { items } = await robin.portal.getTimeline({ params: { orderId: id } })
    expect(items.slice(0, 2).map(({ what }) => what)).toEqual(['order.taken', 'order.sent'])
    expect(items.map(({ sentence }) => sentence)).toEqual(
      expect.arrayContaining(['Being made', 'Right lens: generate done']),
    )
  })

  it('is the same whether the lab tells it once, twice, or from the end to the beginning', async () => {
    const { id, jobId } = await sent((await order()).id)
    await lab.workTo(jobId, 'right', 'polish')
    await lab.done({ verb: 'hold', job: jobId, reason: 'frame missing' })
    const story = await lab.story(jobId)
    for (const event of [...story].reverse()) expect((await deliver(event)).status).toBe(200)
    const once = await shown(id)
    expect(once).toMatchObject({ status: 'on_hold', hold: { by: 'lab' } })
    const happenings = (await robin.portal.getTimeline({ params: { orderId: id } })).items
    for (const event of [...story, ...story]) expect((await deliver(event)).status).toBe(200)
    const { version: _, seenAt: __, ...again } = await shown(id)
    expect(once).toMatchObject(again)
    expect((await robin.portal.getTimeline({ params: { orderId: id } })).items).toEqual(happenings)
    expect(once.promisedOn).toBe((await lab.job(jobId)).estimatedCompletionDate)
  })

  it('moves without webhooks too: the portal asks the LIMS what it would tell', async () => {
    const { key } = await lab.member('Another portal', 'service')
    const second = await openTestPortal({ lims: { url: far.url, key } })
    const { portal: sam } = await second.person({ role: 'ecp', practice: 'practice-0012' })
    const { id: patientId } = await sam.addPatient({ body: { givenName: 'Sam', familyName: 'Example' } })
    await until('the log is followed', () => second.database.ownerDb('lims_feed').first('position'))
    const { id: orderId } = await sam.takeOrder({ body: { patientId, configuration: configuration() } })
    const jobId = await until('the lab confirmed it', async () => (await sam.getOrder({ params: { orderId } })).jobId)
    await lab.workTo(jobId, 'right', 'polish')
    await until('it is in production', async () => {
      const { status } = await sam.getOrder({ params: { orderId } })
      return status === 'in_production'
    })
    await second.close()
  })

  it('is made good for when nothing was told of it', async () => {
    const { id, jobId } = await sent((await order()).id)
    await lab.workTo(jobId, 'right', 'polish')
    expect((await shown(id)).status).toBe('pending')
    await reconcileOrders(portal.app, new AbortController().signal, -1000)
    expect((await shown(id)).status).toBe('in_production')
    expect(await reconcileOrders(portal.app, new AbortController().signal, -1000)).toBe(0)
  })

  it('is refused with every cause where the lab cannot make it, and nothing is kept', async () => {
    const patientId = await patient('Refused')
    const impossible = { ...configuration(), right: { ...wanted.right, 'rx.sphere': -45_000 } }
    const { code, problem } = await refused(robin.portal.takeOrder({ body: { patientId, configuration: impossible } }))
    expect(code).toBe('job_refused')
    expect(problem.causes[0]).toMatchObject({ field: 'configuration.right.rx.sphere', value: -45_000 })
    expect((await robin.portal.listOrders({ query: { patientId } })).items).toEqual([])
  })

  it('that was ordered a short while ago is asked for once more', async () => {
    const body = { patientId: await patient(), configuration: configuration() }
    const first = await robin.portal.takeOrder({ body })
    const { code, problem } = await refused(robin.portal.takeOrder({ body }))
    expect([code, problem.causes]).toMatchObject(['conflict', [{ code: 'alike', value: first.id }]])
    expect(await robin.portal.takeOrder({ body: { ...body, evenIfAlike: true } })).toMatchObject({
      status: 'submitted',
    })
  })

  it('is cancelled for the fee that was shown', async () => {
    const { id, jobId } = await sent((await order()).id)
    const params = { orderId: id }
    const shownFee = await robin.portal.cancelOrder({ params, body: { reason: 'changed their mind', dry: true } })
    expect(shownFee).toMatchObject({ cancelled: false })
    const body = { reason: 'changed their mind', agreedFee: shownFee.fee }
    expect(await robin.portal.cancelOrder({ params, body })).toMatchObject({ cancelled: true, fee: shownFee.fee })
    expect((await lab.job(jobId)).status).toBe('cancelled')
    const cancelled = (await lab.story(jobId)).find(({ type }) => type === 'job.cancelled')
    expect(cancelled?.actor.name).toBe('A ecp')
    await tell(jobId)
    expect(await shown(id)).toMatchObject({ status: 'cancelled', fee: { amount: shownFee.fee } })
  })

  it('is made again with its reason and its original', async () => {
    const first = await sent((await order()).id)
    const { patient: whom, configuration: again } = await shown(first.id)
    const made = await robin.portal.takeOrder({
      body: {
        patientId: whom?.id ?? '',
        configuration: again ?? wanted,
        again: { original: first.id, kind: 'remake', reason: 'lab-error', note: 'a scratch' },
      },
    })
    const { jobId } = await sent(made.id)
    expect(await lab.job(jobId)).toMatchObject({ kind: 'remake', original: first.jobId, reason: 'lab-error' })
    expect((await shown(first.id)).madeAgainBy).toEqual([made.id])
  })
})

describe('while the LIMS is away', () => {
  it('an order is judged by the last known release, kept, and sent once when it is back', async () => {
    await robin.portal.getCatalogueState()
    far.away()
    const { id } = await order()
    const waiting = await until('it was tried', async () => {
      const now = await shown(id)
      return now.sending.trouble !== null && now
    })
    expect(waiting).toMatchObject({ status: 'submitted', jobId: null, sending: { state: 'waiting' } })
    expect((await refused(robin.portal.cancelOrder({ params: { orderId: id }, body: { reason: 'no' } }))).code).toBe(
      'lims_away',
    )
    expect((await refused(robin.portal.judgeConfiguration({ body: { configuration: wanted } }))).code).toBe('lims_away')
    await mirrorCatalogue(portal.app, new AbortController().signal)
    expect(await robin.portal.getCatalogueState()).toMatchObject({ state: 'last_known' })
    far.back()
    expect((await sent(id)).sending.trouble).toBeNull()
    await mirrorCatalogue(portal.app, new AbortController().signal)
    expect(await robin.portal.getCatalogueState()).toMatchObject({ state: 'current' })
    expect((await lab.ann.client.listJobs({ query: { orderRef: id } })).items).toHaveLength(1)
  })

  it('an answer that was lost makes no second job', async () => {
    const before = far.keysOf(CREATE).length
    far.loseAnswer(CREATE)
    const { id } = await order()
    await sent(id)
    const keys = far.keysOf(CREATE).slice(before)
    expect(keys).toEqual([keys[0], keys[0]])
    expect((await lab.ann.client.listJobs({ query: { orderRef: id } })).items).toHaveLength(1)
  })

  it('an order that waited longer than the LIMS remembers keys is looked for there before it is sent again', async () => {
    far.away()
    const { id } = await order({ orderRef: 'Long ago' })
    await until('it was tried', async () => (await shown(id)).sending.trouble !== null)
    const { patient: whom, configuration: asked } = await shown(id)
    // The answer to an early try was lost, and the LIMS has forgotten its key since.
    const whose = { practice: 'practice-0012', orderRef: 'Long ago', patientRef: whom?.id ?? '' }
    const made = await lab.olga.client.createJob({ body: { configuration: asked ?? wanted, ...whose } })
    await lab.olga.client.createJob({ body: { configuration: configuration(), ...whose, patientRef: 'pat_other' } })
    await portal.database.ownerDb.raw("update orders set taken_at = taken_at - interval '8 days' where id = ?", [id])
    far.back()
    expect((await sent(id)).jobId).toBe(made.jobId)
    expect((await lab.ann.client.listJobs({ query: { orderRef: 'Long ago' } })).items).toHaveLength(2)
  })

  it('news of a job that comes before its answer waits for the order', async () => {
    const letGo = far.holdAnswers(CREATE)
    const { id } = await order()
    const jobId = await until('the lab has it', async () => {
      const { items } = await lab.ann.client.listJobs({ query: { orderRef: id } })
      return items[0]?.id
    })
    await lab.workTo(jobId, 'right', 'polish')
    await tell(jobId)
    expect((await shown(id)).jobId).toBeNull()
    letGo()
    expect((await sent(id)).status).toBe('in_production')
    expect(await portal.database.ownerDb('job_news').where({ job_id: jobId })).toEqual([])
  })

  it('what the lab would not take any more waits for the practice, which changes it', async () => {
    await robin.portal.getCatalogueState()
    far.away()
    const { id, configuration: asked } = await order()
    const { rulebook } = loadRulebook(readStandardLab())
    if (!rulebook || !asked) throw new Error('there is no rulebook')
    const ended = rulebook.catalogue['materials']?.map((one) => ({
      ...one,
      until: one.id === asked.job['material.id'] ? '2020-01-01' : '2099-12-31',
    }))
    await lab.publish({ ...rulebook, catalogue: { ...rulebook.catalogue, materials: ended ?? [] } }, 1)
    far.back()
    const held = await until('it is held', async () => {
      const now = await shown(id)
      return now.status === 'on_hold' && now
    })
    expect(held).toMatchObject({ jobId: null, hold: { by: 'practice' }, sending: { state: 'refused' } })
    expect(held.hold?.causes.length).toBeGreaterThan(0)
    await until('who ordered is to be told', () =>
      portal.database.ownerDb('order_notices').where({ order_id: id, kind: 'refused' }).first(),
    )
    await mirrorCatalogue(portal.app, AbortSignal.timeout(10_000))
    await lab.publish(rulebook, 2)
    await mirrorCatalogue(portal.app, AbortSignal.timeout(10_000))
    const body = { version: held.version, configuration: configuration() }
    expect(await robin.portal.amendOrder({ params: { orderId: id }, body })).toMatchObject({
      status: 'submitted',
      hold: null,
    })
    expect((await sent(id)).status).toBe('pending')
    // Whoever orders is told what went and what came back, in the words of the catalogue.
    const news = await until('both changes are told', async () => {
      const { items } = await robin.portal.listCatalogueNews({ query: {} })
      return items.length === 2 && items
    })
    const material = asked.job['material.id']
    expect(news.map(({ release }) => release)).toEqual([3, 2])
    expect(news[0]?.entries).toContainEqual(expect.objectContaining({ what: 'added', kind: 'materials', id: material }))
    expect(news[1]?.entries.map(({ what, id }) => [what, id])).toEqual([['withdrawn', material]])
  })
})

describe('the catalogue', () => {
  it('is given to browsers with a tag', async () => {
    const answer = await robin.fetch(`${portal.url}/api/catalogue/rules`)
    const tag = answer.headers.get('etag') ?? ''
    const part = (await answer.json()) as { hash: string; practice: string }
    const state = await robin.portal.getCatalogueState()
    expect(part).toMatchObject({ hash: state.hash, practice: 'practice-0012', release: state.release })
    const again = await robin.fetch(`${portal.url}/api/catalogue/rules`, { headers: { 'if-none-match': tag } })
    expect(again.status).toBe(304)
  })

  it('is another one when the LIMS tells so, and browsers hear of it', async () => {
    const { release } = await lab.lims.app.rules.inForce(null)
    const { rulebook } = loadRulebook(readStandardLab())
    if (!rulebook) throw new Error('there is no rulebook')
    const number = await lab.publish({ ...rulebook, name: `${rulebook.name} again` }, release.number)
    const [event] = (await lab.ann.client.readEvents({ query: { type: 'rules.published', limit: 1 } })).events
    if (!event) throw new Error('nothing was published')
    const told = { ...event, id: 'evt_01kafw3v8h4e5r6t7y8z9a0b1c', type: 'catalog.updated', subject: 'catalogue' }
    const lines = robin.portal.followLive()[Symbol.asyncIterator]()
    await lines.next()
    expect((await deliver(told, 'lims-catalog-update')).status).toBe(200)
    // Orders may move meanwhile.
    await until('browsers hear of it', async () => {
      const { value } = await lines.next()
      return value?.kind === 'catalogue.changed'
    })
    await lines.return?.(undefined)
    await until(
      'the new release is here',
      async () => (await robin.portal.getCatalogueState()).release.number === number,
    )
  })

  it('is told of by the LIMS alone', async () => {
    const forged = await fetch(`${portal.url}/api/webhooks/lims-status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(forged.status).toBe(400)
  })
})
