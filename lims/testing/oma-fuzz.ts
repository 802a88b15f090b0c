import { bytesOfText } from '@ils/oma/bytes'
import { openPacketDecoder } from '@ils/oma/framing/packet-decoder'
import { setValue } from '@ils/oma/records/edit-message'
import { overridesFor } from '@ils/oma/records/overrides-for'
import { readMessage } from '@ils/oma/records/read-message'
import { fieldsOf, numbersOf } from '@ils/oma/records/read-value'
import { withoutPersonal } from '@ils/oma/records/without-personal'
import { textOf, writeMessage } from '@ils/oma/records/write-message'
import { openDeviceSide } from '@ils/oma/session/device-side'
import { fileKind } from '@ils/oma/session/file-message'
import { openHostSide } from '@ils/oma/session/host-side'
import type { HostAction } from '@ils/oma/session/question'
import { readDesignStatus, readStatus } from '@ils/oma/session/status'
import { checkTraces } from '@ils/oma/traces/check-traces'
import { drawTraces } from '@ils/oma/traces/draw-traces'
import { readDrills } from '@ils/oma/traces/read-drills'
import { readThickness } from '@ils/oma/traces/read-thickness'
import { readTraces } from '@ils/oma/traces/read-traces'
import { recentreMessage } from '@ils/oma/traces/recentre'

export interface FuzzRun {
  readonly packets: number
  readonly bytes: number
  /** What threw, or was not written back as it was read. */
  readonly faults: readonly string[]
  /** The one packet that took longest, through everything, ms; one that seems slow is timed again. */
  readonly slowestMs: number
  /** How many still were packets, had a sound shape, and made a host ask its owner something. */
  readonly whole: number
  readonly shapes: number
  readonly asked: number
}

const MOST_FAULTS = 5
const SEEMS_SLOW_MS = 10

/** Real-looking packets, damaged at random, through everything of @ils/oma that reads what comes from outside. */
export function fuzzOma(count: number, seed: number, onPacket?: (done: number) => void): FuzzRun {
  const random = lcg(seed)
  const upTo = (n: number): number => Math.floor(random() * n)
  const faults: string[] = []
  const seen = { bytes: 0, whole: 0, shapes: 0, asked: 0, slowestMs: 0 }
  for (let n = 0; n < count && faults.length < MOST_FAULTS; n++) {
    const packet = damaged(upTo)
    seen.bytes += packet.length
    const began = performance.now()
    try {
      const did = readAll(packet, upTo)
      seen.whole += did.whole
      seen.shapes += did.shapes
      seen.asked += did.asked
    } catch (fault) {
      const text = JSON.stringify(String.fromCharCode(...packet.subarray(0, 400)))
      faults.push(
        `seed ${seed}, packet ${n}: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)} on ${text}`,
      )
    }
    seen.slowestMs = Math.max(seen.slowestMs, certain(performance.now() - began, packet))
    if (n % 1000 === 999) onPacket?.(n + 1)
  }
  return { packets: count, faults, ...seen }
}

/** A packet that seems slow may have met a busy machine or a collection of garbage: what is slow is slow each time. */
function certain(ms: number, packet: Uint8Array): number {
  let least = ms
  for (let again = 0; again < 3 && least > SEEMS_SLOW_MS; again++) {
    const began = performance.now()
    try {
      readAll(packet, () => 0)
    } catch {
      // It was told as a fault already.
    }
    least = Math.min(least, performance.now() - began)
  }
  return least
}

function readAll(packet: Uint8Array, upTo: (n: number) => number): { whole: number; shapes: number; asked: number } {
  const decoder = openPacketDecoder()
  const [first, second] = [0, 1].map(() => upTo(packet.length + 1)).toSorted((a, b) => a - b)
  const received = [packet.subarray(0, first), packet.subarray(first, second), packet.subarray(second)].flatMap(
    (part) => decoder.push(part),
  )
  const bodies = received.flatMap((one) => (one.kind === 'packet' ? [one.body] : []))
  let shapes = 0
  // What is no packet may still come as a file.
  for (const bytes of [packet, ...bodies]) shapes += readOne(bytes)
  return { whole: bodies.length, shapes, asked: talk(packet) }
}

function readOne(bytes: Uint8Array): number {
  const message = readMessage(bytes)
  if (!sameBytes(writeMessage(message), bytes)) throw new Error('it was not written back as it was read')
  for (const { value } of message.records) {
    fieldsOf(value)
    numbersOf(value)
  }
  const traces = readTraces(message)
  checkTraces(message, traces)
  const drills = readDrills(message)
  const { right, left } = traces
  drawTraces({
    ...(right ? { right } : {}),
    ...(left ? { left } : {}),
    drills: drills.drills,
    title: textOf(message).slice(0, 80),
  })
  recentreMessage(message)
  readThickness(message)
  readStatus(message)
  readDesignStatus(message)
  fileKind(message)
  overridesFor(message, { dev: 'GEN', vendor: 'X' })
  withoutPersonal(message)
  setValue(message, 'STATUS', '0')
  return (right ? 1 : 0) + (left ? 1 : 0)
}

