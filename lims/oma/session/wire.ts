import { textOfBytes } from '../bytes.ts'
import { ACK, NAK } from '../framing/control.ts'
import { encodePacket, type PacketStyle } from '../framing/encode-packet.ts'
import { openPacketDecoder, type Received } from '../framing/packet-decoder.ts'
import type { Message } from '../records/message.ts'
import { readMessage } from '../records/read-message.ts'
import { writeMessage } from '../records/write-message.ts'

export interface WireOptions extends PacketStyle {
  /** How long a packet waits for its receipt, ms. It counts from the action: a slow serial line needs more. */
  readonly confirmMs?: number
  /** How long an answer may take, and how long a packet that has begun may be silent, ms. */
  readonly packetMs?: number
  /** Every packet from the other side must have a check sum. */
  readonly needCrc?: boolean
  /** How often a packet is sent again. */
  readonly resends?: number
}

/** What one vendor's device uses if nobody says otherwise. */
export const usualTiming = { confirmMs: 6_000, packetMs: 12_000, resends: 3 } as const

/** What a session is told, beside what its owner wants of it. */
export type WireEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly at: number }
  /** Time has passed: due when `wakeAt()` says so; more often does no harm. */
  | { readonly kind: 'time'; readonly at: number }
  /** The other side is gone. */
  | { readonly kind: 'closed'; readonly at: number }

/** Worth showing or logging, and nothing to act on. */
export interface Notice {
  readonly kind: 'notice'
  readonly code: NoticeCode
  readonly message: string
}

export type NoticeCode =
  | 'packet_broken'
  | 'sent_again'
  | 'came_again'
  | 'stray_bytes'
  | 'out_of_sync'
  | 'request_refused'
  | 'upload_abandoned'
  | 'question_withdrawn'
  | 'late_answer'

export interface Send {
  readonly kind: 'send'
  readonly bytes: Uint8Array
}

export interface End {
  readonly kind: 'end'
  readonly reason: EndReason
  readonly message: string
}

export type EndReason = 'closed' | 'unconfirmed' | 'noise'

export type WireAction =
  | Send
  | Notice
  | End
  /** A packet that is not a resend of the last one; it was confirmed. */
  | { readonly kind: 'message'; readonly message: Message; readonly body: string }
  /** Ours arrived: a receipt came, or an answer that could not have come without it. */
  | { readonly kind: 'confirmed' }

export interface Wire {
  take(event: WireEvent): WireAction[]
  /** Sends a packet and sees that it arrives. What was still unconfirmed before it is not sent again. */
  send(message: Message, at: number): WireAction[]
  wakeAt(): number | undefined
}

/** A row of broken packets, or so many bytes outside of packets, is no machine that speaks this standard. */
const MOST_BROKEN = 16
const MOST_STRAY = 4096

interface Outgoing {
  readonly packet: Uint8Array
  readonly times: number
  readonly due: number
}

/**
 * Packets there and back, each confirmed and none delivered twice; both sides of a session stand on it. The standard has no
 * packet numbers, so a packet with the bytes of the last one is taken for a resend until one of ours was confirmed after it:
 * from then on the other side has moved on, and the same bytes are a new request.
 */
