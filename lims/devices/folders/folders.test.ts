import { mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LimsRefused } from '@ils/lims-client/refused'
import { valueOf } from '@ils/oma/records/message'
import { readMessage } from '@ils/oma/records/read-message'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openClaims } from './claim-files.ts'
import { dealWithFiles, type FileHandler, type PutOff } from './deal-with-files.ts'
import { openFolders } from './open-folders.ts'
import { deviceFolder } from '@ils/testing/devices/example-engine'
import { bringTo, ellipse, orderLenses } from '@ils/testing/floor-lines'

let root: string
let lab: FloorLab
beforeAll(async () => {
  root = await deviceFolder()
  lab = await openFloorLab(readStandardLab(), { env: { ILS_DEVICE_FOLDER: root } })
  for (const machine of ['TRC-1', 'EDG-1']) await openFolderLine(machine)
})
afterAll(async () => {
  await lab.close()
  await rm(root, { recursive: true })
})

const foldersOf = (id: string) => ({ in: `${id}/in`, out: `${id}/out`, done: `${id}/done`, failed: `${id}/failed` })
const put = (id: string, machine: string, folders = foldersOf(id)) =>
  lab.ann.client.putLine({ params: { lineId: id }, body: { machine, kind: 'folder', folders, enabled: true } })
const show = (lineId: string) => lab.ann.client.getLine({ params: { lineId } })
async function openFolderLine(machine: string): Promise<void> {
  await put(machine, machine)
  await until(`${machine} is served`, async () => (await show(machine)).state === 'connected')
}
const files = async (line: string, folder: string) => (await readdir(join(root, line, folder))).sort()
const drop = (line: string, name: string, text: string | Uint8Array) => writeFile(join(root, line, 'in', name), text)
const landed = (line: string, folder: string, name: string) =>
  until(`${name} lies in ${folder}`, async () => (await files(line, folder)).includes(name))
const traceOf = (job: string, a: number): string =>
  [['REQ', 'TRC'], ['JOB', job], ['PATIENT', 'Doe'], ...ellipse('R', a, 36), ...ellipse('L', a, 36)]
    .map(([label, value]) => `${label ?? ''}=${value ?? ''}\r\n`)
    .join('')
const tracesOf = async (job: string) => (await lab.olga.client.listTraces({ query: { job } })).items

describe('a file that a tracer drops', () => {
  it('becomes a trace, ends the step, and lies in done', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    await drop('TRC-1', 'one.oma', traceOf(jobId, 50))
    await landed('TRC-1', 'done', 'one.oma')
    expect(await tracesOf(jobId)).toHaveLength(1)
    expect((await lab.olga.client.getJob({ params: { jobId } })).lenses.find(({ eye }) => eye === 'pair')?.step).toBe(
      'mount',
    )
    expect(await files('TRC-1', 'in')).toEqual([])
    await until('it is written down without the name', async () => {
      const { messages } = await show('TRC-1')
      return messages.some(({ text }) => text.includes(jobId)) && !JSON.stringify(messages).includes('Doe')
    })
  })

  it('and drops once more is not done twice; another of the same name is', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    await drop('TRC-1', 'twice.oma', traceOf(jobId, 48))
    await landed('TRC-1', 'done', 'twice.oma')
    await drop('TRC-1', 'twice.oma', traceOf(jobId, 48))
    await until(
      'it is put away',
      async () => (await files('TRC-1', 'done')).filter((name) => name.startsWith('twice')).length === 2,
    )
    expect(await tracesOf(jobId)).toHaveLength(1)
    await drop('TRC-1', 'twice.oma', traceOf(jobId, 46))
    await until(
      'it is put away',
      async () => (await files('TRC-1', 'done')).filter((name) => name.startsWith('twice')).length === 3,
    )
    expect(await tracesOf(jobId)).toHaveLength(2)
  })

  it('and is still writing is left alone until it stands still', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    const whole = traceOf(jobId, 44)
    let grown = 200
    await drop('TRC-1', 'growing.oma', whole.slice(0, grown))
    const before = Date.now()
    // Written in parts for longer than two looks; taken in half it would fail for points that are missing.
    while (grown < whole.length) {
      grown += Math.ceil(whole.length / 12)
      await drop('TRC-1', 'growing.oma', whole.slice(0, grown))
      await until('some time has passed', () => Date.now() - before > (grown / whole.length) * 1500)
    }
    await landed('TRC-1', 'done', 'growing.oma')
    expect(await tracesOf(jobId)).toHaveLength(1)
    expect(await files('TRC-1', 'failed')).not.toContain('growing.oma')
  })

  it('of a job that nobody knows lies in failed, with the reason beside it', async () => {
    await drop('TRC-1', 'who.oma', traceOf('4711', 50))
    await landed('TRC-1', 'failed', 'who.oma')
    expect(await readFile(join(root, 'TRC-1', 'failed', 'who.oma.txt'), 'utf8')).toMatch(/who\.oma: STATUS=1: .*4711/)
  })

  it.each([
    ['empty.oma', new Uint8Array(), /it is empty/],
    ['large.oma', new Uint8Array(4 * 1024 * 1024 + 1), /4194305 bytes; the limit is 4194304/],
    ['noise.oma', Uint8Array.from({ length: 5000 }, (_, at) => (at * 7919) % 256), /REQ: the file has none/],
  ])('%s lies in failed and stops nothing', async (name, bytes, why) => {
    await drop('TRC-1', name, bytes)
    await landed('TRC-1', 'failed', name)
    expect(await readFile(join(root, 'TRC-1', 'failed', `${name}.txt`), 'utf8')).toMatch(why)
  })

  it('and that a process had begun before it died is dealt with by the next', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    await drop('TRC-1', '.ils-begun.oma', traceOf(jobId, 42))
    await landed('TRC-1', 'done', 'begun.oma')
    expect(await tracesOf(jobId)).toHaveLength(1)
  })

  it('that is no message file, or a link, is left where it is', async () => {
    await writeFile(join(root, 'secret.oma'), traceOf('4711', 50))
    await symlink(join(root, 'secret.oma'), join(root, 'TRC-1', 'in', 'link.oma'))
    await drop('TRC-1', 'picture.bmp', 'BM')
    await drop('TRC-1', 'after.oma', traceOf('4712', 50))
    await landed('TRC-1', 'failed', 'after.oma')
    expect(await files('TRC-1', 'in')).toEqual(['link.oma', 'picture.bmp'])
  })
})