/** Both sides hear it, and the host's owner answers what it is asked; then the clock runs on. */
function talk(packet: Uint8Array): number {
  const host = openHostSide()
  const device = openDeviceSide()
  device.handle({ kind: 'wish', wish: { kind: 'download', request: 'EDG', job: '1' }, at: 0 })
  const answers = (actions: readonly HostAction[]): number =>
    actions.reduce((asked, action) => {
      if (action.kind !== 'ask') return asked
      const { number: question, message } = action.question
      return asked + 1 + answers(host.handle({ kind: 'answer', question, answer: { message }, at: 1 }))
    }, 0)
  const asked = answers(host.handle({ kind: 'bytes', bytes: packet, at: 0 }))
  device.handle({ kind: 'bytes', bytes: packet, at: 0 })
  for (let wakes = 0; wakes < 32; wakes++) {
    const at = host.wakeAt()
    if (at === undefined) return asked
    host.handle({ kind: 'time', at })
  }
  throw new Error('the host never comes to rest')
}

const radii = (count: number): string =>
  Array.from(
    { length: Math.ceil(count / 10) },
    (_, line) =>
      `R=${Array.from({ length: Math.min(10, count - line * 10) }, (_, i) => 2400 + ((line * 10 + i) % 97)).join(';')}`,
  ).join('\r\n')
const angles = 'A=0;9000;18000;27000'

/** What a line carries, of every kind that is read in its own way. */
const WHOLE: readonly string[] = [
  '\x1cREQ=INI\r\nDEV=EDG\r\nVEN=X\r\nDEF=EDG\r\nD=*SPH;CYL;TRCFMT\r\nD=AX\r\nENDDEF=EDG\r\nTRCFMT=1;400;E;B\r\nZFMT=1;400;E;B\r\nDRLFMT=E\r\n\x1e\x1d',
  '\x1cREQ=1234\r\nJOB=6789\r\n_DP=05\r\n_DECISION=0\r\n\x1eCRC=42953\r\n\x1d',
  '\x1cREQ=TRC\r\nJOB="14;71"\r\nTRCFMT=1;40;E;B\r\n\x1e\x1d\x06\x1cANS=TRC\r\nJOB="14;71"\r\nSTATUS=0;\r\n\x1e\x1d',
  `\x1cANS=TRC\r\nJOB=1\r\nHBOX=50;50\r\nFCOCIN=4.00;4.00\r\nTRCFMT=1;40;E;R;F\r\n${radii(40)}\r\nZFMT=1;40;E;R;F\r\n${radii(40).replaceAll('R=', 'Z=')}\r\nTRCFMT=1;120;E;L;F\r\n${radii(120)}\r\n\x1e\x1d`,
  `\x1cANS=1\r\nTRCFMT=1;4;U;R;P\r\nR=3000;2000;1000;2000\r\n${angles}\r\nSTHKFMT=1;4;E;R\r\nT=0346;0338;\r\n0330;0320\r\nDRILLE=B;C;-22.00;3.25;1.40;-20.00;3.25;0;1;F\r\n\x1e\x1d`,
  '\x1cTRCFMT=4;400;E;R;F\r\nR=@\x1b\x91\x80\x1b\x9c\xff\x1b\x9e;=,\r\nPATIENT=Doe\r\nJohn\r\nPROC=R;GEN;;;LMATID;26\r\nXSTATUS=R;1110;text;W\r\n\x1a\x1d',
  'REQ=LDS\nSPH=+02.00;.25\nCYL=?;?\nIPD=;33\nTEXT_11= ;\n_ENVELOPE=,;,\nJOB="1471"\nRPRVM=-1.28;-0.00\n\n\rDBL=15',
]
const PIECES = [
  '\x1c',
  '\x1d',
  '\x1e',
  '\x06',
  '\x15',
  '\x1b',
  '\x1a',
  '\r\n',
  '\n\n\r',
  '=',
  ';',
  '"',
  ',',
  '?',
  '*',
  '\x00',
  '\xff',
  'R=',
  'A=',
  'TRCFMT=1;',
]
const NUMBERS = ['0', '-1', '99999999999999999999', '1e9', '.', '-', 'NaN', '0.5', '8193', '36000', '']

function damaged(upTo: (n: number) => number): Uint8Array {
  const pick = <One>(list: readonly One[]): One | undefined => list[upTo(list.length)]
  let text = pick(WHOLE) ?? ''
  const times = 1 + upTo(6)
  for (let n = 0; n < times; n++) {
    const [at, length] = [upTo(text.length + 1), 1 + upTo(12)]
    const [before, within, after] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)]
    const how = upTo(8)
    if (how === 0) text = before + after
    else if (how === 1) text = before + within.repeat(1 + upTo(20)) + after
    else if (how === 2) text = before + (pick(PIECES) ?? '') + within + after
    else if (how === 3) text = before + String.fromCharCode(upTo(256)) + within.slice(1) + after
    else if (how === 4) text = before + text.slice(at).replace(/\d+/, pick(NUMBERS) ?? '')
    else if (how === 5) text = before + (pick(WHOLE) ?? '').slice(upTo(60))
    else if (how === 6) text = before
    else text = before + text.slice(at).replace(/[RLEFUB](?=[;\r])/, String.fromCharCode(0x40 + upTo(27)))
  }
  return bytesOfText(text)
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])

/** Small and repeatable; the high bits, since the low ones of this generator go round soon. */
function lcg(seed: number): () => number {
  let state = seed >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
