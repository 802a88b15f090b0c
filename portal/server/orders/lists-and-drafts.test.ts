import { LimsRefused } from '@ils/lims-client/refused'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openOrderingLab, type OrderingLab } from '@ils/testing/ordering-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let opened: OrderingLab
let portal: OrderingLab['portal']
let robin: OrderingLab['robin']
let configuration: OrderingLab['configuration']
let patient: OrderingLab['patient']
let order: OrderingLab['order']
let shown: OrderingLab['shown']
let sent: OrderingLab['sent']
beforeAll(async () => {
  opened = await openOrderingLab(readStandardLab())
  ;({ portal, robin, configuration, patient, order, shown, sent } = opened)
})
afterAll(() => opened.close())

const refused = async (call: Promise<unknown>): Promise<LimsRefused> => {
  const error: unknown = await call.catch((one: unknown) => one)
  if (error instanceof LimsRefused) return error
  throw new Error('it was not refused', { cause: error })
}

describe('the list', () => {
  it('is filtered, searched and paged, and tells the lab no names', async () => {
    for (let i = 0; i < 7; i++) await order()
    const { id } = await order({ orderRef: 'Reference_100%' })
    const all: string[] = []
    let after: string | null = null
    do {
      const page: { items: { id: string }[]; next: string | null } = await robin.portal.listOrders({
        query: { limit: 3, ...(after === null ? {} : { after }) },
      })
      all.push(...page.items.map((one) => one.id))
      after = page.next
    } while (after !== null)
    expect(all).toEqual([...new Set(all)].sort().reverse())
    expect(all[0]).toBe(id)
    expect((await robin.portal.listOrders({ query: { q: 'e_100%' } })).items.map((one) => one.id)).toEqual([id])
    const { byStatus } = await robin.portal.countOrders()
    expect(Object.values(byStatus).reduce((sum, n) => sum + n, 0)).toBe(all.length)
    const manager = await portal.person({ role: 'manager' })
    const { items } = await manager.portal.listOrders({ query: { q: 'e_100%' } })
    expect(items).toMatchObject([{ id, patient: null }])
    expect(await manager.portal.getOrder({ params: { orderId: id } })).toMatchObject({
      patient: null,
      configuration: null,
    })
    const stranger = await portal.person({ role: 'ecp', practice: 'practice-0099' })
    expect((await refused(stranger.portal.getOrder({ params: { orderId: id } }))).code).toBe('not_found')
    expect((await stranger.portal.listOrders()).items).toEqual([])
  })

  it('goes to a spreadsheet that computes nothing of it', async () => {
    await order({ orderRef: '=HYPERLINK("http://x.example","1")' })
    const answer = await robin.fetch(`${portal.url}/api/order-export?q=HYPERLINK`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(await answer.text()).toContain(`,"'=HYPERLINK(""http://x.example"",""1"")",`)
  })
})

describe('a draft', () => {
  it('survives a closed browser, and is saved by who saw it last', async () => {
    const patientId = await patient('Draftsman')
    const begun = await robin.portal.beginDraft({ body: { patientId, label: 'Progressive', form: { odSphere: '-1' } } })
    const params = { draftId: begun.id }
    const body = { version: 1, patientId, label: 'Progressive', form: { odSphere: '-1.25' } }
    await robin.portal.saveDraft({ params, body })
    expect((await refused(robin.portal.saveDraft({ params, body }))).code).toBe('conflict')
    expect(await robin.portal.getDraft({ params })).toMatchObject({ version: 2, form: { odSphere: '-1.25' } })
    expect(JSON.stringify(await portal.database.ownerDb('order_drafts'))).not.toContain('Progressive')
    await order({ draftId: begun.id })
    expect((await robin.portal.listDrafts()).items.map((one) => one.id)).not.toContain(begun.id)
  })

  it('goes with the patient, who stays while an order for them is on its way', async () => {
    const patientId = await patient('Leaving')
    const { id } = await robin.portal.takeOrder({ body: { patientId, configuration: configuration() } })
    await robin.portal.beginDraft({ body: { patientId, label: 'More', form: {} } })
    await sent(id)
    const erase = () => robin.portal.erasePatient({ params: { patientId }, body: { reason: 'they asked for it' } })
    expect((await refused(erase())).code).toBe('conflict')
    await robin.portal.cancelOrder({ params: { orderId: id }, body: { reason: 'they leave' } })
    await erase()
    expect(await shown(id)).toMatchObject({ patient: null, configuration: null, status: 'cancelled' })
    await until('nothing of them is kept', async () => {
      const drafts = await portal.database.ownerDb('order_drafts').where({ patient_id: patientId })
      const kept = await portal.database.ownerDb('orders').where({ patient_id: patientId }).whereNotNull('sealed')
      return drafts.length + kept.length === 0
    })
  })
})
