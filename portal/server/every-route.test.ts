import type { Endpoint } from '@ils/contract/endpoint'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openOrderingLab, type OrderingLab } from '@ils/testing/ordering-lab'
import type { PortalBrowser, PortalPerson } from '@ils/testing/portal-browser'
import { sampleOf } from '@ils/testing/sample-of'
import type { TestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { portalApi } from '../contract/portal.ts'
import { roleNames, scopesOf, type Role } from '../contract/roles.ts'

interface Caller {
  readonly role: Role | null
  readonly leads: boolean
  readonly browser: PortalBrowser
}

const HOME = 'practice-0012'
const ABROAD = 'p-abroad'
/** What only the home practice may read, wherever it stands. */
const SECRETS = ['Wollmilchsau', 'Quastenflosser', 'High Street', 'Ref-of-home', 'Zwickelnote', '+49 30 1234567']
const endpoints: [string, Endpoint][] = Object.entries(portalApi)
let opened: OrderingLab
let portal: TestPortal
const callers: Caller[] = []
let owner: PortalBrowser
let stranger: PortalBrowser
/** Things of the home practice, by the name that paths have for them. */
let planted: Record<string, string>

beforeAll(async () => {
  opened = await openOrderingLab(readStandardLab())
  portal = opened.portal
  callers.push({ role: null, leads: false, browser: portal.browser() })
  for (const role of roleNames) {
    for (const leads of role === 'ecp' ? [false, true] : [false]) {
      const browser = await portal.person({ role, leads, ...(role === 'ecp' ? { practice: HOME } : {}) })
      callers.push({ role, leads, browser })
    }
  }
  const lead = await portal.person({ role: 'ecp', practice: HOME, leads: true })
  owner = lead
  stranger = await portal.person({ role: 'ecp', practice: ABROAD, leads: true })
  planted = await plantAll(lead)
})
afterAll(() => opened.close())

/** One of everything that belongs to a practice. */
async function plantAll({ portal: ours, accountId }: PortalPerson): Promise<Record<string, string>> {
  const place = { name: 'High Street', phone: '+49 30 1234567', address: null }
  const branch = await ours.addBranch({ params: { practiceId: HOME }, body: place })
  const whom = { givenName: 'Quastenflosser', familyName: 'Wollmilchsau' }
  const { id: patientId } = await ours.addPatient({ body: whom })
  const params = { patientId }
  const powers = { odSphere: -2, osSphere: -2.25, pd: 63 }
  const { id: prescriptionId } = await ours.addPrescription({
    params,
    body: { rx: powers, issuedOn: '2026-11-02', note: 'Zwickelnote' },
  })
  await ours.noteConsent({ params, body: { kind: 'data', given: true, textVersion: '1' } })
  const draft = await ours.beginDraft({ body: { patientId, label: 'Zwickelnote', form: { note: 'Zwickelnote' } } })
  const order = await ours.takeOrder({
    body: {
      ...{ patientId, prescriptionId, branchId: branch.id, configuration: opened.configuration() },
      ...{ orderRef: 'Ref-of-home', note: 'Zwickelnote' },
    },
  })
  const template = await ours.addTemplate({
    body: {
      ...{ name: 'High Street glasses', design: 'sv', material: null, treatments: [], tint: null },
      ...{ priority: null, purpose: null, frameWay: 'none' },
    },
  })
  const frames = { name: 'High Street frames', contact: null, accountNumber: null }
  const supplier = await ours.addSupplier({ params: { practiceId: HOME }, body: frames })
  const invited = { name: 'A new one', email: 'invited@portal.example', leads: false }
  await ours.inviteAccount({ body: { ...invited, roles: ['ecp'], practice: HOME } })
  const office = await portal.admin()
  const mail = await until('a mail was written', async () => (await office.portal.listMails({ query: {} })).items[0])
  return {
    mailId: mail.id,
    ...{ templateId: template.id, supplierId: supplier.id },
    ...{ practiceId: HOME, accountId, branchId: branch.id, patientId, prescriptionId },
    ...{ draftId: draft.id, orderId: order.id, signInId: (await ours.getMe()).signInId },
  }
}

interface Answered {
  readonly status: number
  readonly text: string
  readonly code: string
  readonly detail: string
  readonly causes: readonly { readonly code: string }[]
}

async function call(browser: PortalBrowser, endpoint: Endpoint, input: { params: boolean; body: boolean }) {
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const sample = endpoint.params?.properties[name]
    const own = input.params ? planted[name] : undefined
    return encodeURIComponent(own ?? String(sample ? sampleOf(sample) : 'none'))
  })
  const takesJson = endpoint.body !== undefined || endpoint.bodyType === 'application/json'
  const body = endpoint.body && input.body ? JSON.stringify(sampleOf(endpoint.body)) : '[]'
  const answer = await browser.fetch(`${portal.url}${path}`, {
    method: endpoint.method,
    ...(takesJson ? { headers: { 'content-type': 'application/json' }, body } : {}),
  })
  const type = answer.headers.get('content-type') ?? ''
  const isProblem = type.startsWith('application/problem')
  // A stream has no end to wait for.
  const endless = !isProblem && (endpoint.lines !== undefined || type.startsWith('text/event-stream'))
  const text = endless ? '' : await answer.text()
  if (endless) await answer.body?.cancel()
  const { code = '', causes = [], detail = '' } = isProblem ? (JSON.parse(text) as Partial<Answered>) : {}
  return { status: answer.status, text, code, causes, detail, isServed: !detail.startsWith('Nothing is served') }
}

