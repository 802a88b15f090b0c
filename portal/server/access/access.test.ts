import { LimsRefused } from '@ils/lims-client/refused'
import { until } from '@ils/testing/condition'
import { manualClock } from '@ils/testing/manual-clock'
import { SETUP_KEY } from '@ils/testing/test-lims'
import { openTestPortal, type TestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codeAt, stepAt } from './two-step/totp.ts'

const MINUTE_MS = 60_000
const clock = manualClock(new Date('2026-03-02T09:00:00Z'))
let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal({ clock })
})
afterAll(() => portal.close())

const refusal = async (call: Promise<unknown>): Promise<LimsRefused> => {
  const error: unknown = await call.then(
    () => new Error('was not refused'),
    (refused: unknown) => refused,
  )
  if (error instanceof LimsRefused) return error
  throw error
}
const codeOf = async (call: Promise<unknown>): Promise<string> => (await refusal(call)).code
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${portal.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-ils-portal': '1', ...headers },
    body: JSON.stringify(body),
  })
const linkTo = async (email: string, path: string): Promise<string> =>
  until(`a mail to ${email} is written`, async () => {
    const { items } = await (await portal.admin()).portal.listMails()
    return new RegExp(`/${path}#(\\S+)`).exec(
      items.find(({ to, text }) => to === email && text?.includes(path) === true)?.text ?? '',
    )?.[1]
  })
const ecp = (practice: string, leads = false) => portal.person({ role: 'ecp', practice, leads })

describe('the first administrator', () => {
  it('is made once only, with the setup key', async () => {
    await portal.admin()
    const body = { name: 'Another', email: 'another@portal.example', password: 'a phrase that nobody uses' }
    expect(await codeOf(portal.browser().portal.setUpPortal({ body: { ...body, setupKey: SETUP_KEY } }))).toBe(
      'setup_closed',
    )
    expect(await codeOf(portal.browser().portal.setUpPortal({ body: { ...body, setupKey: 'wrong' } }))).toBe(
      'not_signed_in',
    )
  })
})

