import { textOfBytes } from '../bytes.ts'
import { readMessage } from '../records/read-message.ts'
import type { Message } from '../records/message.ts'
import { openDeviceSide, type DeviceAction, type DeviceSide, type Wish } from './device-side.ts'
import { openHostSide, type HostOptions, type HostSide } from './host-side.ts'
import type { Answer, HostAction, Question } from './question.ts'

/** What happens to bytes on their way: arrive, get lost, come twice, come in pieces, lose one. */
export type Luck = 'arrive' | 'lost' | 'twice' | 'pieces' | 'byte lost'

export interface LineRun {
  readonly ends: readonly {
    readonly kind: 'done' | 'failed'
    readonly wish: Wish
    readonly message: Message | string
  }[]
  /** Data the host's owner kept, in order. */
  readonly stored: readonly Message[]
  /** When it was over, ms. */
  readonly at: number
  /** Whether it came to an end by itself. */
  readonly over: boolean
  readonly host: readonly HostAction[]
  readonly device: readonly DeviceAction[]
}

interface Running {
  readonly due: number
  readonly run: () => void
}

/** A device and a host on one line, with a clock that jumps to whatever comes next. */
export function runLine(
  wishes: readonly Wish[],
  answer: (question: Question) => Answer,
  { luck = [], thinkMs = 50, options = {} }: { luck?: readonly Luck[]; thinkMs?: number; options?: HostOptions } = {},
): LineRun {
  const host: HostSide = openHostSide(options)
  const device: DeviceSide = openDeviceSide(options)
  const [hostSaid, deviceSaid]: [HostAction[], DeviceAction[]] = [[], []]
  const ends: { kind: 'done' | 'failed'; wish: Wish; message: Message | string }[] = []
  const stored: Message[] = []
  const waiting = [...wishes]
  let queue: Running[] = []
  let now = 0
  let turn = 0
  const last = { host: 0, device: 0 }

  const later = (due: number, run: () => void): void => {
    queue = [...queue, { due, run }].toSorted((a, b) => a.due - b.due)
  }
  const give = (to: 'host' | 'device', bytes: Uint8Array): void => {
    // Bytes of one direction never overtake each other.
    last[to] = Math.max(last[to], now) + 5
    later(last[to], () => {
      const event = { kind: 'bytes', bytes, at: now } as const
      if (to === 'host') takeHost(host.handle(event))
      else takeDevice(device.handle(event))
    })
  }
  const carry = (to: 'host' | 'device', bytes: Uint8Array): void => {
    const fate = luck[turn++] ?? 'arrive'
    const cut = turn % bytes.length
    if (fate === 'lost') return
    if (fate === 'pieces') {
      give(to, bytes.subarray(0, cut))
      give(to, bytes.subarray(cut))
    } else if (fate === 'byte lost') {
      give(to, bytes.subarray(0, cut))
      give(to, bytes.subarray(cut + 1))
    } else {
      give(to, bytes)
      if (fate === 'twice') give(to, bytes)
    }
  }
  const takeHost = (actions: readonly HostAction[]): void => {
    for (const action of actions) {
      hostSaid.push(action)
      if (action.kind === 'send') carry('device', action.bytes)
      if (action.kind === 'end') later(now + 5, () => takeDevice(device.handle({ kind: 'closed', at: now })))
      if (action.kind !== 'ask') continue
      const { question } = action
      if (question.about === 'store') stored.push(question.message)
      later(now + thinkMs, () =>
        takeHost(host.handle({ kind: 'answer', question: question.number, answer: answer(question), at: now })),
      )
    }
  }
  const takeDevice = (actions: readonly DeviceAction[]): void => {
    for (const action of actions) {
      deviceSaid.push(action)
      if (action.kind === 'send') carry('host', action.bytes)
      if (action.kind === 'end') later(now + 5, () => takeHost(host.handle({ kind: 'closed', at: now })))
      if (action.kind === 'done' || action.kind === 'failed') {
        ends.push({ kind: action.kind, wish: action.wish, message: action.message })
        later(now + 10, wishNext)
      }
    }
  }
  const wishNext = (): void => {
    const wish = waiting.shift()
    if (wish) takeDevice(device.handle({ kind: 'wish', wish, at: now }))
  }
  wishNext()
  let steps = 0
  while (steps++ < 20_000) {
    const next = queue[0]
    const dues = [next?.due, host.wakeAt(), device.wakeAt()].filter((due) => due !== undefined)
    if (dues.length === 0) break
    now = Math.max(now, Math.min(...dues))
    if (next && next.due <= now) {
      queue = queue.slice(1)
      next.run()
    } else {
      takeHost(host.handle({ kind: 'time', at: now }))
      takeDevice(device.handle({ kind: 'time', at: now }))
    }
  }
  return { ends, stored, at: now, over: steps < 20_000, host: hostSaid, device: deviceSaid }
}

/** What was sent, as a person would write it down. */
export const sent = (actions: readonly (HostAction | DeviceAction)[]): string[] =>
  actions.flatMap((action) => (action.kind === 'send' ? [written(action.bytes)] : []))

const NAMES: Readonly<Record<string, string>> = {
  ...{ '\x1c': '<FS>', '\x1d': '<GS>', '\x1e': '<RS>', '\x06': '<ACK>', '\x15': '<NAK>', '\r': '', '\n': '|' },
}

const written = (bytes: Uint8Array): string =>
  Array.from(textOfBytes(bytes), (character) => NAMES[character] ?? character).join('')

/** A packet as a person writes it down, for a test to send. */
export const packet = (text: string): Uint8Array =>
  Uint8Array.from(`\x1c${text.replaceAll('|', '\r\n')}\x1e\x1d`, (character) => character.charCodeAt(0))

/** What the host's owner knows of any job. */
export const job: Message = readMessage(
  'JOB=1\r\nSPH=1.00;2.00\r\nCYL=?\r\nAX=90\r\nTRCFMT=1;4;E;R;F\r\nR=1000;1000;1000;1000\r\n',
)
