import { describe, expect, test } from 'vitest'
import { readMessage } from '../records/read-message.ts'
import { job, packet, sent } from './example-line.ts'
import { openHostSide, type HostOptions } from './host-side.ts'
import type { Answer, HostAction, Question } from './question.ts'
import { statusCode } from './status.ts'

const ACK = Uint8Array.of(0x06)
const NAK = Uint8Array.of(0x15)
const about = (actions: readonly HostAction[]): Question[] =>
  actions.flatMap((action) => (action.kind === 'ask' ? [action.question] : []))
const codes = (actions: readonly { kind: string; code?: string }[]): string[] =>
  actions.flatMap(({ kind, code }) => (kind === 'notice' && code !== undefined ? [code] : []))

/** A host to which a test speaks byte by byte. */
function host(options: HostOptions = {}) {
  const session = openHostSide(options)
  let at = 0
  return {
    session,
    hears: (text: string) => session.handle({ kind: 'bytes', bytes: packet(text), at }),
    receipt: (bytes: Uint8Array) => session.handle({ kind: 'bytes', bytes, at }),
    answers: (question: number, answer: Answer = {}) => session.handle({ kind: 'answer', question, answer, at }),
    after: (ms: number) => session.handle({ kind: 'time', at: (at += ms) }),
  }
}

describe('a device that asks', () => {
  test('as a conveyor did on a real line is heard and answered', () => {
    const line = host({
      known: {
        ...preset,
        definitions: [{ tag: 'CNV', requestId: '1234', labels: [{ label: '_DECISION', mandatory: true }] }],
      },
    })
    const actions = line.hears('REQ=1234|JOB=6789|_DP=05|_DECISION=0|')
    expect(sent(actions)).toEqual(['<ACK>'])
    const [question] = about(actions)
    expect(question).toMatchObject({ about: 'download', request: '1234', job: '6789' })
    expect(sent(line.answers(question?.number ?? 0, { message: readMessage('_DECISION=2\r\nSPH=1\r\n') }))).toEqual([
      '<FS>ANS=1234|JOB=6789|STATUS=0|_DECISION=2|<RS><GS>',
    ])
  })

  test('gets its own writing of the job back, and the owner hears the job without quotes', () => {
    const line = host()
    const [question] = about(line.hears('req=EDG|JOB="14 71"|'))
    expect(question).toMatchObject({ request: 'EDG', job: '14 71' })
    expect(sent(line.answers(question?.number ?? 0, { message: job }))).toEqual([
      '<FS>ANS=EDG|JOB="14 71"|STATUS=0|SPH=1.00;2.00|CYL=?|AX=90|TRCFMT=1;4;E;R;F|R=1000;1000;1000;1000|<RS><GS>',
    ])
  })

  test('is told what the owner says against it', () => {
    const line = host()
    line.hears('REQ=EDG|JOB=1|')
    expect(sent(line.answers(1, { status: statusCode('job not found'), text: 'no tray "1"; scan again' }))).toEqual([
      '<FS>ANS=EDG|JOB=1|STATUS=1;no tray "1" scan again|<RS><GS>',
    ])
  })

  test.each([
    ['nothing', 'JOB=1|', '<FS>ANS=?|STATUS=16;REQ missing|<RS><GS>'],
    ['without a job', 'REQ=EDG|', '<FS>ANS=EDG|STATUS=7;JOB missing|<RS><GS>'],
    ['with an empty job', 'REQ=EDG|JOB= |', '<FS>ANS=EDG|STATUS=6;JOB is empty or holds control characters|<RS><GS>'],
    [
      'with an id nobody assigned',
      'REQ=1009|JOB=1|',
      '<FS>ANS=1009|JOB=1|STATUS=5;request id 1009 was not assigned|<RS><GS>',
    ],
    [
      'with data nobody expects',
      'ANS=TRC|JOB=1|STATUS=0|',
      '<FS>ANS=TRC|JOB=1|STATUS=12;no data were expected|<RS><GS>',
    ],
    [
      'to begin with a torn definition',
      'REQ=INI|DEF=EDG|D=SPH|',
      '<FS>ANS=INI|STATUS=13;DEF=EDG has no ENDDEF|<RS><GS>',
    ],
    ['with an id that could not be sent back', 'REQ=\x01|JOB=1|', '<FS>ANS=?|STATUS=16;REQ missing|<RS><GS>'],
  ])('%s is refused with the reason', (_, text, wanted) => {
    expect(sent(host().hears(text))).toEqual(['<ACK>', wanted])
  })

  test('and goes on to another job leaves the first question void', () => {
    const line = host()
    line.hears('REQ=EDG|JOB=1|')
    const actions = line.hears('REQ=EDG|JOB=2|')
    expect(actions).toContainEqual({ kind: 'withdraw', question: 1 })
    expect(about(actions)).toMatchObject([{ number: 2, job: '2' }])
    expect(codes(line.answers(1))).toEqual(['late_answer'])
    expect(sent(line.answers(2))).toEqual(['<FS>ANS=EDG|JOB=2|STATUS=0|<RS><GS>'])
  })

  test('hears "busy" when nobody answers', () => {
    const line = host()
    line.hears('REQ=EDG|JOB=1|')
    expect(line.session.wakeAt()).toBe(10_000)
    expect(sent(line.after(9_999))).toEqual([])
    const actions = line.after(1)
    expect(actions[0]).toEqual({ kind: 'withdraw', question: 1 })
    expect(sent(actions)).toEqual(['<FS>ANS=EDG|JOB=1|STATUS=11;try again|<RS><GS>'])
  })

  test('hears of a fault of the host when the answer is one that no packet can hold', () => {
    const line = host({ maxBytes: 200 })
    line.hears('REQ=EDG|JOB=1|')
    const actions = line.answers(1, { message: readMessage(`REM=${'x'.repeat(300)}\r\n`) })
    expect(sent(actions)[0]).toMatch(/^<FS>ANS=EDG\|JOB=1\|STATUS=8;A packet of 332 bytes is over the limit of 200\|/)
  })
})

