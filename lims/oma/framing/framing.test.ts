import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesOfText, textOfBytes } from '../bytes.ts'
import { OmaRefusal } from '../refusal.ts'
import { escapeBytes, unescapeBytes } from './escape.ts'
import { encodePacket, type PacketStyle } from './encode-packet.ts'
import { openPacketDecoder, type Received } from './packet-decoder.ts'

const wire = (text: string): Uint8Array => bytesOfText(text)
const decode = (text: string, maxBytes?: number): Received[] =>
  openPacketDecoder(maxBytes === undefined ? {} : { maxBytes }).push(wire(text))
const told = (received: readonly Received[]): string[] =>
  received.map((one) => (one.kind === 'packet' ? textOfBytes(one.body) : one.kind === 'broken' ? one.code : one.kind))

/** A stream as a line may bring it: packets, receipts and noise in any order. */
const noise = fc
  .array(fc.constantFrom(...Array.from('\x1c\x1d\x1e\x06\x15\x11\x13\r\n\x1aCRC=12739ab')), { maxLength: 60 })
  .map((all) => all.join(''))
const stream = fc.array(fc.oneof(noise, fc.constant('\x1cJOB=1\r\n\x1e\x1d'), fc.constant('\x1c123456789\x1d')), {
  maxLength: 6,
})

describe('the decoder', () => {
  test('says the same however a stream is cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(200), { maxLength: 12 }), (parts, cuts) => {
        const all = wire(parts.join(''))
        const places = [0, ...cuts.map((cut) => cut % (all.length + 1)).toSorted((a, b) => a - b), all.length]
        const decoder = openPacketDecoder()
        const inPieces = places.slice(1).flatMap((to, at) => decoder.push(all.subarray(places[at], to)))
        expect(inPieces).toEqual(openPacketDecoder().push(all))
      }),
      { numRuns: 1000 },
    )
  })

  test('gives back any body that was sent, in every style', () => {
    const body = fc.uint8Array({ maxLength: 200 }).map(escapeBytes)
    const style = fc.constantFrom<PacketStyle>({}, { crc: 'none' }, { crc: 'decimal' }, { crc: 'five digits' })
    fc.assert(
      fc.property(body, style, (bytes, how) => {
        const received = openPacketDecoder().push(encodePacket(bytes, how))
        expect(received).toEqual([{ kind: 'packet', body: bytes, crc: (how.crc ?? 'none') !== 'none' }])
      }),
    )
  })

  test('finds any single byte that changed on the way, if there is a check sum', () => {
    const body = wire('REQ=EDG\r\nJOB=4711\r\n')
    const packet = encodePacket(body, { crc: 'five digits' })
    fc.assert(
      fc.property(fc.nat(packet.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const damaged = packet.slice()
        damaged[at] = (damaged[at] ?? 0) ^ by
        const packets = openPacketDecoder()
          .push(damaged)
          .filter((one) => one.kind === 'packet')
        // What was damaged may be the sum itself: without it there is none to hold the packet against.
        for (const one of packets) if (one.crc) expect(one.body).toEqual(body)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['a packet without the place for a sum', '\x1cJOB=1\r\n\x1d', ['JOB=1\r\n']],
    ['an empty place for the sum', '\x1cJOB=1\r\n\x1e\x1d', ['JOB=1\r\n']],
    ['a right sum', '\x1cANS=INI\r\nSTATUS=0\r\n\x1eCRC=57654\r\n\x1d', ['ANS=INI\r\nSTATUS=0\r\n']],
    ['a wrong sum', '\x1cANS=INI\r\nSTATUS=0\r\n\x1eCRC=57655\r\n\x1d', ['crc']],
    ['something else than a sum', '\x1cJOB=1\r\n\x1eJOB=2\r\n\x1d', ['trailer']],
    ['a second place for the sum', '\x1cJOB=1\r\n\x1e\x1e\x1d', ['trailer']],
    ['receipts between packets', '\x06\x1cA=1\x1d\x15', ['ack', 'A=1', 'nak']],
    ['flow control inside a packet', '\x1cA\x11=\x131\x1d', ['xon', 'xoff', 'A=1']],
    ['a receipt inside a packet', '\x1cA=\x061\x1d\x1cB=1\x1d', ['reserved_byte', 'B=1']],
    ['a packet that begins twice', '\x1cA=1\x1cB=1\x1d', ['begun_again', 'B=1']],
    ['padding between packets', '\r\n\x00\x1a \x1cA=1\x1d\r\n', ['A=1']],
    ['noise between packets', 'GET / HTTP/1.1\r\n\x1cA=1\x1d', ['stray', 'A=1']],
    ['an end without a beginning', '\x1d\x1cA=1\x1d', ['A=1']],
  ])('%s', (_, text, wanted) => {
    expect(told(decode(text))).toEqual(wanted)
  })

  test('refuses a packet over the limit as soon as it is, and takes the next one', () => {
    const decoder = openPacketDecoder({ maxBytes: 8 })
    expect(told(decoder.push(wire('\x1c12345678')))).toEqual([])
    expect(told(decoder.push(wire('9')))).toEqual(['too_large'])
    expect(told(decoder.push(wire('and on and on\x1d\x1cA=1\x1d')))).toEqual(['A=1'])
    expect(told(decode('\x1c12345678\x1d', 8))).toEqual(['12345678'])
  })

  test('gives up a packet whose sender went silent', () => {
    const decoder = openPacketDecoder()
    decoder.push(wire('\x1cJOB='))
    expect(decoder.inPacket()).toBe(true)
    expect(told(decoder.giveUp())).toEqual(['given_up'])
    expect([decoder.inPacket(), decoder.giveUp()]).toEqual([false, []])
  })

  test('tells of endless noise without waiting for its end', () => {
    expect(decode('x'.repeat(2048))).toEqual([
      { kind: 'stray', bytes: 1024 },
      { kind: 'stray', bytes: 1024 },
    ])
  })
})

describe('the encoder', () => {
  test.each([0x06, 0x15, 0x11, 0x13, 0x1c, 0x1d, 0x1e])('refuses a body with the byte %i', (byte) => {
    expect(() => encodePacket(Uint8Array.of(0x41, byte))).toThrow(OmaRefusal)
  })

  test('refuses what is over the limit', () => {
    expect(() => encodePacket(new Uint8Array(9), { maxBytes: 8 })).toThrow(/9 bytes is over the limit of 8/)
  })
})

test('escaped bytes hold nothing that frames packets or records, and come back the same', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const escaped = escapeBytes(bytes)
      for (const reserved of [0x06, 0x0a, 0x0d, 0x11, 0x13, 0x15, 0x1a, 0x1c, 0x1d, 0x1e])
        expect(escaped).not.toContain(reserved)
      expect(unescapeBytes(escaped)).toEqual(bytes)
    }),
  )
})
