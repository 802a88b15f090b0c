import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLimsClient } from '@ils/lims-client/lims-client'
import { until } from '@ils/testing/condition'
import { freePort } from '@ils/testing/free-port'
import { ilsCommand, repository, runIls, startIls } from '@ils/testing/running-ils'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ils-up-seed-'))
const data = join(folder, 'data')
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const clientOf = (url: string) =>
  openLimsClient({ url, key: readFileSync(join(data, 'admin.key'), 'utf8').trim(), timeoutMs: 5000 })

describe('ils up on an empty folder', () => {
  it('answers while it plants, stops when told to, and goes on at the next start', { timeout: 300_000 }, async () => {
    const port = await freePort()
    const [program, args] = ilsCommand(['up', '--data', data])
    const child = spawn(
      program,
      args,
      // Nothing else: whoever runs the test may have a database of their own in the environment.
      {
        cwd: repository,
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          ILS_LIMS_PORT: String(port),
          ILS_PORTAL_PORT: '0',
        },
        stdio: 'ignore',
      },
    )
    const over = new Promise<number | null>((resolve) => child.once('close', resolve))
    const url = `http://127.0.0.1:${port}`
    const planting = await until(
      'the files of the standard lab are sent',
      async () => {
        if (!existsSync(join(data, 'admin.key'))) return false
        const [draft] = (await clientOf(url).listDrafts()).items
        return draft?.version === 1 && draft
      },
      { withinMs: 60_000 },
    )
    expect(planting).toMatchObject({ name: 'Standard lab', createdBy: { name: 'Principal Engineer' } })
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    await expect(clientOf(url).getInForce()).rejects.toMatchObject({ code: 'nothing_in_force' })
    child.kill('SIGINT')
    expect(await over).toBe(0)

    const ils = await startIls(data, {}, { seed: true })
    try {
      const lims = clientOf(ils.url)
      expect(await lims.getInForce()).toMatchObject({ number: 1 })
      expect((await lims.listDrafts()).items).toMatchObject([{ id: planting.id, state: 'published', release: 1 }])
      const seeded = await runIls(['seed', '--json'], { ILS_DATA: data, ILS_URL: ils.url })
      expect(JSON.parse(seeded.out)).toMatchObject({ made: false, release: { number: 1 } })

      // What it wrote down of the demo is so.
      const signIns = JSON.parse(readFileSync(join(data, 'portal-sign-ins.json'), 'utf8')) as Record<string, string>[]
      expect(signIns.map(({ who }) => who)).toEqual(['admin', 'demo ECP', 'demo manager'])
      for (const { email, password, role, practice } of signIns) {
        const answer = await fetch(`${ils.portalUrl}/api/sign-in`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-ils-portal': '1' },
          body: JSON.stringify({ email, password }),
        })
        expect(await answer.json()).toMatchObject({ next: 'done', me: { roles: [role], practice } })
      }
    } finally {
      await ils.stop()
    }
  })
})
