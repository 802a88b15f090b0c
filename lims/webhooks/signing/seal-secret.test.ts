import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sealSecret, unsealSecret } from './seal-secret.ts'

const [old, fresh] = [randomBytes(32), randomBytes(32)]

describe('a sealed secret', () => {
  it('opens with its key and for its owner, and shows nothing of itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), (secret, owner) => {
        const sealed = sealSecret(old, owner, secret)
        expect(sealed).not.toContain(secret)
        expect(unsealSecret([old], owner, sealed)).toBe(secret)
        expect(unsealSecret([fresh], owner, sealed)).toBeUndefined()
        expect(unsealSecret([old], `${owner}x`, sealed)).toBeUndefined()
        // Two of the same look different.
        expect(sealSecret(old, owner, secret)).not.toBe(sealed)
      }),
    )
  })

  it('opens after the key was changed, as long as the old one is given too', () => {
    const sealed = sealSecret(old, 'whk_1', 'whsec_x')
    expect(unsealSecret([fresh, old], 'whk_1', sealed)).toBe('whsec_x')
    expect(unsealSecret([fresh], 'whk_1', sealed)).toBeUndefined()
  })

  it('that was changed in any place opens nothing', () => {
    const sealed = sealSecret(old, 'whk_1', 'whsec_secret')
    const bytes = Buffer.from(sealed.split('.')[2] ?? '', 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      const spoilt = Buffer.from(bytes)
      spoilt[at] = (spoilt[at] ?? 0) ^ 1
      const text = [...sealed.split('.').slice(0, 2), spoilt.toString('base64url')].join('.')
      expect(unsealSecret([old], 'whk_1', text)).toBeUndefined()
    }
    for (const broken of ['', 's1', sealed.slice(0, 20), sealed.replace('s1', 's2')]) {
      expect(unsealSecret([old], 'whk_1', broken)).toBeUndefined()
    }
  })
})
