import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLimsClient } from '@ils/lims-client/lims-client'
import { fetchByTls } from '@ils/platform/http/fetch-by-tls'
import { until } from '@ils/testing/condition'
import { newKey, selfSigned } from '@ils/testing/self-signed'
import { openTestLims, type TestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ils-service-'))
const path = (name: string): string => join(folder, name)
/** As whoever renews a file does it: written aside, then moved over the old one. */
const put = (name: string, text: string): void => {
  writeFileSync(path(`${name}.new`), text)
  renameSync(path(`${name}.new`), path(name))
}
const server = selfSigned('lims.test')
const portal = selfSigned('portal')
const stranger = selfSigned('stranger')
const ours = { ILS_SERVICE_CERT: path('crt'), ILS_SERVICE_KEY: path('key'), ILS_SERVICE_PEERS: path('peers') }

describe('the service port', () => {
  let lims: TestLims
  let key: string
  beforeAll(async () => {
    put('crt', server.cert)
    put('key', server.key)
    put('peers', `# who may come\nportal ${portal.pin}\n`)
    lims = await openTestLims({ env: { ...ours, ILS_SERVICE_PORT: '0' } })
    key = await lims.setUp()
  })
  afterAll(async () => {
    await lims.close()
    rmSync(folder, { recursive: true })
  })
  const url = (): string => lims.running.serviceUrl ?? ''
  const clientOf = (who: { cert: string; key: string }, pins = [server.pin]) =>
    openLimsClient({ url: url(), key, retry: 'none', fetch: fetchByTls({ ...who, serverPins: pins }) })

  it('answers a pinned program as the other port does, and still asks for its key', async () => {
    expect(url()).toMatch(/^https:/)
    const about = await clientOf(portal).whoAmI()
    expect(about).toEqual(await lims.client(key).whoAmI())
    const made = await clientOf(portal).addHolder({ body: { kind: 'service', name: 'Ölportal', roles: ['lab'] } })
    expect(made.name).toBe('Ölportal')
    const nobody = openLimsClient({ url: url(), fetch: fetchByTls({ ...portal, serverPins: [server.pin] }) })
    await expect(nobody.whoAmI()).rejects.toMatchObject({ code: 'not_signed_in' })
  })

  it('sends away who is not pinned, is nobody, or is past their time, and names the key', async () => {
    await expect(clientOf(stranger).whoAmI()).rejects.toMatchObject({
      code: 'peer_not_pinned',
      message: `The key ${stranger.pin} is not among the pinned ones`,
    })
    const old = selfSigned('portal', { from: new Date('2020-01-01'), to: new Date('2021-01-01'), key: newKey() })
    put('peers', `portal ${portal.pin}\nold ${old.pin}\n`)
    await until('the list is read', async () => {
      const refused = await clientOf(old)
        .whoAmI()
        .then(String, (error: unknown) => String(error))
      return refused.includes('The certificate of old is valid from')
    })
    const status = await new Promise((resolve, reject) => {
      get(`${url()}/api/about`, { rejectUnauthorized: false }, (answer) => {
        resolve(answer.statusCode)
        answer.resume()
      }).on('error', reject)
    })
    expect(status).toBe(403)
  })

  it('lets a program change its key with an overlap, on connections that are open too', async () => {
    const next = selfSigned('portal')
    const [before, after] = [clientOf(portal), clientOf(next)]
    await before.whoAmI()
    const hour = new Date(Date.now() + 3_600_000).toISOString()
    put('peers', `portal ${portal.pin} ${hour}\nportal ${next.pin}\n`)
    await until('the new key opens', () =>
      after.whoAmI().then(
        () => true,
        () => false,
      ),
    )
    await before.whoAmI()
    put('peers', `portal ${portal.pin} 2026-01-01T00:00:00Z\nportal ${next.pin}\n`)
    await until('the old key is out', () =>
      before.whoAmI().then(
        () => false,
        (error: unknown) => String(error).includes('was taken until 2026-01-01'),
      ),
    )
    await after.whoAmI()
    put('peers', `portal ${portal.pin}\n`)
    await until('it is back', () =>
      clientOf(portal)
        .whoAmI()
        .then(
          () => true,
          () => false,
        ),
    )
  })

  it('takes a new certificate of its own without a restart; a program believes only the keys it pinned', async () => {
    const next = selfSigned('lims.test')
    put('key', next.key)
    put('crt', next.cert)
    const both = [server.pin, next.pin]
    await until('the new key answers', () =>
      clientOf(portal, [next.pin])
        .whoAmI()
        .then(
          () => true,
          () => false,
        ),
    )
    await clientOf(portal, both).whoAmI()
    await expect(clientOf(portal, [server.pin]).whoAmI()).rejects.toThrow(/did not answer/)
    put('key', stranger.key)
    await until('it is said', () => lims.log.lines.some(({ msg }) => String(msg).includes('the old ones stay')))
    await clientOf(portal, [next.pin]).whoAmI()
    put('key', server.key)
    put('crt', server.cert)
    await until('the first is back', () =>
      clientOf(portal)
        .whoAmI()
        .then(
          () => true,
          () => false,
        ),
    )
  })

  it('is not opened by halves, nor on a list that cannot be read', async () => {
    const half = openTestLims({ database: lims.database, env: { ILS_SERVICE_CERT: path('crt') } })
    await expect(half).rejects.toThrow(/ILS_SERVICE_KEY +\(missing\)/)
    writeFileSync(path('bad'), 'portal sha1/abc\n')
    const bad = openTestLims({
      database: lims.database,
      env: { ...ours, ILS_SERVICE_PORT: '0', ILS_SERVICE_PEERS: path('bad') },
    })
    await expect(bad).rejects.toThrow(/bad:1: the pin of portal is sha1\/abc/)
  })
})
