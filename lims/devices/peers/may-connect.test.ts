import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultOfPeer, mayConnect, plainAddress } from './may-connect.ts'

describe('who may connect', () => {
  it.each([
    [[], '127.0.0.1', true],
    [[], '::1', true],
    [[], '::ffff:127.0.0.1', true],
    [[], '10.0.0.1', false],
    [['10.0.7.0/24'], '10.0.7.200', true],
    [['10.0.7.0/24'], '::ffff:10.0.7.200', true],
    [['10.0.7.0/24'], '10.0.8.1', false],
    [['10.0.7.0/24'], '127.0.0.1', false],
    [['fd00::/8'], 'fd12::1', true],
    [['fd00::/8'], 'fe80::1%eth0', false],
    [['10.0.7.3', 'fe80::1'], 'fe80::1%eth0', true],
    [['0.0.0.0/0'], '8.8.8.8', true],
    [['10.0.7.3'], '', false],
  ])('by the peers %j: %s %s', (peers, address, may) => {
    expect(mayConnect(peers)(address)).toBe(may)
  })

  it('an address alone is let in alone', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), (peer, other) => {
        expect(faultOfPeer(peer)).toBeUndefined()
        expect(mayConnect([peer])(peer)).toBe(true)
        expect(mayConnect([peer])(other)).toBe(peer === other)
        expect(plainAddress(`::ffff:${peer}`)).toBe(peer)
      }),
    )
  })

  it.each(['10.0.0', '10.0.0.0/33', 'fd00::/129', 'edger-1', '10.0.0.0/8/8', ''])('%j is no peer', (peer) => {
    expect(faultOfPeer(peer)).toBeDefined()
  })
})
