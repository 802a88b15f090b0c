import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashOf, isKeyText, makeKeyText } from './key-text.ts'

describe('the text of an API key', () => {
  it('always fits its own checksum, and only its hash and beginning are told', () => {
    for (let i = 0; i < 200; i++) {
      const { secret, prefix, hash } = makeKeyText()
      expect(isKeyText(secret)).toBe(true)
      expect(secret).toMatch(/^lims_[0-9A-Za-z]{49}$/)
      expect(prefix).toBe(secret.slice(0, 13))
      expect(hash).toBe(hashOf(secret))
    }
  })

  it('shows any single wrong character', () => {
    const { secret } = makeKeyText()
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: secret.length - 1 }),
        fc.constantFrom('0', 'a', 'Z', '9', 'x'),
        (at, char) => {
          fc.pre(secret[at] !== char)
          expect(isKeyText(secret.slice(0, at) + char + secret.slice(at + 1))).toBe(false)
        },
      ),
    )
  })

  it.each(['', 'lims_', 'lims_short', `lims_${'0'.repeat(200)}`, 'Bearer x', 'eyJ.a.b'])('is not %s', (text) => {
    expect(isKeyText(text)).toBe(false)
  })

  it('spends all 256 bits', () => {
    const all = makeKeyText((bytes) => Buffer.alloc(bytes, 0xff)).secret
    expect(all.length).toBe(54)
    expect(makeKeyText((bytes) => Buffer.alloc(bytes)).secret.startsWith(`lims_${'0'.repeat(43)}`)).toBe(true)
  })
})
