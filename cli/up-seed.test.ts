import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLimsClient } from '@ils/lims-client/lims-client'
import { until } from '@ils/testing/condition'
import { repository, runIls, startIls } from '@ils/testing/running-ils'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ils-up-seed-'))
const data = join(folder, 'data')
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const clientOf = (url: string) =>
  openLimsClient({ url, key: readFileSync(join(data, 'admin.key'), 'utf8').trim(), timeoutMs: 5000 })

describe('ils up on an empty folder', () => {
  it('answers while it plants, stops when told to, and goes on at the next start', { timeout: 180_000 }, async () => {
    const port = await freePort()
    const child = spawn(
      process.execPath,
      ['--conditions=development', '--import', 'tsx', join(repository, 'cli', 'main.ts'), 'up', '--data', data],
      // Nothing else: whoever runs the test may have a database of their own in the environment.
      {
        cwd: repository,
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ILS_LIMS_PORT: String(port) },
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
    } finally {
      await ils.stop()
    }
  })
})