describe('a sign-in', () => {
  it('says who it is and what they may do', async () => {
    const person = await ecp('p-one')
    expect(await person.portal.getMe()).toMatchObject({
      email: person.email,
      roles: ['ecp'],
      practice: 'p-one',
      scopes: ['catalogue:read', 'orders:read', 'orders:write', 'patients:read', 'patients:write', 'practice:read'],
    })
  })

  it('is a cookie that scripts do not see and other sites do not send, kept as a hash only', async () => {
    const { email, password } = await ecp('p-one')
    const answer = await post('/api/sign-in', { email, password })
    const [cookie = ''] = answer.headers.getSetCookie()
    expect(cookie).toMatch(/^ils-portal=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const secret = /=([\w-]{43});/.exec(cookie)?.[1] ?? ''
    expect(JSON.stringify(await portal.database.ownerDb('sign_ins'))).not.toContain(secret)
    expect(portal.log.text()).not.toContain(secret)
    expect(portal.log.text()).not.toContain(password)
  })

  it('is refused alike for a wrong password and for an address that nobody has', async () => {
    const { email } = await ecp('p-one')
    const answers = await Promise.all(
      [email, 'nobody@portal.example'].map(async (one) => {
        const answer = await post('/api/sign-in', { email: one, password: 'not the password at all' })
        const { correlationId: _, ...body } = (await answer.json()) as { correlationId: string }
        return { status: answer.status, body }
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'wrong_sign_in' } })
  })

  it('waits after five wrong tries, longer each time, and for unknown addresses as well', async () => {
    const { email, password } = await ecp('p-one')
    for (const address of ['unknown@portal.example', email]) {
      const wrong = () => portal.browser().portal.signIn({ body: { email: address, password: 'a wrong one' } })
      for (let tried = 0; tried < 5; tried++) expect(await codeOf(wrong())).toBe('wrong_sign_in')
      expect(await codeOf(wrong())).toBe('locked_out')
      clock.advance(5000)
      expect(await codeOf(wrong())).toBe('wrong_sign_in')
      clock.advance(6000)
      expect(await codeOf(wrong())).toBe('locked_out')
    }
    expect(await codeOf(portal.browser().portal.signIn({ body: { email, password } }))).toBe('locked_out')
    clock.advance(5000)
    expect(await portal.browser().portal.signIn({ body: { email, password } })).toMatchObject({ next: 'done' })
  })

  it('gets another cookie each hour; the old one opens nothing after the calls that were on their way', async () => {
    const person = await ecp('p-one')
    const old = person.cookie()
    for (let minutes = 0; minutes < 60; minutes += 20) {
      clock.advance(20 * MINUTE_MS)
      await person.portal.getMe()
    }
    expect(person.cookie()).not.toBe(old)
    const late = portal.browser()
    late.setCookie(old)
    expect(await late.portal.getMe()).toMatchObject({ email: person.email })
    clock.advance(MINUTE_MS)
    expect(await codeOf(late.portal.getMe())).toBe('not_signed_in')
    expect(await person.portal.getMe()).toMatchObject({ email: person.email })
  })

  it('ends after an hour without a call, and after twelve with calls', async () => {
    const [idle, busy] = [await ecp('p-one'), await ecp('p-one')]
    clock.advance(61 * MINUTE_MS)
    expect(await codeOf(idle.portal.getMe())).toBe('not_signed_in')
    await busy.portal.signIn({ body: { email: busy.email, password: busy.password } })
    for (let half = 0; half < 23; half++) {
      clock.advance(30 * MINUTE_MS)
      await busy.portal.getMe()
    }
    clock.advance(31 * MINUTE_MS)
    expect(await codeOf(busy.portal.getMe())).toBe('not_signed_in')
  })

  it('is ended here, elsewhere one by one, or everywhere', async () => {
    const first = await ecp('p-one')
    const again = async () => {
      const other = portal.browser()
      await other.portal.signIn({ body: { email: first.email, password: first.password } })
      return other
    }
    const [second, third] = [await again(), await again()]
    const { items } = await first.portal.listSignIns()
    expect(items.map(({ current }) => current)).toEqual([false, false, true])
    await first.portal.endSignIn({ params: { signInId: (await second.portal.getMe()).signInId } })
    expect(await codeOf(second.portal.getMe())).toBe('not_signed_in')
    await first.portal.signOut({ body: { everywhere: true } })
    expect(first.cookie()).toBe('')
    expect(await codeOf(third.portal.getMe())).toBe('not_signed_in')
  })

  it('ends at once when the account is switched off, and with its practice', async () => {
    const admin = await portal.admin()
    const lead = await ecp('p-shut', true)
    const person = await ecp('p-shut')
    const account = (await lead.portal.listAccounts()).items.find(({ id }) => id === person.accountId)
    await lead.portal.changeAccount({
      params: { accountId: person.accountId },
      body: { version: account?.version ?? 0, disabled: true },
    })
    expect(await codeOf(person.portal.getMe())).toBe('not_signed_in')
    const { version } = await admin.portal.getPractice({ params: { practiceId: 'p-shut' } })
    await admin.portal.changePractice({ params: { practiceId: 'p-shut' }, body: { version, closed: true } })
    expect(await codeOf(lead.portal.getMe())).toBe('not_signed_in')
    const { email, password } = lead
    expect(await codeOf(portal.browser().portal.signIn({ body: { email, password } }))).toBe('wrong_sign_in')
    await admin.portal.changePractice({
      params: { practiceId: 'p-shut' },
      body: { version: version + 1, closed: false },
    })
    expect(await portal.browser().portal.signIn({ body: { email, password } })).toMatchObject({ next: 'done' })
  })
})

describe('the people of the lab', () => {
  it('are listed apart from those of practices, for who looks after access, and managed by administrators only', async () => {
    const [admin, manager, operator] = [
      await portal.admin(),
      await portal.person({ role: 'manager' }),
      await portal.person({ role: 'lab' }),
    ]
    const lead = await ecp('p-lab-list', true)
    const { items } = await manager.portal.listAccounts({ query: { ofLab: true, limit: 200 } })
    expect(new Set(items.map(({ practice }) => practice))).toEqual(new Set([null]))
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([manager.accountId, operator.accountId]))
    for (const one of [lead, operator])
      expect(await codeOf(one.portal.listAccounts({ query: { ofLab: true } }))).toBe('not_allowed')
    const both = manager.portal.listAccounts({ query: { ofLab: true, practice: 'p-lab-list' } })
    expect(await codeOf(both)).toBe('invalid_request')
    const account = items.find(({ id }) => id === operator.accountId)
    const change = {
      params: { accountId: operator.accountId },
      body: { version: account?.version ?? 0, roles: ['lab' as const, 'engineer' as const] },
    }
    expect(await codeOf(manager.portal.changeAccount(change))).toBe('not_allowed')
    expect(await admin.portal.changeAccount(change)).toMatchObject({ roles: ['lab', 'engineer'] })
  })
})

