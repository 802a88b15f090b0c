import { once } from 'node:events'
import { connect } from 'node:net'
import { bytesOfText, textOfBytes } from '@ils/oma/bytes'
import { encodePacket } from '@ils/oma/framing/encode-packet'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { openFloorLab, type FloorLab } from '@ils/testing/floor-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectMachine } from '@ils/testing/machine-on-line'
import { bringTo, ellipse, openLine, orderLenses, type ExampleLine } from '@ils/testing/floor-lines'

let lab: FloorLab
let line: ExampleLine
let jobId: string
beforeAll(async () => {
  lab = await openFloorLab(readStandardLab())
  const settings = { confirmMs: 150, packetMs: 1000, answerMs: 3000 }
  line = await openLine(lab, 'EDG-1', { settings })
  jobId = await orderLenses(lab)
  await bringTo(lab, jobId, 'edge')
})
afterAll(() => lab.close())

const timing = { confirmMs: 150, packetMs: 4000 }
const begun = async (): Promise<number> => {
  const rows = await lab.lims.app
    .db<{ type: string; data: Record<string, unknown> }>('events')
    .where({ type: 'job.moved' })
  return rows.filter(({ data }) => data['jobId'] === jobId && data['step'] === 'edge').length
}
const nth = (wanted: number, change: (bytes: Uint8Array) => Uint8Array | null) => {
  let n = 0
  return (bytes: Uint8Array) => (++n === wanted ? change(bytes) : bytes)
}
const lose = (): null => null

describe('on a bad line', () => {
  it('a request that comes twice, because our receipt was lost, is carried out once', async () => {
    const edger = await line.connect({ ...timing, hear: nth(1, lose) })
    expect(await edger.download('EDG', jobId)).toMatchObject({ done: true })
    expect(await begun()).toBe(2)
    edger.end()
  })

  it('a packet that was hurt on its way is asked for again', async () => {
    const hurt = (bytes: Uint8Array) => bytes.map((byte, at) => (at === 8 ? byte ^ 1 : byte))
    await openLine(lab, 'EDG-2', { settings: { ...timing, packetMs: 1000, needCrc: true, crc: 'decimal' } })
    const strict = await lab.ann.client.getLine({ params: { lineId: 'line-edg-2' } })
    const edger = await connectMachine(strict.port ?? 0, { ...timing, crc: 'five digits', tamper: nth(1, hurt) })
    expect(await edger.download('EDG', jobId)).toMatchObject({ done: true })
    expect(edger.notices).toContain('sent_again')
    edger.end()
    // Without a check sum it is not even asked what it wants.
    const lazy = await connectMachine(strict.port ?? 0, timing)
    expect(await lazy.download('EDG', jobId)).toMatchObject({ done: false, status: undefined })
    lazy.end()
    await until('it is noted', async () =>
      (await lab.ann.client.getLine({ params: { lineId: 'line-edg-2' } })).messages.some(
        ({ about }) => about === 'packet_broken',
      ),
    )
  })

  it('an answer that is not confirmed is sent again, and the machine given up after a while', async () => {
    const deaf = connect({ port: line.port, host: '127.0.0.1' })
    let heard = ''
    deaf.on('data', (bytes: Buffer) => (heard += textOfBytes(bytes)))
    deaf.write(encodePacket(bytesOfText(`REQ=EDG\r\nJOB=${jobId}\r\n`)))
    await once(deaf, 'close')
    expect(heard.split('\u001c')).toHaveLength(5)
    expect(await begun()).toBe(2)
  })

  it('a packet that comes byte by byte is one', async () => {
    const slow = connect({ port: line.port, host: '127.0.0.1' })
    slow.setNoDelay(true)
    let heard = ''
    slow.on('data', (bytes: Buffer) => (heard += textOfBytes(bytes)))
    for (const byte of encodePacket(bytesOfText(`REQ=EDG\r\nJOB=${jobId}\r\n`))) {
      slow.write(Uint8Array.of(byte))
      await new Promise(setImmediate)
    }
    await until('it is answered', () => heard.includes('STATUS=0'))
    slow.destroy()
  })

  it('noise without end is cut off', async () => {
    const noisy = connect({ port: line.port, host: '127.0.0.1' })
    noisy.on('error', () => undefined)
    noisy.on('data', () => undefined)
    noisy.write(new Uint8Array(20_000).fill(0x41))
    await once(noisy, 'close')
    expect(noisy.destroyed).toBe(true)
  })
})

