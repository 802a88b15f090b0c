import { describe, expect, it } from 'vitest'
import { signDelivery } from './sign-delivery.ts'
import { makeSigningKey } from './signing-keys.ts'

// Their tests of the published reference libraries are of this example.
const example = {
  id: 'msg_loFOjxBNrRLzqYUf',
  at: new Date(1_731_705_121_000),
  body: Buffer.from('{"event_type":"ping","data":{"success":true}}'),
  secrets: ['whsec_plJ3nmyCDGBKInavdOK15jsl'],
}

describe('the headers of a delivery', () => {
  it('are those of the published example', () => {
    expect(signDelivery(example)).toEqual({
      'webhook-id': 'msg_loFOjxBNrRLzqYUf',
      'webhook-timestamp': '1731705121',
      'webhook-signature': 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
    })
  })

  it('keep the id at another attempt, and have its time', () => {
    const later = signDelivery({ ...example, at: new Date(example.at.getTime() + 5900) })
    expect(later).toMatchObject({ 'webhook-id': example.id, 'webhook-timestamp': '1731705126' })
    expect(later['webhook-signature']).not.toBe(signDelivery(example)['webhook-signature'])
  })

  it('have a signature of each key in use, the new one first', () => {
    const fresh = makeSigningKey('v1')
    const pair = makeSigningKey('v1a')
    const secrets = [fresh.secret, ...example.secrets, pair.secret]
    const [one, two, three] = signDelivery({ ...example, secrets })['webhook-signature'].split(' ')
    expect(one).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/)
    expect(two).toBe(signDelivery(example)['webhook-signature'])
    expect(three).toMatch(/^v1a,[A-Za-z0-9+/]{86}==$/)
  })

  it('are not made of an id that could be read otherwise, nor without a key', () => {
    expect(() => signDelivery({ ...example, id: 'a.1' })).toThrow('cannot be signed as an id')
    expect(() => signDelivery({ ...example, secrets: [] })).toThrow('nothing to sign with')
    expect(() => signDelivery({ ...example, secrets: ['whsk_AAAA'] })).toThrow('a signing key is')
  })
})

describe('a new key', () => {
  it('is as long as the standard asks for, and none is like another', () => {
    const made = Array.from({ length: 20 }, () => makeSigningKey('v1').secret)
    expect(new Set(made).size).toBe(20)
    for (const secret of made) expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32)
  })

  it('of a pair shows the public half only', () => {
    const { secret, publicKey } = makeSigningKey('v1a')
    expect(secret).toMatch(/^whsk_/)
    const shown = Buffer.from((publicKey ?? '').slice('whpk_'.length), 'base64')
    expect(shown).toHaveLength(32)
    // As others write it: the seed, and the public key behind it.
    expect(Buffer.from(secret.slice('whsk_'.length), 'base64').subarray(32)).toEqual(shown)
  })
})
