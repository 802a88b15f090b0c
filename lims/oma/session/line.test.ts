import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordsOf, valueOf } from '../records/message.ts'
import { readMessage } from '../records/read-message.ts'
import { textOf } from '../records/write-message.ts'
import { openDeviceSide, type Wish } from './device-side.ts'
import { packet, runLine, sent, type Luck } from './example-line.ts'
import type { Answer, Question } from './question.ts'

const ACK = Uint8Array.of(0x06)
const codes = (actions: readonly { kind: string; code?: string }[]): string[] =>
  actions.flatMap(({ kind, code }) => (kind === 'notice' && code !== undefined ? [code] : []))

const answerAll = (question: Question): Answer =>
  question.about === 'download' ? { message: readMessage(`SPH=${question.job}.00;0.00\r\n`) } : {}
const initialise: Wish = {
  ...{ kind: 'initialise', identity: [['DEV', 'EDG']] },
  definitions: { EDG: [{ label: 'SPH', mandatory: true }] },
  formats: [['TRCFMT', [1, 400, 'E', 'B']]],
}
const download = (id: number): Wish => ({ kind: 'download', request: 'EDG', job: String(id) })
const upload = (id: number): Wish => ({
  ...{ kind: 'upload', request: 'TRC', job: String(id), offer: [['TRCFMT', '1;4;E;B']] },
  data: [
    ['REM', `data ${id}`],
    ['TRCFMT', '1;4;E;R;F'],
    ['R', '1000;1000;1000;1000'],
  ],
})

describe('a device and a host', () => {
  test('talk in few words where nothing goes wrong', () => {
    const { ends, stored, device, host: said, at } = runLine([initialise, download(5), upload(6), upload(7)], answerAll)
    expect(ends.map(({ kind }) => kind)).toEqual(['done', 'done', 'done', 'done'])
    expect(stored.map((message) => valueOf(message, 'REM'))).toEqual(['data 6', 'data 7'])
    expect(sent(device).slice(0, 5)).toEqual([
      '<FS>REQ=INI|DEV=EDG|DEF=EDG|D=*SPH|ENDDEF=EDG|TRCFMT=1;400;E;B|<RS><GS>',
      '<ACK>',
      '<FS>REQ=1001|JOB=5|<RS><GS>',
      '<ACK>',
      '<FS>REQ=TRC|JOB=6|TRCFMT=1;4;E;B|<RS><GS>',
    ])
    expect(codes([...said, ...device])).toEqual([])
    expect(at).toBeLessThan(1000)
  })

  test('end with what the host says against it, or with nothing said in time', () => {
    const refused = runLine([upload(1)], () => ({ status: 17 }))
    expect(refused.device.at(-1)).toMatchObject({ kind: 'failed', reason: 'refused', status: 17 })
    const device = openDeviceSide()
    device.handle({ kind: 'wish', wish: download(1), at: 0 })
    device.handle({ kind: 'bytes', bytes: ACK, at: 100 })
    expect(device.wakeAt()).toBe(12_100)
    expect(device.handle({ kind: 'time', at: 12_100 })).toMatchObject([{ kind: 'failed', reason: 'no_answer' }])
    expect(device.handle({ kind: 'bytes', bytes: packet('ANS=EDG|JOB=1|STATUS=0|'), at: 13_000 })).toMatchObject([
      { kind: 'send' },
      { kind: 'notice', code: 'out_of_sync' },
    ])
  })

  test('a wish while another is open fails at once and leaves it alone', () => {
    const device = openDeviceSide()
    device.handle({ kind: 'wish', wish: download(1), at: 0 })
    expect(device.handle({ kind: 'wish', wish: download(2), at: 0 })).toMatchObject([
      { kind: 'failed', reason: 'busy' },
    ])
  })

  test('an answer about another job is not taken for the one that was asked for', () => {
    const device = openDeviceSide()
    device.handle({ kind: 'wish', wish: download(1), at: 0 })
    expect(codes(device.handle({ kind: 'bytes', bytes: packet('ANS=EDG|JOB=2|STATUS=0|'), at: 1 }))).toEqual([
      'out_of_sync',
    ])
  })

  test('a receipt too many does not pass for the receipt of data that were lost', () => {
    // The announcement came twice and was confirmed twice; then the data and the device's own receipt got lost.
    const luck = [...Array<Luck>(4).fill('arrive'), 'twice', 'arrive', 'arrive', 'arrive', 'lost', 'lost'] as const
    const options = { crc: 'five digits', needCrc: true } as const
    const { ends, stored } = runLine([initialise, upload(1)], answerAll, { luck, thinkMs: 0, options })
    expect(ends.map(({ kind }) => kind)).toEqual(['done', 'done'])
    expect(stored.map((message) => valueOf(message, 'REM'))).toEqual(['data 1'])
  })

  const luck = fc.array(fc.constantFrom<Luck>('arrive', 'arrive', 'arrive', 'lost', 'twice', 'pieces', 'byte lost'), {
    maxLength: 60,
  })
  const wishes = fc
    .array(fc.constantFrom(download, upload), { minLength: 1, maxLength: 6 })
    .map((kinds) => [initialise, ...kinds.map((kind, i) => kind(i + 1))])

  test('deliver each message exactly once or end with a reason, whatever the line loses, doubles and tears', () => {
    let done = 0
    fc.assert(
      fc.property(wishes, luck, fc.constantFrom(0, 50, 3000, 7000), (all, line, thinkMs) => {
        const run = runLine(all, answerAll, { luck: line, thinkMs, options: { crc: 'five digits', needCrc: true } })
        expect(run.over).toBe(true)
        expect(run.ends.map(({ wish }) => wish)).toEqual(all)
        const marks = run.stored.map((message) => textOf(message))
        expect(new Set(marks).size).toBe(marks.length)
        for (const { kind, wish, message } of run.ends) {
          if (kind === 'failed') expect(message).toMatch(/\S/)
          if (kind === 'failed' || wish.kind === 'initialise' || typeof message === 'string') continue
          done++
          if (wish.kind === 'download') expect(valueOf(message, 'SPH')).toBe(`${wish.job}.00;0.00`)
          else {
            const kept = run.stored.filter((one) => valueOf(one, 'REM') === `data ${wish.job}`)
            expect(kept.map((one) => recordsOf(one, 'R').map(({ value }) => value))).toEqual([['1000;1000;1000;1000']])
          }
        }
        // Six wishes, each with at most a handful of packets that wait four times 6 s and 12 s for an answer.
        expect(run.at).toBeLessThan(7 * 4 * 40_000)
      }),
      { numRuns: 1500 },
    )
    expect(done).toBeGreaterThan(1000)
  })
})