const preset = { device: 'EDG', identity: {}, format: 'preset', definitions: [], formats: {} } as const

describe('initialisation', () => {
  const ini =
    'REQ=INI|DEV=EDG|VEN=MADEUP|MODEL=E1|OMAV=03.10|DEF=EDG|D=*SPH;CYL|D=TRCFMT|ENDDEF=EDG|TRCFMT=4;400;E;B|TRCFMT=1;1000;E;B|ZFMT=3;1000;E;B|DRLFMT=E|'

  test('by auto-format assigns an id, chooses formats, and from then on sends what was listed in its order', () => {
    const line = host()
    const [question] = about(line.hears(ini))
    expect(question).toMatchObject({
      about: 'initialise',
      initialisation: { device: 'EDG', format: 'auto', identity: { VEN: 'MADEUP' } },
    })
    expect(sent(line.answers(1))).toEqual([
      '<FS>ANS=INI|STATUS=0|DEF=EDG;1001|TRCFMT=1;1000;E;B|ZFMT=0|DRLFMT=E|<RS><GS>',
    ])
    expect(line.receipt(ACK)).toMatchObject([
      { kind: 'initialised', initialisation: { definitions: [{ requestId: '1001' }] } },
    ])
    line.hears('REQ=1001|JOB=7|')
    expect(sent(line.answers(2, { message: job }))).toEqual([
      '<FS>ANS=1001|JOB=7|STATUS=0|SPH=1.00;2.00|CYL=?|TRCFMT=1;4;E;R;F|R=1000;1000;1000;1000|<RS><GS>',
    ])
  })

  test('again keeps the id of a tag, also in the next session that is given what was agreed', () => {
    const line = host()
    line.hears(ini)
    line.answers(1)
    const [agreed] = line.receipt(ACK)
    const known = agreed?.kind === 'initialised' ? agreed.initialisation : undefined
    const next = host(known === undefined ? {} : { known })
    expect(about(next.hears('REQ=1001|JOB=7|'))).toMatchObject([{ about: 'download' }])
    next.hears(ini)
    expect(sent(next.answers(2))[0]).toContain('DEF=EDG;1001|')
  })

  test('by preset lists nothing, and the host sends what its owner holds for that class', () => {
    const line = host()
    expect(about(line.hears('REQ=INI|DEV=EDG|'))).toMatchObject([
      { initialisation: { format: 'preset', definitions: [] } },
    ])
    const labels = [{ label: 'AX', mandatory: false }]
    const initialisation = { ...preset, definitions: [{ tag: 'EDG', requestId: 'EDG', labels }] }
    expect(sent(line.answers(1, { initialisation }))).toEqual(['<FS>ANS=INI|STATUS=0|<RS><GS>'])
    line.hears('REQ=EDG|JOB=1|')
    expect(sent(line.answers(2, { message: job }))).toEqual(['<FS>ANS=EDG|JOB=1|STATUS=0|AX=90|<RS><GS>'])
  })

  test.each([
    ['CYL', 'CYL missing', 'says only that it is unknown'],
    ['ADD', 'ADD missing', 'is not there'],
  ])('a mandatory label (%s) that %3$s refuses the job and is named: %s', (label, text) => {
    const labels = [
      { label: 'SPH', mandatory: true },
      { label, mandatory: true },
    ]
    const line = host({ known: { ...preset, definitions: [{ tag: 'EDG', requestId: '1001', labels }] } })
    line.hears('REQ=1001|JOB=1|')
    expect(sent(line.answers(1, { message: job }))).toEqual([`<FS>ANS=1001|JOB=1|STATUS=7;${text}|<RS><GS>`])
  })
})