describe('a request of another site', () => {
  it.each([
    ['without our header', { 'x-ils-portal': '' }],
    ['that names another origin', { origin: 'https://evil.example' }],
    ['that a browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['from a page without an origin', { origin: 'null' }],
  ])('is refused %s', async (_, headers) => {
    const person = await ecp('p-one')
    const sent = Object.entries({
      'content-type': 'application/json',
      'x-ils-portal': '1',
      cookie: person.cookie(),
      ...headers,
    })
    const answer = await fetch(`${portal.url}/api/sign-out`, {
      method: 'POST',
      headers: Object.fromEntries(sent.filter(([, value]) => value !== '')),
      body: '{}',
    })
    expect([answer.status, await answer.json()]).toMatchObject([403, { code: 'cross_site' }])
  })

  it('of our own origin is taken', async () => {
    const { email, password } = await ecp('p-one')
    const own = { origin: new URL(portal.url).origin, 'sec-fetch-site': 'same-origin' }
    expect((await post('/api/sign-in', { email, password }, own)).status).toBe(200)
  })
})

describe('a forgotten password', () => {
  it('is replaced by the link of a mail, once, within half an hour; all sign-ins end', async () => {
    const person = await ecp('p-one')
    await portal.browser().portal.askReset({ body: { email: person.email.toUpperCase() } })
    const token = await linkTo(person.email, 'reset')
    expect(await codeOf(portal.browser().portal.finishReset({ body: { token, password: 'password1234' } }))).toBe(
      'weak_password',
    )
    const password = 'another phrase of nobody else'
    await portal.browser().portal.finishReset({ body: { token, password } })
    expect(await codeOf(person.portal.getMe())).toBe('not_signed_in')
    expect(await codeOf(portal.browser().portal.finishReset({ body: { token, password } }))).toBe('link_over')
    expect(
      await codeOf(portal.browser().portal.signIn({ body: { email: person.email, password: person.password } })),
    ).toBe('wrong_sign_in')
    expect(await portal.browser().portal.signIn({ body: { email: person.email, password } })).toMatchObject({
      next: 'done',
    })
    expect(JSON.stringify(await portal.database.ownerDb('links'))).not.toContain(token)
    expect(JSON.stringify(await portal.database.ownerDb('mails'))).not.toContain(token)
  })

  it('is answered alike whether the address is known or not, and the link ends', async () => {
    const person = await ecp('p-one')
    const ask = async (email: string) => {
      const answer = await post('/api/password-reset', { email })
      return [answer.status, await answer.json()]
    }
    expect(await ask(person.email)).toEqual(await ask('nobody-here@portal.example'))
    const token = await linkTo(person.email, 'reset')
    clock.advance(31 * MINUTE_MS)
    expect(
      await codeOf(portal.browser().portal.finishReset({ body: { token, password: 'a phrase for later days' } })),
    ).toBe('link_over')
  })
})

describe('a password', () => {
  it('is changed by whoever knows it; other devices are signed out, this one is not', async () => {
    const person = await ecp('p-one')
    const other = portal.browser()
    await other.portal.signIn({ body: { email: person.email, password: person.password } })
    const next = 'a fresh phrase for this person'
    expect(await codeOf(person.portal.changePassword({ body: { current: 'wrong', next } }))).toBe('wrong_sign_in')
    await person.portal.changePassword({ body: { current: person.password, next } })
    expect(await codeOf(other.portal.getMe())).toBe('not_signed_in')
    expect(await person.portal.getMe()).toMatchObject({ email: person.email })
  })
})

describe('two-step sign-in', () => {
  const secretOf = (uri: string): Buffer => {
    const bits = Array.from(new URL(uri).searchParams.get('secret') ?? '')
      .map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
      .join('')
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)))
  }

  it('asks for a code that counts once, or for a recovery code that counts once', async () => {
    const person = await ecp('p-two')
    const { uri } = await person.portal.startTwoStep({ body: { password: person.password } })
    const secret = secretOf(uri)
    const now = (): string => codeAt(secret, stepAt(clock.now()))
    expect(await codeOf(person.portal.confirmTwoStep({ body: { code: '000000' } }))).toBe('wrong_code')
    const { recoveryCodes } = await person.portal.confirmTwoStep({ body: { code: now() } })
    expect(recoveryCodes).toHaveLength(10)

    const begin = async () => {
      const browser = portal.browser()
      const { email, password } = person
      expect(await browser.portal.signIn({ body: { email, password } })).toEqual({ next: 'code', me: null })
      return browser
    }
    const browser = await begin()
    const half = browser.cookie()
    expect(await codeOf(browser.portal.getMe())).toBe('not_signed_in')
    expect(await codeOf(browser.portal.signInCode({ body: { code: now() } }))).toBe('wrong_code')
    clock.advance(30_000)
    expect(await browser.portal.signInCode({ body: { code: now() } })).toMatchObject({
      next: 'done',
      me: { twoStep: true },
    })
    expect(browser.cookie()).not.toBe(half)
    expect(await browser.portal.getMe()).toMatchObject({ recoveryCodesLeft: 10 })

    const [recovery = ''] = recoveryCodes
    const lost = await begin()
    expect(await lost.portal.signInCode({ body: { code: recovery } })).toMatchObject({ me: { recoveryCodesLeft: 9 } })
    expect(await codeOf((await begin()).portal.signInCode({ body: { code: recovery } }))).toBe('wrong_code')
    const kept = JSON.stringify(await portal.database.ownerDb('accounts').where({ id: person.accountId }))
    expect(kept).not.toContain(recovery)
    expect(kept).not.toContain(new URL(uri).searchParams.get('secret'))
    await lost.portal.endTwoStep({ body: { password: person.password } })
    expect(
      await portal.browser().portal.signIn({ body: { email: person.email, password: person.password } }),
    ).toMatchObject({ next: 'done' })
  })

  it('guards codes by the same waits as passwords', async () => {
    const person = await ecp('p-two')
    const { uri } = await person.portal.startTwoStep({ body: { password: person.password } })
    await person.portal.confirmTwoStep({ body: { code: codeAt(secretOf(uri), stepAt(clock.now())) } })
    const browser = portal.browser()
    await browser.portal.signIn({ body: { email: person.email, password: person.password } })
    for (let tried = 0; tried < 5; tried++) {
      expect(await codeOf(browser.portal.signInCode({ body: { code: '000000' } }))).toBe('wrong_code')
    }
    expect(await codeOf(browser.portal.signInCode({ body: { code: '000000' } }))).toBe('locked_out')
  })
})

describe('the audit trail', () => {
  it('has every change of access, and nothing of a person or a secret', async () => {
    const person = await ecp('p-audit')
    await person.portal.listAccounts({ query: { practice: 'p-one' } }).catch(() => undefined)
    const rows: { action: string }[] = await portal.database
      .ownerDb('audit_entries')
      .where({ tenant: 'p-audit' })
      .orderBy('id')
    expect(rows.map(({ action }) => action)).toEqual([
      'practice.added',
      'account.invited',
      'account.joined',
      'sign_in.opened',
      'access.refused',
    ])
    expect(JSON.stringify(rows)).not.toContain(person.email)
  })
})
