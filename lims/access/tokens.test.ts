import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { LimsRefused } from '@ils/lims-client/refused'
import { until } from '@ils/testing/condition'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** An issuer on the loopback: discovery, keys, and what a real one could do wrong. */
let server: Server
let issuer: string
let current: { key: CryptoKey; jwk: JWK }
let away = false
let claimsIssuer: string | undefined
let lims: TestLims

async function newKey(kid: string) {
  const pair = await generateKeyPair('RS256', { extractable: true })
  return { key: pair.privateKey, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

beforeAll(async () => {
  current = await newKey('one')
  server = createServer((call, answer) => {
    if (away) {
      answer.writeHead(503).end()
      return
    }
    const body =
      call.url === '/.well-known/openid-configuration'
        ? { issuer: claimsIssuer ?? issuer, jwks_uri: `${issuer}/keys` }
        : { keys: [current.jwk] }
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  lims = await openTestLims({ env: envFor(issuer) })
})
afterAll(async () => {
  await lims.close()
  server.close()
})

const envFor = (url: string) => ({
  ILS_ALLOW_HTTP_ISSUERS: 'yes',
  ILS_TOKEN_ISSUERS: JSON.stringify([
    {
      issuer: url,
      audience: 'ils',
      rolesClaim: 'realm_access.roles',
      roles: { boss: 'admin', optician: 'ecp', hand: 'lab' },
      practiceClaim: 'practice',
    },
  ]),
})

const token = (
  claims: object = {},
  options: {
    key?: CryptoKey
    alg?: string
    kid?: string
    exp?: string | number
    aud?: string
    iss?: string
    sub?: string
  } = {},
) =>
  new SignJWT({ realm_access: { roles: ['boss'] }, name: 'A Person', ...claims })
    .setProtectedHeader({ alg: options.alg ?? 'RS256', kid: options.kid ?? 'one' })
    .setIssuer(options.iss ?? issuer)
    .setAudience(options.aud ?? 'ils')
    .setSubject(options.sub ?? 'person-1')
    .setIssuedAt()
    .setExpirationTime(options.exp ?? '5 minutes')
    .sign(options.key ?? current.key)

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'let in'
  } catch (error) {
    if (error instanceof LimsRefused) return error.code
    throw error
  }
}
const askWith = async (jwt: string) => codeOf(lims.client(jwt).whoAmI())

describe('a token of the configured issuer', () => {
  it('says who it is and what they may do, by the mapping of the lab', async () => {
    const me = await lims.client(await token()).whoAmI()
    expect(me).toMatchObject({
      kind: 'person',
      name: 'A Person',
      roles: ['admin'],
      practice: null,
      by: 'token',
      keyId: null,
    })
    expect(me.id).toMatch(/^sub_[0-9a-f]{26}$/)
    expect((await lims.client(await token()).whoAmI()).id).toBe(me.id)
  })

  it('names the practice, and nothing else does', async () => {
    const claims = { realm_access: { roles: ['optician'] }, practice: 'p-7' }
    expect(await lims.client(await token(claims)).whoAmI()).toMatchObject({ roles: ['ecp'], practice: 'p-7' })
    expect(await askWith(await token({ realm_access: { roles: ['optician'] } }))).toBe('not_signed_in')
  })

  it('of somebody whose roles mean nothing here opens nothing but itself', async () => {
    const jwt = await token({ realm_access: { roles: ['gardener', 'constructor', '__proto__'] } })
    expect(await lims.client(jwt).whoAmI()).toMatchObject({ roles: [], scopes: [] })
    expect(await codeOf(lims.client(jwt).listKeys())).toBe('not_allowed')
  })

  it('belongs to the person that the lab knows by that sign-on, who can be switched off', async () => {
    const admin = lims.client(await token())
    const person = await admin.addHolder({
      body: { kind: 'person', name: 'Known here', roles: ['lab'], signIn: { issuer, subject: 'known' } },
    })
    const jwt = await token({ realm_access: { roles: ['hand'] } }, { sub: 'known' })
    expect(await lims.client(jwt).whoAmI()).toMatchObject({ id: person.id, name: 'Known here', roles: ['lab'] })
    await admin.changeHolder({ params: { holderId: person.id }, body: { version: 1, disabled: true } })
    await until('they are refused', async () => (await askWith(jwt)) === 'not_signed_in', { withinMs: 1000 })
  })
})

describe('a token that is refused', () => {
  it.each([
    ['has expired', () => token({}, { exp: Math.floor(Date.now() / 1000) - 60 })],
    ['is for somebody else', () => token({}, { aud: 'another program' })],
    ['is of an unknown issuer', () => token({}, { iss: 'https://evil.example' })],
    ['is signed by another key', async () => token({}, { key: (await newKey('one')).key })],
    [
      'is not signed',
      async () =>
        (await token()).replace(/^[^.]+/, Buffer.from('{"alg":"none"}').toString('base64url')).replace(/[^.]+$/, ''),
    ],
    ['names nobody', () => token({}, { sub: '' })],
    [
      'was changed',
      async () => {
        const [head, , tail] = (await token({ realm_access: { roles: ['hand'] } })).split('.')
        const claims = { iss: issuer, aud: 'ils', sub: 'x', exp: 4_000_000_000, realm_access: { roles: ['boss'] } }
        return `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${tail}`
      },
    ],
    [
      'is signed with a shared secret',
      async () => {
        const secret = Buffer.from(JSON.stringify(current.jwk))
        return new SignJWT({ realm_access: { roles: ['boss'] } })
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .setIssuer(issuer)
          .setAudience('ils')
          .setSubject('x')
          .setExpirationTime('1 minute')
          .sign(secret)
      },
    ],
    ['is no token at all', () => Promise.resolve('a.b.c')],
    ['has claims that are no object', () => Promise.resolve(`a.${Buffer.from('null').toString('base64url')}.c`)],
  ])('%s', async (_why, make) => {
    expect(await askWith(await make())).toBe('not_signed_in')
  })
})

describe('an issuer', () => {
  it('that changes its keys is followed', async () => {
    const fresh = await openTestLims({ database: lims.database, env: envFor(issuer), roles: ['api'] })
    expect(await codeOf(fresh.client(await token()).whoAmI())).toBe('let in')
    await fresh.close()
    current = await newKey('two')
    const next = await openTestLims({ database: lims.database, env: envFor(issuer), roles: ['api'] })
    expect(await codeOf(next.client(await token({}, { kid: 'two' })).whoAmI())).toBe('let in')
    await next.close()
  })

  it('that is away is not taken for a bad token, and is asked again', async () => {
    away = true
    const fresh = await openTestLims({ database: lims.database, env: envFor(issuer), roles: ['api'] })
    const jwt = await token({}, { kid: 'two' })
    expect(await codeOf(fresh.client(jwt).whoAmI())).toBe('not_ready')
    away = false
    expect(await codeOf(fresh.client(jwt).whoAmI())).toBe('let in')
    await fresh.close()
  })

  it('that names itself otherwise, or speaks without TLS, is not believed', async () => {
    claimsIssuer = 'https://somebody.else'
    const fresh = await openTestLims({ database: lims.database, env: envFor(issuer), roles: ['api'] })
    expect(await codeOf(fresh.client(await token({}, { kid: 'two' })).whoAmI())).toBe('not_ready')
    claimsIssuer = undefined
    await fresh.close()
    const strict = await openTestLims({
      database: lims.database,
      env: { ...envFor(issuer), ILS_ALLOW_HTTP_ISSUERS: 'no' },
      roles: ['api'],
    })
    expect(await codeOf(strict.client(await token({}, { kid: 'two' })).whoAmI())).toBe('not_ready')
    await strict.close()
  })
})
