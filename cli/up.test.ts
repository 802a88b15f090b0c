import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from './finding.ts'
import { crashRun } from '@ils/testing/crash-run'
import { ilsHere } from '@ils/testing/ils-here'
import { runIls, startIls, type RunningIls } from '@ils/testing/running-ils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from './program.ts'

const ilsNow = ilsHere(runProgram)
const folder = mkdtempSync(join(tmpdir(), 'ils-up-'))
const data = join(folder, 'data')
let ils: RunningIls

beforeAll(async () => {
  ils = await startIls(data)
})
afterAll(async () => {
  await ils.stop()
  rmSync(folder, { recursive: true, force: true })
})

const here = () => ({ ILS_DATA: data, ILS_URL: ils.url })

describe('ils up', () => {
  it('runs a LIMS with a page that says so', async () => {
    const page = await (await fetch(ils.url)).text()
    expect(page).toContain('The LIMS is running')
    expect(await (await fetch(`${ils.url}/readyz`)).json()).toMatchObject({ state: 'ok' })
    expect(await (await fetch(`${ils.url}/api/about`)).json()).toMatchObject({
      database: 'embedded',
      queue: 'postgres',
      serves: ['api', 'worker', 'relay', 'devices'],
    })
  })

  it('makes the first administrator and keeps their key where only its owner reads it', () => {
    const file = join(data, 'admin.key')
    expect(readFileSync(file, 'utf8')).toMatch(/^lims_/)
    for (const secret of ['admin.key', 'setup.key', 'postgres-passwords.json', 'connection.json']) {
      expect(statSync(join(data, secret)).mode & 0o077, secret).toBe(0)
    }
  })

  it('refuses a second start on the same folder, and says who is there', async () => {
    const second = await runIls(['up', '--data', data])
    expect(second.code).toBe(1)
    expect(second.err).toMatch(new RegExp(`ILS already runs on .*: process ${ils.pid}, since 20`))
  })

  it('says which port is taken and how to choose another', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const other = join(folder, 'other')
    const refused = await runIls(['up', '--data', other, '--port', String(port)])
    server.close()
    expect(refused.code).toBe(1)
    expect(refused.err).toContain(`Port ${port} on 127.0.0.1 is taken`)
    expect(refused.err).toContain('--port')
    expect(existsSync(join(other, 'lock'))).toBe(false)
  })

  it('stops at once on settings that make no sense, with a table of them', async () => {
    const refused = await runIls(['up', '--data', join(folder, 'x')], { ILS_LOG_LEVEL: 'loud', ILS_LIMS_PROT: '1' })
    expect(refused.code).toBe(78)
    expect(refused.err).toContain('did you mean ILS_LIMS_PORT?')
    expect(refused.err).toContain('one of silent, error, warn, info, debug')
  })
})

