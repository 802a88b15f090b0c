import { createServer, type AddressInfo, type Server } from 'node:net'
import type { LookupAddress } from 'node:dns'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSettings } from '@ils/platform/config/read-settings'
import { openSender, type Sender } from '../deliveries/send-once.ts'
import { limsSettings } from '../../settings.ts'
import { addressesOf, corpusOf } from './example-corpus.ts'
import { faultOfUrl } from './fault-of-url.ts'
import { judgeBy } from './judge-address.ts'
import type { Resolve } from './guarded-lookup.ts'

const settingsWith = (env: Record<string, string> = {}) =>
  readSettings(limsSettings, { ILS_WEBHOOK_TIMEOUT_MS: '500', ...env })
const sent = (url: string) => ({ url, headers: {}, body: Buffer.from('{}') })

/** Answers with an address each time, the last one again and again. */
function resolvesTo(...answers: readonly string[]): Resolve & { asked: number } {
  const resolve: Resolve & { asked: number } = Object.assign(
    (_: string, answer: (error: null, addresses: readonly LookupAddress[]) => void) => {
      const address = answers[Math.min(resolve.asked++, answers.length - 1)] ?? ''
      answer(
        null,
        address.split(' ').map((one) => ({ address: one, family: one.includes(':') ? 6 : 4 })),
      )
    },
    { asked: 0 },
  )
  return resolve
}

let victim: Server
let connections = 0
let port: number
beforeAll(async () => {
  victim = createServer((socket) => {
    connections++
    socket.on('error', () => undefined).resume()
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
  })
  await new Promise<void>((resolve) => victim.listen(0, '::', resolve))
  ;({ port } = victim.address() as AddressInfo) // It listens on a port, not on a pipe.
})
afterAll(() => new Promise((resolve) => victim.close(resolve)))

describe('the guard', () => {
  it('lets no form of a closed address be dialled, in a url or by a name', async () => {
    const senders: Sender[] = []
    const open = (resolve: Resolve): Sender => {
      const sender = openSender({ app: { settings: settingsWith() }, most: 5, resolve })
      senders.push(sender)
      return sender
    }
    const corpus = corpusOf(port)
    const addresses = addressesOf()
    expect(corpus.length + addresses.length * 2).toBeGreaterThanOrEqual(400)
    const literal = open(resolvesTo('127.0.0.1'))
    const passed: string[] = []
    for (const url of corpus) {
      const answer = await literal.send(sent(url))
      if (!answer.refused) passed.push(`${url}: ${answer.error ?? String(answer.status)}`)
    }
    for (const address of addresses) {
      for (const scheme of ['http', 'https']) {
        const sender = open(resolvesTo(address))
        const answer = await sender.send(sent(`${scheme}://harmless.example:${port}/`))
        if (!answer.refused) passed.push(`${scheme} ${address}: ${answer.error ?? String(answer.status)}`)
      }
    }
    for (const sender of senders) sender.close()
    expect(passed).toEqual([])
    expect(connections).toBe(0)
  })

  it('judges the address that is dialled: a name that answers otherwise the second time is refused then', async () => {
    const settings = settingsWith({ ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32' })
    const resolve = resolvesTo('127.0.0.1', '127.0.0.2')
    const sender = openSender({ app: { settings }, most: 5, resolve })
    const first = await sender.send(sent(`http://rebound.example:${port}/`))
    expect(first.status).toBe(200)
    const second = await sender.send(sent(`http://rebound.example:${port}/`))
    expect(second).toMatchObject({ refused: true, status: null })
    expect(resolve.asked).toBe(2)
    sender.close()
  })

  it.each(['8.8.8.8 127.0.0.1', '2606:4700::1111 ::1', '8.8.8.8 ::ffff:10.0.0.1'])(
    'refuses a name whole when one of its addresses is closed: %s',
    async (answer) => {
      const sender = openSender({ app: { settings: settingsWith() }, most: 5, resolve: resolvesTo(answer) })
      expect(await sender.send(sent(`https://two-faced.example:${port}/`))).toMatchObject({ refused: true })
      sender.close()
    },
  )

  it('lets through what the settings name, and http only there', () => {
    const judge = judgeBy(['10.1.0.0/16', 'fd00:1::/32'])
    expect([judge('10.1.2.3'), judge('10.2.0.1'), judge('fd00:1::7'), judge('fd00:2::7')]).toEqual([
      'allowed',
      'closed',
      'allowed',
      'closed',
    ])
    expect(judge('::ffff:10.1.2.3')).toBe('closed')
    expect(faultOfUrl('http://10.1.2.3/x', judge)).toBeUndefined()
    expect(faultOfUrl('http://8.8.8.8/x', judge)).toMatch(/by https only/)
    expect(faultOfUrl('https://8.8.8.8/x', judge)).toBeUndefined()
    expect(faultOfUrl('https://me:secret@portal.example/x', judge)).toMatch(/credentials/)
    expect(faultOfUrl('ftp://portal.example/x', judge)).toMatch(/is not https/)
    expect(faultOfUrl('https://portal.example/x', judge)).toBeUndefined()
  })

  it('knows addresses that everybody may reach', () => {
    const judge = judgeBy([])
    for (const address of ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1']) {
      expect([address, judge(address)]).toEqual([address, 'public'])
    }
  })

  it('takes no text for an address that is none', () => {
    const judge = judgeBy(['0.0.0.0/0', '::/0'])
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^[0-9a-f.:]+$/i.test(text))
        expect(judge(text)).toBe('closed')
      }),
      { numRuns: 300 },
    )
  })

  it.each(['10.0.0.0/33', 'x/8', '::1/129', '10.0.0/8'])(
    'does not start with a network that is none: %s',
    (network) => {
      expect(() => judgeBy([network])).toThrow(/is not a network/)
    },
  )
})
