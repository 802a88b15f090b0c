import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { openOrderingLab, type OrderingLab } from '@ils/testing/ordering-lab'
import { openTestPortal, type PortalPerson } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const PRACTICE = 'practice-0012'
let opened: OrderingLab
let orderId: string
let jobId: string
let lead: PortalPerson

beforeAll(async () => {
  opened = await openOrderingLab(readStandardLab())
  lead = await opened.portal.person({ role: 'ecp', practice: PRACTICE, leads: true })
  const address = { street: 'Beispielweg 1', city: 'Musterstadt', postcode: '12345', country: 'DE' }
  const body = { version: 1, name: 'Optik <Muster> & Söhne', phone: '030 1', address }
  await lead.portal.changePractice({ params: { practiceId: PRACTICE }, body })
  const patientId = await opened.patient('Müller-"Lüdenscheidt"')
  const wanted = { patientId, orderRef: 'C-1', frameWay: 'to_come' as const, note: '<b>not bold</b>' }
  ;({ id: orderId, jobId } = await opened.sent((await opened.order(wanted)).id))
})
afterAll(() => opened.close())

const page = async (query = ''): Promise<{ html: string; policy: string; status: number }> => {
  const answer = await opened.robin.fetch(`${opened.portal.url}/api/orders/${orderId}/confirmation${query}`)
  const policy = answer.headers.get('content-security-policy') ?? ''
  return { html: await answer.text(), policy, status: answer.status }
}
const pdf = async (query = ''): Promise<{ status: number; bytes: Buffer; type: string }> => {
  const answer = await opened.robin.fetch(`${opened.portal.url}/api/orders/${orderId}/confirmation.pdf${query}`)
  const type = answer.headers.get('content-type') ?? ''
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), type }
}

describe('a confirmation', () => {
  it('says all that was ordered, by the words of the practice’s language, and runs nothing', async () => {
    const { html, policy } = await page('?language=de')
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/)
    expect(html).toContain('Optik &lt;Muster&gt; &amp; Söhne')
    expect(html).toContain('Robin Müller-&quot;Lüdenscheidt&quot;')
    expect(html).toContain('&lt;b&gt;not bold&lt;/b&gt;')
    expect(html).toContain('Einstärken')
    expect(html).toContain('Fassung folgt')
    expect(html).toMatch(/−4[.]\d\d/)
    expect(html).toContain(jobId)
    expect(html).toContain('size: A4')
    const { decisionHash } = await opened.lab.job(jobId)
    expect(html).toContain(`Entscheidung ${decisionHash ?? 'none'}`)
    expect(html).toContain('<svg')
    expect((await page()).html).toContain('Order confirmation')
    const { items } = await opened.robin.portal.listPatientAccesses({
      params: { patientId: (await opened.shown(orderId)).patient?.id ?? '' },
      query: {},
    })
    expect(items.map(({ what }) => what)).toContain('exported')
  })

  it('stays the same while the lab is away', async () => {
    const { html } = await page()
    opened.far.away()
    expect((await page()).html).toBe(html)
    opened.far.back()
  })

  it('is one PDF, byte by byte, however often and by how many it is asked for', async () => {
    const { status, bytes, type } = await pdf()
    expect([status, type]).toEqual([200, 'application/pdf'])
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
    const many = await Promise.all(Array.from({ length: 8 }, () => pdf()))
    for (const one of many) expect(one.bytes.equals(bytes)).toBe(true)
    expect((await pdf('?language=de')).bytes.equals(bytes)).toBe(false)
  })

  it('is on the paper of the country, and says what the practice shows of prices', async () => {
    const { version, address, preferences } = await lead.portal.getPractice({ params: { practiceId: PRACTICE } })
    if (address === null) throw new Error('it has an address')
    const change = (body: { address: typeof address; preferences: typeof preferences; version: number }) =>
      lead.portal.changePractice({ params: { practiceId: PRACTICE }, body })
    expect((await page()).html).toContain('<h2>Price</h2>')
    const abroad = {
      address: { ...address, country: 'US' },
      preferences: { ...preferences, priceShown: 'none' as const },
    }
    const changed = await change({ ...abroad, version })
    const { html } = await page()
    expect(html).toContain('size: Letter')
    expect(html).not.toContain('<h2>Price</h2>')
    const { bytes } = await pdf()
    // 8.5 by 11 inches, in points.
    expect(bytes.toString('latin1')).toMatch(/\/MediaBox\s*\[0 0 612 792\]/)
    await change({ address, preferences, version: changed.version })
  })

  it('is not there for another practice, and names nobody to the lab', async () => {
    const stranger = await opened.portal.person({ role: 'ecp', practice: 'practice-0099' })
    const path = `${opened.portal.url}/api/orders/${orderId}/confirmation`
    expect((await stranger.fetch(path)).status).toBe(404)
    expect((await stranger.fetch(`${path}.pdf`)).status).toBe(404)
    const manager = await opened.portal.person({ role: 'manager' })
    expect(await (await manager.fetch(path)).text()).not.toContain('Müller')
  })
})

describe('a portal without a browser', () => {
  it('says so, and how to print nevertheless', async () => {
    const lonely = await openTestPortal({ env: { ILS_CHROMIUM: 'none' } })
    const made = lonely.app.pdf.print('<p>Paper</p>', { paper: 'A4', at: new Date(0) })
    await expect(made).rejects.toMatchObject({ code: 'no_pdf', status: 503 })
    await lonely.close()
  })
})