describe('the command line', () => {
  it.each([
    [[]],
    [['up']],
    [['doctor']],
    [['migrate']],
    [['access', 'keys', 'make']],
    [['audit', 'verify']],
    [['events', 'tail']],
    [['config', 'example']],
  ])('explains %j with --help', async (path) => {
    const said = await ilsNow([...path, '--help'])
    expect(said.code).toBe(0)
    expect(said.out).toContain('Usage: ils')
  })

  it('says who it is signed in as', async () => {
    expect((await ilsNow(['access', 'me'], here())).out).toMatch(/name\s+Administrator/)
    const me = JSON.parse((await ilsNow(['access', 'me', '--json'], here())).out) as { roles: string[] }
    expect(me.roles).toEqual(['admin'])
  })

  it('gives access, shows it and takes it away', async () => {
    const added = JSON.parse(
      (await ilsNow(['access', 'holders', 'add', 'service', 'Front desk', '--role', 'service', '--json'], here())).out,
    ) as { id: string }
    const made = JSON.parse(
      (await ilsNow(['access', 'keys', 'make', added.id, 'test', '--days', '7', '--json'], here())).out,
    ) as { secret: string; key: { id: string } }
    const asThem = { ...here(), ILS_KEY: made.secret }
    expect((await ilsNow(['access', 'me'], asThem)).out).toContain('Front desk')
    const refused = await ilsNow(['access', 'keys', 'list'], asThem)
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('not_allowed')])
    expect((await ilsNow(['access', 'keys', 'list'], here())).out).toContain('Front desk')
    const rotated = await ilsNow(['access', 'keys', 'rotate', made.key.id, '--overlap', '5', '--json'], here())
    expect((JSON.parse(rotated.out) as { secret: string }).secret).toMatch(/^lims_/)
    expect((await ilsNow(['access', 'keys', 'revoke', made.key.id], here())).out).toContain('opens nothing any more')
    expect((await ilsNow(['access', 'me'], asThem)).code).toBe(1)
    expect((await ilsNow(['access', 'holders', 'disable', added.id], here())).out).toContain('switched off')
    expect((await ilsNow(['access', 'holders', 'list'], here())).out).toMatch(/Front desk .* switched off/)
    expect((await ilsNow(['access', 'holders', 'enable', added.id], here())).out).toContain('switched on')
  })

  it('shows what happened', async () => {
    const tail = await ilsNow(['events', 'tail', '--once', '--json'], here())
    const types = tail.out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type)
    expect(types.slice(0, 2)).toEqual(['access.holder_added', 'access.key_made'])
  })

  it('verifies the audit trail straight from the database', async () => {
    const said = await ilsNow(['audit', 'verify'], here())
    expect(said.out).toContain('Every chain holds')
    expect(said.code).toBe(0)
    const wrong = await ilsNow(['audit', 'verify', '--expect-head', `lab=1:${'0'.repeat(64)}`], here())
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('resealed: entry 1')])
    expect((await ilsNow(['audit', 'verify', '--expect-head', 'nonsense'], here())).code).toBe(2)
  })

  it('checks a setup and says what to do', async () => {
    const where = { ...here(), ILS_PORTAL_URL: ils.portalUrl }
    const findings = JSON.parse((await ilsNow(['doctor', '--json'], where)).out) as Finding[]
    const verdicts = Object.fromEntries(findings.map((finding) => [finding.what, finding.verdict]))
    expect(verdicts).toMatchObject({
      Node: 'good',
      Database: 'good',
      Guarding: 'good',
      Schema: 'good',
      LIMS: 'good',
      Ready: 'good',
      Portal: 'good',
      'Schema of the portal': 'good',
      'Audit trail': 'good',
    })
    const lost = await ilsNow(['doctor'], {
      ILS_DATA: join(folder, 'nowhere'),
      ILS_URL: 'http://127.0.0.1:1',
      REDIS_URL: 'redis://127.0.0.1:1',
      ILS_HOST: '0.0.0.0',
    })
    expect(lost.out).toContain('Start ILS (npm start)')
    expect(lost.out).toContain('check REDIS_URL')
    expect(lost.out).toContain('Put TLS before it')
  })

  it('warns when one URL does both and the database does not guard', async () => {
    const { ownerUrl } = JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8')) as { ownerUrl: string }
    const findings = JSON.parse(
      (await ilsNow(['doctor', '--json'], { ...here(), DATABASE_URL: ownerUrl })).out,
    ) as Finding[]
    expect(findings.find((finding) => finding.what === 'Guarding')).toMatchObject({ verdict: 'warning' })
  })

  it('migrates, and says so when there is nothing to do', async () => {
    expect((await ilsNow(['migrate'], here())).out).toContain('up to date')
  })

  it('says plainly that nobody answers', async () => {
    const said = await ilsNow(['access', 'me'], { ...here(), ILS_URL: 'http://127.0.0.1:1' })
    expect(said.code).toBe(69)
    expect(said.err).toContain('did not answer')
    expect((await ilsNow(['access', 'me'], { ILS_DATA: folder })).err).toContain('No API key')
  })

  it('prints every setting as .env.example has them', async () => {
    expect((await runIls(['config', 'example'])).out).toBe(
      readFileSync(new URL('../.env.example', import.meta.url), 'utf8'),
    )
  })
})

describe('a stop and a new start', () => {
  it('keep everything: the administrator, the events, the port of the database', async () => {
    const before = JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8')) as { port: number }
    expect(await ils.stop()).toBe(0)
    expect(existsSync(join(data, 'connection.json'))).toBe(false)
    expect(existsSync(join(data, 'lock'))).toBe(false)
    ils = await startIls(data)
    expect(JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8'))).toMatchObject({ port: before.port })
    expect((await ilsNow(['access', 'me'], here())).out).toContain('Administrator')
  })

  it('show the first key again when it was made but never written down', async () => {
    await ils.stop()
    rmSync(join(data, 'admin.key'))
    ils = await startIls(data)
    expect((await ilsNow(['access', 'me'], here())).out).toContain('Administrator')
  })

  it('survive a lock that a killed process left', async () => {
    await ils.stop()
    writeFileSync(join(data, 'lock'), JSON.stringify({ pid: 1, began: '0', since: '2020' }))
    ils = await startIls(data)
    expect((await fetch(`${ils.url}/readyz`)).status).toBe(200)
  })
})

describe('a killed process tree', () => {
  it('loses nothing that was acknowledged, and makes nothing twice', { timeout: 300_000 }, async () => {
    const crashed = await crashRun({ dataFolder: join(folder, 'crash'), kills: 3, seed: 20261121 })
    expect(crashed).toMatchObject({
      kills: 3,
      lost: [],
      doubled: [],
      unsaid: [],
      logIsGapless: true,
      auditIsIntact: true,
    })
    expect(crashed.acknowledged).toBeGreaterThan(15)
  })
})