describe('an upload', () => {
  const announced = (line: ReturnType<typeof host>) => {
    line.hears('REQ=TRC|JOB=1|TRCFMT=1;4;E;B|')
    return line.answers(1)
  }
  const data = 'ANS=TRC|JOB=1|STATUS=0|TRCFMT=1;4;E;R;F|R=1000;1000;1000;1000|'

  test('is announced, sent, given to the owner once, and confirmed', () => {
    const line = host()
    expect(sent(announced(line))).toEqual(['<FS>ANS=TRC|JOB=1|STATUS=0|<RS><GS>'])
    const actions = line.hears(data)
    expect(about(actions)).toMatchObject([{ about: 'store', request: 'TRC', job: '1' }])
    expect(sent(line.answers(2, { text: 'stored' }))).toEqual(['<FS>ANS=TRC|JOB=1|STATUS=0;stored|<RS><GS>'])
  })

  test('whose data come again is answered the same and not given to the owner twice', () => {
    const line = host()
    announced(line)
    line.hears(data)
    const [answer] = sent(line.answers(2))
    line.receipt(ACK)
    const again = line.hears(data)
    expect(about(again)).toEqual([])
    expect(sent(again)).toEqual(['<ACK>', answer])
  })

  test('of another job than was announced is out of sync', () => {
    const line = host()
    announced(line)
    expect(sent(line.hears(data.replace('JOB=1', 'JOB=2')))[1]).toContain(
      'STATUS=12;data of REQ=TRC for job 1 were expected|',
    )
  })

  test('that does not come is given up after the time of a packet', () => {
    const line = host()
    announced(line)
    line.receipt(ACK)
    expect(codes(line.after(11_999))).toEqual([])
    expect(codes(line.after(1))).toEqual(['upload_abandoned'])
  })
})