describe('every route of the contract', () => {
  it.each(endpoints)('%s is open to whom it is declared for, and to nobody else', async (name, endpoint) => {
    for (const { role, leads, browser } of callers) {
      // These end the sign-in that the next calls need.
      if (name === 'signOut' && role !== null) continue
      const { status, code, causes, isServed } = await call(browser, endpoint, { params: false, body: false })
      expect(isServed, `${name} is mounted`).toBe(true)
      const who = `${role ?? 'nobody'}${leads ? ' who leads' : ''}: ${status} ${code}`
      const { access } = endpoint
      const signedIn = role !== null
      const may =
        typeof access === 'object' ? signedIn && scopesOf([role], leads).some((s) => s === access.scope) : signedIn
      if (access === 'anyone') expect(causes, who).not.toContainEqual(expect.objectContaining({ code: 'scope' }))
      else if (!signedIn) expect([status, code], who).toEqual([401, 'not_signed_in'])
      else if (may)
        expect([401, code === 'not_allowed' && causes[0]?.code === 'scope'], who).not.toEqual([status, true])
      else {
        expect([status, code], who).toEqual([403, 'not_allowed'])
        expect(causes, who).toContainEqual(expect.objectContaining({ code: 'scope' }))
      }
      expect(status, who).not.toBe(500)
    }
  })

  it('has one of everything that a path can name, so that nothing is called with names of nothing only', () => {
    const named = endpoints.flatMap(([, { path }]) => [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name))
    expect([...new Set(named)].filter((name) => planted[name] === undefined)).toEqual([])
  })

  // What nobody of a practice may call at all is refused above.
  const ofSomebody = endpoints.filter(
    ([name, { params, access }]) =>
      params !== undefined &&
      name !== 'endSignIn' &&
      (typeof access !== 'object' || scopesOf(['ecp'], true).some((scope) => scope === access.scope)),
  )
  it.each(ofSomebody)(
    '%s answers somebody of another practice as if there were no such thing',
    async (_name, endpoint) => {
      const before = await portal.database.ownerDb('audit_entries').where({ tenant: HOME }).count()
      const theirs = await call(stranger, endpoint, { params: true, body: true })
      const nobodys = await call(stranger, endpoint, { params: false, body: true })
      expect(theirs.status, theirs.text).toBe(404)
      const bare = (text: string): string => text.replaceAll(/ (\w+_\w+|[\w-]+)$/g, '')
      expect([theirs.status, theirs.code, bare(theirs.detail)]).toEqual([
        nobodys.status,
        nobodys.code,
        bare(nobodys.detail),
      ])
      for (const word of SECRETS) expect(theirs.text).not.toContain(word)
      expect(await portal.database.ownerDb('audit_entries').where({ tenant: HOME }).count()).toEqual(before)
    },
  )

  const lists = endpoints.filter(([, { method, access, params }]) => method === 'GET' && access !== 'anyone' && !params)
  it.each(lists)('%s shows somebody of another practice nothing of this one', async (_name, endpoint) => {
    const { text } = await call(stranger, endpoint, { params: true, body: true })
    for (const word of [HOME, ...SECRETS, ...Object.values(planted)]) expect(text).not.toContain(word)
  })

  const reads = endpoints.filter(([, { method }]) => method === 'GET')
  it.each(reads)('%s tells people of the lab nothing of whom an order is for', async (_name, endpoint) => {
    for (const { role, browser } of callers.filter((one) => one.role !== 'ecp')) {
      const { text } = await call(browser, endpoint, { params: true, body: true })
      for (const word of ['Wollmilchsau', 'Quastenflosser', 'Zwickelnote', planted['prescriptionId'] ?? ''])
        expect(text.includes(word), `${role ?? 'nobody'} reads ${word}`).toBe(false)
    }
  })

  it('takes nothing of another practice in a body either', async () => {
    const { id: own } = await stranger.portal.addPatient({ body: { givenName: 'A', familyName: 'Stranger' } })
    const { patientId = '', prescriptionId = '', branchId = '', orderId = '', draftId = '' } = planted
    const { job, ...eyes } = opened.configuration()
    const { 'practice.id': _, ...asked } = job
    const configuration = { ...eyes, job: asked }
    const wrong = [
      { patientId, configuration },
      { patientId: own, prescriptionId, configuration },
      { patientId: own, branchId, configuration },
      { patientId: own, configuration, again: { original: orderId, kind: 'remake' as const, reason: 'lab-error' } },
    ]
    for (const body of wrong) {
      const error: unknown = await stranger.portal.takeOrder({ body }).catch((one: unknown) => one)
      expect(error, JSON.stringify(Object.keys(body))).toMatchObject({ code: 'not_found' })
    }
    const label = { label: 'x', form: {} }
    await expect(stranger.portal.beginDraft({ body: { patientId, ...label } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await stranger.portal.takeOrder({ body: { patientId: own, configuration, draftId } })
    expect(await owner.portal.getDraft({ params: { draftId } })).toMatchObject({ label: 'Zwickelnote' })
  })

  it('answers the practice itself where it refuses others: what was asked for is there', async () => {
    for (const [name, endpoint] of ofSomebody.filter(([, { method }]) => method === 'GET')) {
      const answered = await call(owner, endpoint, { params: true, body: true })
      expect(answered.status, name).toBe(200)
    }
  })

  it('refuses a body with fields that nobody declared', async () => {
    const extra = { version: 1, roles: ['ecp'], practice: HOME }
    const answer = await owner.fetch(`${portal.url}/api/accounts/${planted['accountId'] ?? ''}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(extra),
    })
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid_request' }])
  })
})

describe('whoever leads a practice', () => {
  it('gives nobody a role of the lab, nor access to another practice', async () => {
    const about = { name: 'A new one', email: 'new-one@portal.example', leads: false }
    const wanted = [
      { roles: ['admin' as const], practice: null },
      { roles: ['manager' as const], practice: HOME },
      { roles: ['ecp' as const], practice: ABROAD },
    ]
    for (const given of wanted) {
      await expect(owner.portal.inviteAccount({ body: { ...about, ...given } })).rejects.toMatchObject({
        code: expect.stringMatching(/^(not_allowed|invalid_request|not_found)$/),
      })
    }
  })
})

describe('people of the lab', () => {
  it('are looked after by administrators only, and one of those is always left', async () => {
    const manager = callers.find(({ role }) => role === 'manager')?.browser
    const admins = [await portal.admin(), callers.find(({ role }) => role === 'admin')?.browser]
    const [first, second] = await Promise.all(admins.map(async (one) => (await one?.portal.getMe())?.accountId ?? ''))
    const off = async (by: PortalBrowser | undefined, accountId = '') => {
      const version = accountId === first ? 1 : 2
      return by?.portal.changeAccount({ params: { accountId }, body: { version, disabled: true } })
    }
    await expect(off(manager, first)).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(off(manager, second)).rejects.toMatchObject({ code: 'not_allowed' })
    expect(await off(admins[0], second)).toMatchObject({ state: 'disabled' })
    await expect(off(admins[0], first)).rejects.toMatchObject({ code: 'last_admin' })
  })
})
