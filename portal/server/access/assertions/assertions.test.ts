import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freePort } from '@ils/testing/free-port'
import { manualClock } from '@ils/testing/manual-clock'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { openTestPortal, type PortalPerson, type TestPortal } from '@ils/testing/test-portal'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopesOf, type Role } from '../../../contract/roles.ts'
import { issuerAt } from '../../settings.ts'
import { rotateSigningKeys } from './rotate-signing-keys.ts'

const DAY_MS = 86_400_000

let lims: TestLims
let portal: TestPortal
beforeAll(async () => {
  // Each has to know the address of the other before it starts.
  const port = await freePort()
  portal = await openTestPortal({ lims: { url: `http://127.0.0.1:${port}` } })
  lims = await openTestLims({
    roles: ['api'],
    env: {
      ILS_LIMS_PORT: String(port),
      ILS_TOKEN_ISSUERS: JSON.stringify([issuerAt(portal.url)]),
      ILS_ALLOW_HTTP_ISSUERS: 'yes',
    },
  })
})
afterAll(async () => {
  await portal.close()
  await lims.close()
})

const limsAs = (person: PortalPerson, role: Role, practice: string | null) =>
  portal.app.limsFor({
    ...{ kind: 'person', id: person.accountId, name: `A ${role}`, roles: [role], scopes: scopesOf([role], false) },
    ...{ practice, by: 'sign-in', keyId: null, requestsPerMinute: 1000 },
  })

describe('an assertion of the portal', () => {
  it('lets somebody of a practice do at the LIMS what they may there, for their practice only', async () => {
    const person = await portal.person({ role: 'ecp', practice: 'practice-0012' })
    const client = limsAs(person, 'ecp', 'practice-0012')
    const me = await client.whoAmI()
    expect(me).toMatchObject({ name: 'A ecp', roles: ['ecp'], practice: 'practice-0012', by: 'token' })
    expect((await client.whoAmI()).id).toBe(me.id)
    await expect(client.listKeys()).rejects.toMatchObject({ code: 'not_allowed' })
  })

  it('brings people of the lab their role there; a supplier has none', async () => {
    const manager = await portal.person({ role: 'manager' })
    expect(await limsAs(manager, 'manager', null).whoAmI()).toMatchObject({ roles: ['manager'], practice: null })
    const supplier = await portal.person({ role: 'supplier' })
    expect(await limsAs(supplier, 'supplier', null).whoAmI()).toMatchObject({ roles: [], scopes: [] })
  })

  it('is signed with a new key in time, which is known before it signs; the old one is believed a day longer', async () => {
    const clock = manualClock()
    const said: string[] = []
    const listening = createServer(({ headers, socket }) => {
      said.push(headers.authorization ?? '')
      socket.destroy()
    }).listen(0, '127.0.0.1')
    await once(listening, 'listening')
    // It listens on a port: its address is no path of a pipe.
    const { port } = listening.address() as AddressInfo
    const turning = await openTestPortal({ clock, lims: { url: `http://127.0.0.1:${port}` } })
    const keys = async (): Promise<string[]> => {
      const answer = await fetch(`${turning.url}/.well-known/jwks.json`)
      return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid) // RFC 7517.
    }
    const signed = async () => {
      const actor = { kind: 'person', id: 'acc_1', name: 'A manager', roles: ['manager'], scopes: [] } as const
      const how = { practice: null, by: 'sign-in', keyId: null, requestsPerMinute: 1 } as const
      await turning.app
        .limsFor({ ...actor, ...how })
        .whoAmI()
        .catch(() => undefined)
      return decodeProtectedHeader(said.at(-1)?.slice('Bearer '.length) ?? '').kid
    }
    const [first = ''] = await keys()
    expect(await signed()).toBe(first)
    clock.advance(91 * DAY_MS)
    await rotateSigningKeys(turning.app)
    const [second = '', ...rest] = await keys()
    expect(rest).toEqual([first])
    expect(await signed()).toBe(first)
    clock.advance(20 * 60_000)
    expect(await signed()).toBe(second)
    await rotateSigningKeys(turning.app)
    expect(await keys()).toEqual([second, first])
    clock.advance(DAY_MS)
    await rotateSigningKeys(turning.app)
    expect(await keys()).toEqual([second])
    await turning.close()
    listening.close()
  })

  it('is refused from another portal, which signs with another key', async () => {
    const other = await openTestPortal({ lims: { url: lims.url }, env: { ILS_PORTAL_URL: portal.url } })
    const actor = { kind: 'person', id: 'acc_1', name: 'An intruder', roles: ['admin'], scopes: [] } as const
    const asked = other.app.limsFor({ ...actor, practice: null, by: 'sign-in', keyId: null, requestsPerMinute: 1 })
    await expect(asked.whoAmI()).rejects.toMatchObject({ code: 'not_signed_in' })
    await other.close()
  })
})
