import { readdir, rm, writeFile } from 'node:fs/promises'
import { mkdtempSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readMessage } from '@ils/oma/records/read-message'
import { statusCode } from '@ils/oma/session/status'
import { openExampleHost, type ExampleHost } from '@ils/testing/devices/example-host'
import { runIls } from '@ils/testing/running-ils'
import { openTestLims } from '@ils/testing/test-lims'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let host: ExampleHost
const told = readMessage('DO=B\r\nSPH=-2.00;-1.75\r\nCIRC=146.10;146.20\r\n')
const folder = mkdtempSync(join(tmpdir(), 'ils-device-'))

beforeAll(async () => {
  host = await openExampleHost((question) => {
    if (question.about === 'initialise') return {}
    if (question.job !== '4711') return { status: statusCode('job not found'), text: `no job ${question.job}` }
    return question.about === 'download' ? { message: told } : {}
  })
})
afterAll(async () => {
  await host.close()
  await rm(folder, { recursive: true })
})

const simulate = (...args: string[]) => runIls(['device', 'simulate', ...args])

describe('ils device simulate', () => {
  it('shows every word with control characters by name, and what became of the job', async () => {
    const { code, out } = await simulate('edger', '--port', String(host.port), '--job', '4711')
    expect(code).toBe(0)
    expect(out).toContain('<FS>REQ=INI<CR><LF>')
    expect(out).toContain('<ACK>')
    expect(out).toContain('ANS=EDG<CR><LF>')
    expect(out).toMatch(/✓ 4711 EDG did both eyes/)
    expect(host.stored).toHaveLength(1)
  })

  it('ends with 1 where a job was refused, and says why', async () => {
    const { code, out } = await simulate('tracer', '--port', String(host.port), '--job', '4712', '--quiet')
    expect(code).toBe(1)
    expect(out.trim()).toBe('✗ 4712 refused: STATUS=1 no job 4712')
  })

  it('misbehaves as it is told and gives JSON to programs', async () => {
    const args = ['--misbehave', 'bad-crc,wrong-job', '--patience', '1000', '--json']
    const { code, out } = await simulate('generator', '--port', String(host.port), '--job', '4711', ...args)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      ...{ machine: 'generator', ok: true },
      jobs: [
        { job: 'NO-SUCH-JOB', ended: 'refused', status: 1 },
        { job: '4711', ended: 'done' },
      ],
    })
    const { transcript } = JSON.parse(out) as { transcript: { by: string; text: string }[] } // As just seen.
    expect(transcript).toContainEqual({ by: 'host', text: '<NAK>' })
  })

  it.each([
    [['edger', '--job', '1'], /--port/],
    [['edger', '--port', '4000'], /--job/],
    [['toaster', '--port', '4000', '--job', '1'], /There is no machine toaster; there are tracer, generator/],
    [['edger', '--port', '4000', '--job', '1', '--misbehave', 'rude'], /There is no rude; there are nak/],
    [['tracer', '--port', '4000', '--job', '1', '--frame', '52x38'], /three sizes/],
    [['design-engine'], /--inbox and --outbox/],
  ])('refuses %j with what is missing', async (args, why) => {
    const { code, err } = await simulate(...args)
    expect(code).toBe(2)
    expect(err).toMatch(why)
  })

  it('answers requests as a design engine, once through what is there', async () => {
    const [inbox, outbox] = [join(folder, 'out'), join(folder, 'in')]
    mkdirSync(inbox)
    mkdirSync(outbox)
    await writeFile(join(inbox, 'a.lds'), 'REQ=LDS\r\nJOB=77\r\nDO=R\r\nSPH=-2.00;\r\n')
    const { code, out } = await simulate('design-engine', '--inbox', inbox, '--outbox', outbox, '--once')
    expect(code).toBe(0)
    expect(out.trim()).toBe('✓ 77 a.lms')
    expect((await readdir(outbox)).sort()).toEqual(['a.lms', 'a_R.sdf'])
  })
})

describe('ils device lines', () => {
  it('says how a line is made where there is none', async () => {
    const lims = await openTestLims()
    const key = await lims.setUp()
    const here = { ILS_URL: lims.url, ILS_KEY: key }
    const { code, err } = await runIls(['device', 'lines'], here)
    expect([code, err.trim()]).toEqual([0, 'No line is set up yet: PUT /api/devices/lines/<line> makes one'])
    expect(await runIls(['device', 'talk', 'edger-1', '--once'], here)).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('There is no line edger-1') as string },
    })
    await lims.close()
  })
})
