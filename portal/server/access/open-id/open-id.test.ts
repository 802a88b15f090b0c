import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freePort } from '@ils/testing/free-port'
import { openTestPortal, type PortalBrowser, type TestPortal } from '@ils/testing/test-portal'
// @ts-expect-error -- it brings no types, and only this test needs it
import Provider from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** People of a real OpenID provider, that runs in this test. */
const people: Record<string, Record<string, unknown>> = {
  dana: { name: 'Dana Demo', email: 'dana@chain.example', groups: ['optician'], branch: 'p-chain' },
  moved: { name: 'Mo Moved', email: 'mo@chain.example', groups: ['optician'], branch: 'p-chain' },
  guest: { name: 'A guest', email: 'guest@chain.example', groups: ['visitor'] },
  lost: { name: 'A lost one', email: 'lost@chain.example', groups: ['optician'], branch: 'p-nowhere' },
  twin: { name: 'A twin', email: 'ecp-1@portal.example', groups: ['optician'], branch: 'p-chain' },
  boss: { name: 'Bo Boss', email: 'boss@chain.example', groups: ['lab-manager'] },
}
const CLIENT = { clientId: 'portal', clientSecret: 'the secret of the portal' }
let server: Server
let issuer: string
let portal: TestPortal

beforeAll(async () => {
  const portalPort = await freePort()
  const portalUrl = `http://127.0.0.1:${portalPort}`
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [`${portalUrl}/sign-in/openid`],
        response_types: ['code'],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub', 'groups', 'branch'], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['a key of the test'] },
  })
  server.on('request', provider.callback())
  const openId = { issuer, ...CLIENT, name: 'Chain', rolesClaim: 'groups', practiceClaim: 'branch' }
  const roles = { optician: 'ecp', 'lab-manager': 'manager' }
  portal = await openTestPortal({
    env: {
      ILS_PORTAL_PORT: String(portalPort),
      ILS_PORTAL_OPENID: JSON.stringify({ ...openId, roles }),
      ILS_ALLOW_HTTP_ISSUERS: 'yes',
    },
  })
  await portal.person({ role: 'ecp', practice: 'p-chain' })
})
afterAll(async () => {
  await portal.close()
  server.closeAllConnections()
  server.close()
})

/** Goes to the provider as a browser does, says who it is there, and comes back with the answer. */
async function atProvider(url: string, who: string): Promise<string> {
  const jar = new Map<string, string>()
  let next = new URL(url)
  let form: URLSearchParams | undefined
  for (let hop = 0; hop < 12; hop++) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie },
      ...(form && { method: 'POST', body: form }),
    })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      jar.set(name, value)
    }
    form = undefined
    const to = answer.headers.get('location')
    if (to !== null) {
      next = new URL(to, next)
      if (next.pathname === '/sign-in/openid') return next.search.slice(1)
      continue
    }
    const page = await answer.text()
    const [, prompt = 'none'] = /name="prompt" value="(\w+)"/.exec(page) ?? []
    const [, action = next.href] = /action="([^"]+)"/.exec(page) ?? []
    form = new URLSearchParams({ prompt, login: who, password: 'any' })
    next = new URL(action, next)
  }
  throw new Error('the provider did not send the browser back')
}

async function signIn(who: string, browser: PortalBrowser = portal.browser()) {
  const { url } = await browser.portal.startOpenId({})
  const query = await atProvider(url, who)
  return { browser, query, done: await browser.portal.finishOpenId({ body: { query } }) }
}

describe('a sign-in at an OpenID provider', () => {
  it('is offered', async () => {
    expect(await portal.browser().portal.waysToSignIn()).toEqual({ openId: { name: 'Chain' } })
  })

  it('brings role and practice along, and the same account each time', async () => {
    const first = await signIn('dana')
    expect(first.done).toMatchObject({ next: 'done', me: { name: 'Dana Demo', roles: ['ecp'], practice: 'p-chain' } })
    expect((await signIn('dana')).done.me?.accountId).toBe(first.done.me?.accountId)
    expect(await first.browser.portal.getMe()).toMatchObject({ email: 'dana@chain.example' })
    expect((await signIn('boss')).done).toMatchObject({ me: { roles: ['manager'], practice: null } })
  })

  it('follows what the provider says today', async () => {
    await signIn('moved')
    people['moved'] = { ...people['moved'], groups: ['lab-manager'], branch: undefined }
    expect((await signIn('moved')).done).toMatchObject({ me: { roles: ['manager'], practice: null } })
  })

  it.each([
    ['guest', 'no role'],
    ['lost', 'not one of this lab'],
    ['twin', 'this address'],
  ])('is refused to %s, with the reason', async (who, why) => {
    await expect(signIn(who)).rejects.toMatchObject({ code: 'wrong_sign_in', message: expect.stringContaining(why) })
  })

  it('counts once, in the browser that began it, and with the state that it began with', async () => {
    const { browser, query } = await signIn('dana')
    await expect(browser.portal.finishOpenId({ body: { query } })).rejects.toMatchObject({ code: 'link_over' })
    const other = portal.browser()
    const { url } = await other.portal.startOpenId({})
    const stolen = await atProvider(url, 'dana')
    await expect(portal.browser().portal.finishOpenId({ body: { query: stolen } })).rejects.toMatchObject({
      code: 'link_over',
    })
    const forged = new URLSearchParams(stolen)
    forged.set('state', 'another')
    await expect(other.portal.finishOpenId({ body: { query: forged.toString() } })).rejects.toMatchObject({
      code: 'wrong_sign_in',
    })
  })
})