describe('a machine that says it failed', () => {
  it('ends no step', async () => {
    const edger = connect({ port: line.port, host: '127.0.0.1' })
    let heard = ''
    edger.on('data', (bytes: Buffer) => (heard += textOfBytes(bytes)))
    const say = (text: string) => edger.write(Uint8Array.of(6, ...encodePacket(bytesOfText(text))))
    say(`REQ=UPL\r\nJOB=${jobId}\r\n`)
    await until('it may send', () => heard.includes('STATUS=0'))
    heard = ''
    say(`ANS=UPL\r\nJOB=${jobId}\r\nSTATUS=19;lens slipped\r\nMCIRC=150.00;\r\n`)
    await until('it is kept', () => heard.includes('STATUS=0'))
    const { lenses } = await lab.olga.client.getJob({ params: { jobId } })
    expect(lenses.filter(({ step, state }) => step === 'edge' && state === 'started')).toHaveLength(2)
    await until('it is shown', async () =>
      (await line.show()).messages.some(({ text }) => text.includes('lens slipped')),
    )
    edger.destroy()
  })
})

describe('a machine that is switched off and on', () => {
  it('in the middle of its data loses nothing, and nothing is kept twice', async () => {
    const tracing = await openLine(lab, 'TRC-1', { settings: { confirmMs: 150, packetMs: 500 } })
    const traced = await orderLenses(lab, { traced: true })
    const data = ellipse('R', 50, 36)
    const torn = await tracing.connect({
      ...timing,
      tamper: (bytes) => (bytes.length > 500 ? bytes.subarray(0, 300) : bytes),
    })
    void torn.upload('TRC', traced, data)
    await until('it was let send', async () =>
      (await tracing.show()).messages.some(({ about }) => about === 'upload TRC'),
    )
    torn.end()
    const anew = await tracing.connect(timing)
    expect(await anew.upload('TRC', traced, data)).toMatchObject({ done: true })
    // Its data were kept, and it is gone before it hears so.
    anew.end()
    const again = await tracing.connect(timing)
    expect(await again.upload('TRC', traced, data)).toMatchObject({ done: true })
    again.end()
    expect((await lab.olga.client.listTraces({ query: { job: traced } })).items).toHaveLength(1)
  })

  it('takes the place of its own old connection at once', async () => {
    const old = await line.connect(timing)
    expect(await old.download('EDG', jobId)).toMatchObject({ done: true })
    const anew = await line.connect(timing)
    expect(await anew.download('EDG', jobId)).toMatchObject({ done: true })
    await old.closed()
    expect(await begun()).toBe(2)
    anew.end()
    await until('nobody is connected', async () => (await line.show()).state === 'waiting')
  })
})

describe('our own restart', () => {
  it('in the middle of a conversation is nothing to a machine that connects anew', async () => {
    const before = await line.connect(timing)
    await before.initialise('EDG', {
      definitions: { EDG: ['SPH', 'LMATID'].map((label) => ({ label, mandatory: true })) },
    })
    const id = before.assigned('EDG')
    await until('what was agreed is kept', async () => (await line.show()).known !== null)
    // Every change of a line ends its connection and opens it anew, as a new process would.
    const { id: lineId, port } = line
    await lab.ann.client.putLine({
      params: { lineId },
      body: { machine: 'EDG-1', kind: 'tcp', port, enabled: true, settings: { confirmMs: 200, packetMs: 1000 } },
    })
    await before.closed()
    await until('it is served again', async () => (await line.show()).state === 'waiting')
    const after = await line.connect(timing)
    const end = await after.download(id, jobId)
    expect(end.message?.records.map(({ label }) => label)).toEqual(['ANS', 'JOB', 'STATUS', 'SPH', 'LMATID'])
    expect(await begun()).toBe(2)
    after.end()
  })
})