describe('a file on which we break', () => {
  it('stops none behind it, and is tried again', async () => {
    const line = 'broken'
    const folders = await openFolders(root, foldersOf(line))
    await drop(line, 'a.oma', 'REQ=TRC\r\nJOB=1\r\n')
    await drop(line, 'b.oma', 'REQ=TRC\r\nJOB=2\r\n')
    const tried: string[] = []
    const handle: FileHandler = (message, times) => {
      const job = valueOf(message, 'JOB') ?? ''
      tried.push(`${job} ${times}`)
      return job === '1' && times === 1 ? Promise.reject(new Error('a bug')) : Promise.resolve({ as: 'done', text: '' })
    }
    const putOff = new Map<string, PutOff>()
    const dealing = { app: lab.lims.app, line, folders, claims: openClaims(folders.in, 10), handle, putOff }
    await until('both are done', async () => {
      await dealWithFiles(dealing)
      return (await files(line, 'done')).join() === 'a.oma,b.oma'
    })
    expect(tried).toEqual(['1 1', '2 1', '1 2'])
    await drop(line, 'b.oma', 'REQ=TRC\r\nJOB=2\r\n')
    await drop(line, 'c.oma', 'REQ=TRC\r\nJOB=3\r\n')
    await until('they are put away', async () => {
      await dealWithFiles(dealing)
      return (await files(line, 'done')).length === 4
    })
    // The same name and content is not even read a second time.
    expect(tried).toEqual(['1 1', '2 1', '1 2', '3 1'])
    expect(lab.lims.log.lines.some((one) => one['msg'] === 'a file could not be dealt with')).toBe(true)
  })
})

describe('a file that asks for a job', () => {
  it('is answered by a whole file in out', async () => {
    const jobId = await orderLenses(lab, { traced: true })
    await bringTo(lab, jobId, 'edge')
    await drop('EDG-1', 'ask.oma', `REQ=EDG\r\nJOB=${jobId}\r\n`)
    const name = `${jobId}-EDG.oma`
    await landed('EDG-1', 'out', name)
    const answer = readMessage(await readFile(join(root, 'EDG-1', 'out', name)))
    expect(['ANS', 'JOB', 'STATUS', 'DO'].map((label) => valueOf(answer, label))).toEqual(['EDG', jobId, '0', 'B'])
    expect(await files('EDG-1', 'out')).toEqual([name])
  })
})

describe('folders of a line', () => {
  it('lie below the root: nothing with .. in it, and nothing that starts at the root of the disk', async () => {
    for (const path of ['../outside', 'a/../../b', '/etc', 'a//b', 'a\\..\\b']) {
      await expect(put('bad', 'TRC-2', { ...foldersOf('bad'), in: path })).rejects.toThrow(LimsRefused)
    }
  })

  it('are no links: the line says so and serves nothing', async () => {
    await mkdir(join(root, 'elsewhere'))
    await symlink(join(root, 'elsewhere'), join(root, 'linked'))
    await put('linked', 'TRC-2', foldersOf('linked'))
    const line = await until('it is refused', async () => {
      const found = await show('linked')
      return found.state === 'failed' && found
    })
    expect(line.stateNote).toContain('is a link, and links are not followed')
    await rm(join(root, 'linked'))
    await until('it is served as soon as it can be', async () => (await show('linked')).state === 'connected')
  })
})