describe('receipts', () => {
  test('that do not come are waited for 6 s, and the packet goes three times more', () => {
    const line = host()
    line.hears('REQ=EDG|JOB=1|')
    const [answer] = sent(line.answers(1))
    expect(line.session.wakeAt()).toBe(6000)
    expect(sent(line.after(5999))).toEqual([])
    expect([sent(line.after(1)), sent(line.after(6000)), sent(line.after(6000))]).toEqual([
      [answer],
      [answer],
      [answer],
    ])
    expect(line.after(6000)).toEqual([
      {
        kind: 'end',
        reason: 'unconfirmed',
        message: 'A packet was sent 4 times and not confirmed: no receipt within 6000 ms',
      },
    ])
    expect(line.hears('REQ=EDG|JOB=1|')).toEqual([])
    expect(line.session.wakeAt()).toBeUndefined()
  })

  test('that refuse have the packet sent again at once', () => {
    const line = host()
    line.hears('REQ=EDG|JOB=1|')
    const [answer] = sent(line.answers(1))
    expect(sent(line.receipt(NAK))).toEqual([answer])
    expect(codes(line.receipt(ACK))).toEqual([])
    expect(line.session.wakeAt()).toBeUndefined()
  })

  test('are given for a request that comes again, and the owner is asked once', () => {
    const line = host()
    expect(about(line.hears('REQ=EDG|JOB=1|'))).toHaveLength(1)
    const again = line.hears('REQ=EDG|JOB=1|')
    expect([about(again), sent(again), codes(again)]).toEqual([[], ['<ACK>'], ['came_again']])
  })

  test('make the same request a new one once the answer to the first was confirmed', () => {
    const line = host()
    line.hears('REQ=EDG|JOB=1|')
    line.answers(1, { status: 1 })
    line.receipt(ACK)
    expect(about(line.hears('REQ=EDG|JOB=1|'))).toHaveLength(1)
  })

  test('that come late for a packet sent twice are not taken for those of the next one', () => {
    const line = host()
    line.hears('REQ=EDG|JOB=1|')
    line.answers(1)
    line.after(6000)
    line.receipt(ACK)
    line.hears('REQ=EDG|JOB=2|')
    line.answers(2)
    line.receipt(ACK)
    expect(line.session.wakeAt()).toBe(12_000)
    line.receipt(ACK)
    expect(line.session.wakeAt()).toBeUndefined()
  })

  test('refuse a broken packet, and one whose sender went silent', () => {
    const line = host()
    expect(sent(line.receipt(Uint8Array.from('\x1cJOB=1\x1eCRC=1\x1d', (one) => one.charCodeAt(0))))).toEqual(['<NAK>'])
    line.receipt(Uint8Array.of(0x1c, 0x41))
    expect(line.session.wakeAt()).toBe(12_000)
    expect(sent(line.after(12_000))).toEqual(['<NAK>'])
  })
})

describe('who does not speak the standard', () => {
  test('is left after so many bytes', () => {
    const line = host()
    expect(codes(line.receipt(new Uint8Array(4096).fill(0x41)))).toEqual([
      'stray_bytes',
      'stray_bytes',
      'stray_bytes',
      'stray_bytes',
    ])
    expect(line.receipt(new Uint8Array(1024).fill(0x41))).toMatchObject([{ kind: 'end', reason: 'noise' }])
  })

  test('is left after so many broken packets', () => {
    const actions = host().receipt(Uint8Array.from('\x1c\x1ex\x1d'.repeat(40), (one) => one.charCodeAt(0)))
    expect(actions.at(-1)).toMatchObject({ kind: 'end', reason: 'noise', message: '17 packets in a row were broken' })
  })
})

test('a connection that closes takes its open question along', () => {
  const line = host()
  line.hears('REQ=EDG|JOB=1|')
  expect(line.session.handle({ kind: 'closed', at: 1 })).toMatchObject([
    { kind: 'withdraw', question: 1 },
    { kind: 'notice', code: 'question_withdrawn' },
    { kind: 'end', reason: 'closed' },
  ])
})
