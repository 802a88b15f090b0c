import { openTestPortal, type TestPortal } from '@ils/testing/test-portal'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let portal: TestPortal
beforeAll(async () => {
  portal = await openTestPortal()
})
afterAll(() => portal.close())

describe('a portal', () => {
  it('is ready without a LIMS, and says that it is away', async () => {
    const ready = await fetch(`${portal.url}/readyz`)
    expect([ready.status, await ready.json()]).toMatchObject([200, { state: 'ok' }])
    expect(await (await fetch(`${portal.url}/api/about`)).json()).toMatchObject({ product: 'ILS portal', lims: 'away' })
  })

  it('says who it is to the LIMS, always by the same key', async () => {
    const document = (await (await fetch(`${portal.url}/.well-known/openid-configuration`)).json()) as {
      jwks_uri: string
    }
    const keys = await (await fetch(document.jwks_uri)).json()
    expect(keys).toMatchObject({ keys: [{ alg: 'EdDSA', crv: 'Ed25519', use: 'sig' }] })
    expect(JSON.stringify(keys)).not.toContain('"d"')
    expect(await (await fetch(document.jwks_uri)).json()).toEqual(keys)
  })
})