export function openWire(options: WireOptions = {}): Wire {
  const { confirmMs = usualTiming.confirmMs, packetMs = usualTiming.packetMs, resends = usualTiming.resends } = options
  const decoder = openPacketDecoder(options)
  let outgoing: Outgoing | undefined
  let lastBody: string | undefined
  let movedOn = true
  /** A packet that went twice may be confirmed twice; the second receipt must not be taken for one of the next packet. */
  let owed = { receipts: 0, until: 0 }
  let silentAt: number | undefined
  let broken = 0
  let stray = 0

  const settle = (at: number): WireAction[] => {
    if (!outgoing) return []
    owed = { receipts: outgoing.times - 1, until: at + confirmMs }
    outgoing = undefined
    movedOn = true
    return [{ kind: 'confirmed' }]
  }
  const takePacket = (bytes: Uint8Array, at: number): WireAction[] => {
    broken = 0
    stray = 0
    const body = textOfBytes(bytes)
    if (body === lastBody && !movedOn) {
      return [
        send(ACK),
        { kind: 'notice', code: 'came_again', message: 'The last packet came again; it was confirmed again' },
      ]
    }
    const settled = settle(at)
    lastBody = body
    movedOn = false
    return [send(ACK), ...settled, { kind: 'message', message: readMessage(body), body }]
  }
  const resend = (at: number, why: string): WireAction[] => {
    if (!outgoing) return []
    if (outgoing.times > resends) {
      const times = outgoing.times
      outgoing = undefined
      return [
        { kind: 'end', reason: 'unconfirmed', message: `A packet was sent ${times} times and not confirmed: ${why}` },
      ]
    }
    outgoing = { ...outgoing, times: outgoing.times + 1, due: at + confirmMs }
    const message = `A packet is sent again (${outgoing.times - 1} of ${resends}): ${why}`
    return [
      { kind: 'notice', code: 'sent_again', message },
      { kind: 'send', bytes: outgoing.packet },
    ]
  }
  const takeReceipt = (kind: 'ack' | 'nak', at: number): WireAction[] => {
    if (owed.receipts > 0 && at <= owed.until) {
      owed = { ...owed, receipts: owed.receipts - 1 }
      return []
    }
    return kind === 'ack' ? settle(at) : resend(at, 'the other side refused it')
  }
  const takeBroken = (code: string, message: string): WireAction[] => {
    const notice: Notice = { kind: 'notice', code: 'packet_broken', message }
    if (++broken > MOST_BROKEN) {
      return [notice, { kind: 'end', reason: 'noise', message: `${broken} packets in a row were broken` }]
    }
    // What interrupted it is a packet of its own, and is confirmed or refused when it ends.
    return code === 'begun_again' ? [notice] : [notice, send(NAK)]
  }
  const takeStray = (bytes: number): WireAction[] => {
    stray += bytes
    const message = `${bytes} bytes came outside of packets`
    if (stray <= MOST_STRAY) return [{ kind: 'notice', code: 'stray_bytes', message }]
    return [
      { kind: 'end', reason: 'noise', message: `${stray} bytes came outside of packets; the limit is ${MOST_STRAY}` },
    ]
  }
  const takeReceived = (received: Received, at: number): WireAction[] => {
    switch (received.kind) {
      case 'packet':
        return takePacket(received.body, at)
      case 'ack':
      case 'nak':
        return takeReceipt(received.kind, at)
      case 'broken':
        return takeBroken(received.code, received.message)
      case 'stray':
        return takeStray(received.bytes)
      case 'xon':
      case 'xoff':
        // The port's driver paces the line; by the time a byte got here it has.
        return []
    }
  }
  const takeTime = (at: number): WireAction[] => {
    const actions: WireAction[] = []
    if (silentAt !== undefined && at >= silentAt) {
      silentAt = undefined
      actions.push(...decoder.giveUp().flatMap((received) => takeReceived(received, at)))
    }
    if (outgoing && at >= outgoing.due) actions.push(...resend(at, `no receipt within ${confirmMs} ms`))
    return actions
  }
  return {
    take(event) {
      switch (event.kind) {
        case 'bytes': {
          const received = decoder.push(event.bytes)
          silentAt = decoder.inPacket() ? event.at + packetMs : undefined
          return received.flatMap((one) => takeReceived(one, event.at))
        }
        case 'time':
          return takeTime(event.at)
        case 'closed':
          return [{ kind: 'end', reason: 'closed', message: 'The connection was closed' }]
      }
    },
    send(message, at) {
      const packet = encodePacket(writeMessage(message), options)
      outgoing = { packet, times: 1, due: at + confirmMs }
      return [{ kind: 'send', bytes: packet }]
    },
    wakeAt() {
      const dues = [silentAt, outgoing?.due].filter((due) => due !== undefined)
      return dues.length === 0 ? undefined : Math.min(...dues)
    },
  }
}

const send = (receipt: number): Send => ({ kind: 'send', bytes: Uint8Array.of(receipt) })
