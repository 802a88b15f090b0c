import { openTestPortal, type PortalPerson, type TestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let portal: TestPortal
let robin: PortalPerson
let sam: PortalPerson
beforeAll(async () => {
  portal = await openTestPortal()
  robin = await portal.person({ role: 'ecp', practice: 'p-north' })
  sam = await portal.person({ role: 'ecp', practice: 'p-south' })
})
afterAll(() => portal.close())

const wanted = {
  ...{ design: 'sv', material: 'cr39', treatments: ['hard'], tint: null, priority: 'standard', purpose: null },
  frameWay: 'to_come' as const,
}
const names = async ({ portal: asked }: PortalPerson) => (await asked.listTemplates()).items.map(({ name }) => name)

describe('a template', () => {
  it('is of the whole practice, and of no other', async () => {
    const made = await robin.portal.addTemplate({ body: { name: 'Reading glasses', ...wanted } })
    expect(made).toMatchObject({ ...wanted, name: 'Reading glasses', by: 'A ecp', removed: false })
    expect(await names(robin)).toEqual(['Reading glasses'])
    expect(await names(sam)).toEqual([])
    const body = { version: made.version, name: 'Mine' }
    const taken = sam.portal.changeTemplate({ params: { templateId: made.id }, body })
    await expect(taken).rejects.toMatchObject({ code: 'not_found' })
  })

  it('has a name of its own in its practice, however it is written', async () => {
    await robin.portal.addTemplate({ body: { name: 'Driving', ...wanted } })
    await expect(robin.portal.addTemplate({ body: { name: 'DRIVING', ...wanted } })).rejects.toMatchObject({
      code: 'conflict',
    })
    await sam.portal.addTemplate({ body: { name: 'Driving', ...wanted } })
    const other = await robin.portal.addTemplate({ body: { name: 'Office', ...wanted } })
    const params = { templateId: other.id }
    const rename = robin.portal.changeTemplate({ params, body: { version: 1, name: 'driving' } })
    await expect(rename).rejects.toMatchObject({ code: 'conflict' })
    expect(await robin.portal.changeTemplate({ params, body: { version: 1, name: 'Desk' } })).toMatchObject({
      ...{ name: 'Desk', version: 2 },
    })
  })

  it('that was removed comes back, unless its name was given away meanwhile', async () => {
    const { id: templateId } = await sam.portal.addTemplate({ body: { name: 'Sport', ...wanted } })
    const params = { templateId }
    await sam.portal.changeTemplate({ params, body: { version: 1, removed: true } })
    expect(await names(sam)).not.toContain('Sport')
    await sam.portal.changeTemplate({ params, body: { version: 2, removed: false } })
    expect(await names(sam)).toContain('Sport')
    await sam.portal.changeTemplate({ params, body: { version: 3, removed: true } })
    await sam.portal.addTemplate({ body: { name: 'sport', ...wanted } })
    const back = sam.portal.changeTemplate({ params, body: { version: 4, removed: false } })
    await expect(back).rejects.toMatchObject({ code: 'conflict' })
  })

  it('that somebody else changed is not changed unseen', async () => {
    const { id: templateId } = await sam.portal.addTemplate({ body: { name: 'Safety', ...wanted } })
    const change = (name: string) => sam.portal.changeTemplate({ params: { templateId }, body: { version: 1, name } })
    await change('Workshop')
    await expect(change('Garage')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('has no place for a patient or a prescription', async () => {
    const body = { name: 'Too much', ...wanted, 'rx.sphere': -2000 }
    const answer = await robin.fetch(`${portal.url}/api/order-templates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'too-much-of-it' },
      body: JSON.stringify(body),
    })
    expect(answer.status).toBe(400)
  })
})
